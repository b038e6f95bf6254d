// SPDX-License-Identifier: MIT
// EXPECTS(condition), UNREACHABLE(why): a broken promise of our own code. Aborts with file and
// line, also in release.
#pragma once

#include <cstdio>
#include <cstdlib>

#define EXPECTS(condition)                                                                   \
  do {                                                                                       \
    if (!(condition)) {                                                                      \
      std::fprintf(stderr, "weald: a fault of ours: %s does not hold (%s:%d)\n", #condition, \
                   __FILE__, __LINE__);                                                      \
      std::abort();                                                                          \
    }                                                                                        \
  } while (false)

/// A place that cannot be reached: aborts with `why` (a literal).
#define UNREACHABLE(why)                                                                   \
  do {                                                                                     \
    std::fprintf(stderr, "weald: a fault of ours: %s (%s:%d)\n", why, __FILE__, __LINE__); \
    std::abort();                                                                          \
  } while (false)
