// SPDX-License-Identifier: MIT
// A bar on the terminal while something takes long; nothing in a pipe, nothing under --quiet.
#pragma once

#include <iosfwd>

#include "cli/command.h"
#include "engine/models/gosh.h"

namespace weald {

class ProgressBar {
 public:
  explicit ProgressBar(const Call& call);
  ~ProgressBar();
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;

  /// What moves it; empty where there is no terminal. Must not outlive the bar.
  Progress progress();

 private:
  std::ostream* stream_;
  int shown_ = -1;
};

}  // namespace weald
