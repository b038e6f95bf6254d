// SPDX-License-Identifier: MIT
// Keys: the names that people give to studies, groups, outcomes and so on. Lower-case words joined
// by hyphens.
#pragma once

#include <string>
#include <string_view>

namespace weald {

/// The key nearest to a text, for «write … instead» and for imports: `Nguyen_2017` gives
/// `nguyen-2017`, `Müller` gives `mueller`. Empty where the text has no letter or digit of use.
std::string as_key(std::string_view text);

/// The text with what a terminal or JSON cannot show (control characters, bytes that are no UTF-8)
/// replaced by `?`.
std::string printable(std::string_view text);

}  // namespace weald
