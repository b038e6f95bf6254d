// SPDX-License-Identifier: MIT
// Values of parsed JSON without exceptions, and the loop over the records of a JSON text. Only for
// the .cpp files of this folder: it shows the library.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "engine/interchange/formats.h"

namespace weald {

using Json = nlohmann::ordered_json;  // members keep their order

/// Parses one value; nothing where it is no JSON or nested more than max_json_depth deep. `problem`
/// then says why, `at` where (an offset).
std::optional<Json> parse_json(std::string_view text, std::string& problem, std::size_t& at);
std::optional<Json> parse_json(std::string_view text);

/// The member of an object, or null: also where `json` is null or no object.
const Json* member(const Json* json, std::string_view name);
inline const Json* member(const Json& json, std::string_view name) { return member(&json, name); }

/// The elements of a list; a single value as a list of one; nothing for null.
std::vector<const Json*> elements(const Json* json);

/// A text or a number as clean text; empty for anything else.
std::string text_of(const Json* json);
inline std::string text_of(const Json& json, std::string_view name) {
  return text_of(member(json, name));
}

/// A count: a number or its digits in quotes, not negative.
std::optional<long> count_of(const Json* json);

/// A whole number, also in quotes; 0 where there is none.
int int_of(const Json* json);

/// The value as JSON on one line; bytes that are no UTF-8 become U+FFFD.
std::string json_text(const Json& json);

/// A date of `[2017, 4, 18]`: numbers or texts, any part absent or null.
PartialDate date_of_parts(const Json* parts);

/// As far as a calendar has it: a day or month that does not exist is left out.
PartialDate sane_date(int year, int month, int day);

/// Reads every record of a JSON text. `read` fills the record from its object and returns why it
/// cannot, or nothing; remarks get the record's line.
using JsonReader = std::function<std::string(const Json&, Record&, std::vector<std::string>&)>;
Reading read_json_records(std::string_view text, const JsonReader& read);

/// The first object in a JSON text that can be parsed, for looking at.
std::optional<Json> first_json_record(std::string_view text);

}  // namespace weald
