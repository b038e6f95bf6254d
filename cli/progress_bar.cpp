// SPDX-License-Identifier: MIT
#include "cli/progress_bar.h"

#include <ostream>
#include <string>

#include <fmt/format.h>

namespace weald {

ProgressBar::ProgressBar(const Call& call)
    : stream_(call.streams->err_is_terminal && !call.has("quiet") ? &call.err() : nullptr) {}

ProgressBar::~ProgressBar() {
  if (shown_ >= 0) *stream_ << "\r\x1b[K" << std::flush;
}

Progress ProgressBar::progress() {
  if (stream_ == nullptr) return {};
  return [this](double part) {
    const int percent = static_cast<int>(100 * part);
    if (percent == shown_) return;
    shown_ = percent;
    const auto done = static_cast<std::size_t>(percent / 4);
    *stream_ << fmt::format("\r[{}{}] {:3} %", std::string(done, '='), std::string(25 - done, ' '),
                            percent)
             << std::flush;
  };
}

}  // namespace weald
