// SPDX-License-Identifier: MIT
// Text put into YAML so that it reads back as that text. Numbers are not touched: they are written
// as they were read.
#pragma once

#include <string>
#include <string_view>

namespace weald {

/// A scalar that reads back as this very text: plain where that is safe, else in double quotes.
std::string yaml_text(std::string_view text);

/// The same where digits need no quotes either (`166`, `10.7326/m16-1700`, `152-163`): for texts of
/// keys that are never read as numbers. Quotes are chosen such that few escapes are needed.
std::string yaml_word(std::string_view text);

/// A key made of a label: ASCII letters and digits in lower case, joined by hyphens («Müller et al.
/// 2009» -> muller-et-al-2009). Latin letters lose their accents; what has no ASCII form is left
/// out. May be empty.
std::string key_of_label(std::string_view label);

/// The key of a study whose label this is: key_of_label(), with `-study` behind it where files of
/// that name mean something else in a review (review.yaml, references.yaml, published.yaml).
std::string study_key_of_label(std::string_view label);

}  // namespace weald
