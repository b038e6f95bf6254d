// SPDX-License-Identifier: MIT
// How long work says how far it is.
#pragma once

#include <functional>

namespace weald {

/// Called now and then from the calling thread with the part that is done, 0 … 1; may be empty.
using Progress = std::function<void(double)>;

/// The progress of work that takes the whole from one part to another; empty where the whole is.
/// Must not outlive `whole`.
inline Progress part_of(const Progress& whole, double from, double to) {
  if (!whole) return {};
  return [&whole, from, to](double part) { whole(from + (to - from) * part); };
}

}  // namespace weald
