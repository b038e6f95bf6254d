// SPDX-License-Identifier: MIT
#include "cli/progress_bar.h"

#include <algorithm>
#include <ostream>
#include <string>

#include <fmt/format.h>

#include "cli/interruption.h"

namespace weald {

ProgressBar::ProgressBar(const Call& call)
    : stream_(call.streams->err_is_terminal && !call.has("quiet") ? &call.err() : nullptr) {}

ProgressBar::~ProgressBar() {
  if (shown_ < 0) return;
  const auto held = interruption::hold();
  *stream_ << "\r\x1b[K" << std::flush;
  interruption::bar_is_shown(false);
}

Progress ProgressBar::progress() {
  if (stream_ == nullptr) return {};
  return [this](double part) {
    constexpr auto too_short_to_show = std::chrono::milliseconds(333);
    const int percent = std::clamp(static_cast<int>(100 * part), 0, 100);
    if (percent != shown_ && std::chrono::steady_clock::now() - start_ > too_short_to_show)
      draw(percent);
  };
}

void ProgressBar::draw(int percent) {
  shown_ = percent;
  const auto done = static_cast<std::size_t>(percent / 4);
  const std::string bar =
      fmt::format("\r[{}{}] {:3} %", std::string(done, '='), std::string(25 - done, ' '), percent);
  const auto held = interruption::hold();
  *stream_ << bar << std::flush;
  interruption::bar_is_shown(true);
}

}  // namespace weald
