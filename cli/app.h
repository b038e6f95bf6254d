// SPDX-License-Identifier: MIT
// The program as a function: arguments in, text out, an exit code back. main.cpp only connects it
// to the process; tests call it directly. The only layer that writes files.
#pragma once

#include <iosfwd>
#include <span>
#include <string>

namespace weald {

struct Streams {
  std::ostream& out;
  std::ostream& err;
  bool out_is_terminal = false, err_is_terminal = false;
  int width = 100;  ///< columns of the terminal
};

/// 0 done · 1 the data have errors · 2 wrong usage · 3 a file could not be read or written · 4 a
/// fault of ours.
int run(std::span<const std::string> arguments, const Streams& streams);

}  // namespace weald
