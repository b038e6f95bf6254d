// SPDX-License-Identifier: MIT
#include "engine/interchange/json_values.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "engine/interchange/json_records.h"
#include "engine/interchange/text_tools.h"

namespace weald {

namespace {

constexpr std::size_t most_members = 10'000;  // the library looks for each among those before it

/// Why a text is beyond what is read: nesting, and members of one list or object.
std::string_view excess(std::string_view text) {
  std::size_t depth = 0;
  std::array<std::size_t, max_json_depth + 1> commas{};
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '"') {
      for (++at; at < text.size() && text[at] != '"'; ++at) {
        if (text[at] == '\\') ++at;
      }
    } else if (c == '{' || c == '[') {
      if (++depth > max_json_depth) return "lists and objects are nested more than 64 deep";
      commas[depth] = 0;
    } else if ((c == '}' || c == ']') && depth > 0) {
      --depth;
    } else if (c == ',' && ++commas[depth] > most_members) {
      return "a list or an object has more than 10,000 members";
    }
  }
  return {};
}

/// The library's complaint in words of ours: what stands at the place.
std::string complaint(std::string_view text, std::size_t at) {
  if (at >= text.size()) return "the record ends too early";
  std::string_view rest = text.substr(at);
  rest = rest.substr(0, std::min<std::size_t>(rest.find_first_of("\r\n"), 24));
  return fmt::format(
      "this is not JSON at «{}»: a comma, a colon, a quotation mark or a bracket is "
      "missing or too many there",
      clean_text(rest));
}

/// Name and title, as far as they can be seen in a text that cannot be parsed.
std::string name_in(std::string_view text) {
  for (const std::string_view key : {"\"id\"", "\"DOI\"", "\"title\""}) {
    const std::size_t at = text.find(key);
    if (at == std::string_view::npos) continue;
    const std::size_t open = text.find('"', at + key.size());
    if (open == std::string_view::npos || open - at > key.size() + 4) continue;
    const std::size_t close = text.find_first_of("\"\n", open + 1);
    if (close == std::string_view::npos) continue;
    return clean_text(text.substr(open + 1, std::min<std::size_t>(close - open - 1, 200)));
  }
  return {};
}

}  // namespace

std::optional<Json> parse_json(std::string_view text, std::string& problem, std::size_t& at) {
  at = 0;
  if (const std::string_view why = excess(text); !why.empty()) {
    problem = why;
    return std::nullopt;
  }
  try {
    return Json::parse(text);
  } catch (const nlohmann::json::parse_error& error) {
    at = error.byte > 0 ? error.byte - 1 : 0;
    problem = complaint(text, at);
  } catch (const nlohmann::json::exception&) {
    problem = "a number is too large";
  }
  return std::nullopt;
}

std::optional<Json> parse_json(std::string_view text) {
  std::string problem;
  std::size_t at = 0;
  return parse_json(text, problem, at);
}

const Json* member(const Json* json, std::string_view name) {
  if (!json || !json->is_object()) return nullptr;
  for (auto it = json->begin(); it != json->end(); ++it) {
    if (it.key() == name) return it->is_null() ? nullptr : &*it;
  }
  return nullptr;
}

std::vector<const Json*> elements(const Json* json) {
  std::vector<const Json*> all;
  if (!json || json->is_null()) return all;
  if (!json->is_array()) return {json};
  for (const Json& one : *json) all.push_back(&one);
  return all;
}

std::string json_text(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string text_of(const Json* json) {
  if (!json) return {};
  if (json->is_string()) return clean_text(json->get_ref<const std::string&>());
  if (json->is_number()) return json_text(*json);
  return {};
}

std::optional<long> count_of(const Json* json) {
  const long value = whole_number(trimmed(text_of(json)));
  if (value < 0) return std::nullopt;
  return value;
}

int int_of(const Json* json) {
  const std::optional<long> value = count_of(json);
  return value && *value < 100000 ? static_cast<int>(*value) : 0;
}

PartialDate sane_date(int year, int month, int day) {
  if (year < 1 || year > 9999) return {};
  for (const PartialDate& date :
       {PartialDate{year, month, day}, PartialDate{year, month, 0}, PartialDate{year, 0, 0}}) {
    if ((date.month == 0 && date.day != 0) || date.month < 0 || date.day < 0) continue;
    if (read_date_text(date_text(date)) == date) return date;
  }
  return {};
}

PartialDate date_of_parts(const Json* parts) {
  int values[3] = {0, 0, 0};
  if (!parts || !parts->is_array()) return {};
  for (std::size_t i = 0; i < std::min<std::size_t>(parts->size(), 3); ++i) {
    values[i] = int_of(&(*parts)[i]);
  }
  return sane_date(values[0], values[1], values[2]);
}

Reading read_json_records(std::string_view text, const JsonReader& read) {
  Reading reading;
  const Lines lines(text);
  const auto take = [&](const JsonPiece& piece, bool again, const auto& self) -> void {
    std::string problem = piece.problem;
    std::size_t at = 0;
    std::optional<Json> json;
    if (problem.empty()) json = parse_json(piece.text, problem, at);
    if (!json && again) {
      const std::vector<JsonPiece> parts = split_unclosed(text, piece);
      if (parts.size() > 1) {
        for (const JsonPiece& part : parts) self(part, false, self);
        return;
      }
    }
    const std::size_t line = lines.at(piece.offset);
    if (!json) {
      const std::size_t wrong = lines.at(piece.offset + at);
      if (wrong != line) problem += fmt::format(" (line {})", wrong);
      reading.rejected.push_back({line, name_in(piece.text), std::move(problem)});
      return;
    }
    if (!json->is_object()) {
      reading.rejected.push_back({line, "", "a record is an object, in braces { }"});
      return;
    }
    Record record;
    std::vector<std::string> remarks;
    std::string refusal = read(*json, record, remarks);
    record.line = line;
    for (std::string& remark : remarks) reading.remarks.push_back({line, std::move(remark)});
    if (!refusal.empty()) {
      reading.rejected.push_back({line, name_in(piece.text), std::move(refusal)});
    } else {
      reading.records.push_back(std::move(record));
    }
  };
  for (const JsonPiece& piece : split_json_records(text)) take(piece, true, take);
  return reading;
}

std::optional<Json> first_json_record(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  if (first == std::string_view::npos || (text[first] != '{' && text[first] != '[')) return {};
  for (const JsonPiece& piece : split_json_records(text, 8)) {
    if (!piece.problem.empty()) continue;
    std::optional<Json> json = parse_json(piece.text);
    if (json && json->is_object()) return json;
  }
  return std::nullopt;
}

}  // namespace weald
