// SPDX-License-Identifier: MIT
// Dates as bibliographic databases write them.
#pragma once

#include <string_view>

#include "engine/interchange/record.h"

namespace weald {

/// A date as far as it was understood. `date` may hold a month and a day without a year («SEP 1»,
/// beside a year of its own).
struct LooseDate {
  PartialDate date{};
  bool whole = false;  ///< nothing of the text is left over: no season, no range, no doubt
};

/// `2016`, `2016/09//`, `2016-09-01`, `20160901`, `2016 Sep 1`, `1 September 2016`, `Sep 1, 2016`,
/// `2019 Spring` (the year alone), `2016 Sep-Oct`, `2018 Dec 15-2019 Jan 5` and
/// `2016-09-01/2016-10` (where they begin). Days that no calendar has are left out. Numbers whose
/// order is a guess (09/01/2016) give the year alone.
LooseDate read_loose_date(std::string_view text);

/// 1…12 of the beginning of an English month's name (at least three letters), or 0.
int month_number(std::string_view word);

/// True of a day that the calendar has (month 0 or day 0: not said), years 1…9999.
bool in_calendar(const PartialDate& date);

}  // namespace weald
