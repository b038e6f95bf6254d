// SPDX-License-Identifier: MIT
// A bar on the terminal while something takes long; nothing in a pipe, nothing under --quiet.
#pragma once

#include <chrono>
#include <iosfwd>

#include "cli/command.h"
#include "engine/numerics/progress.h"

namespace weald {

/// Shows itself once the work has taken a third of a second, and is gone when the object is.
class ProgressBar {
 public:
  explicit ProgressBar(const Call& call);
  ~ProgressBar();
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;

  /// What moves it; empty where there is no terminal. Must not outlive the bar.
  Progress progress();

 private:
  void draw(int percent);

  std::ostream* stream_;
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  int shown_ = -1;
};

}  // namespace weald
