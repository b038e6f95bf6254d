// SPDX-License-Identifier: MIT
#include "engine/output/json_writer.h"

#include <cmath>

#include <fmt/format.h>

#include "engine/text/number.h"

namespace weald {

std::string json_string(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    switch (c) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\t':
        out += "\\t";
        break;
      default:
        if (static_cast<unsigned char>(c) < 0x20)
          out += fmt::format("\\u{:04x}", static_cast<int>(c));
        else
          out += c;
    }
  }
  return out + '"';
}

void JsonWriter::before(std::string_view key) {
  if (!first_) out_ += ',';
  if (!levels_.empty()) out_ += '\n' + std::string(levels_.size(), ' ');
  first_ = false;
  if (!key.empty()) out_ += json_string(key) + ": ";
}

void JsonWriter::begin_object(std::string_view key) {
  before(key);
  out_ += '{';
  levels_ += '{';
  first_ = true;
}

void JsonWriter::end_object() {
  levels_.pop_back();
  out_ += '}';
  first_ = false;
}

void JsonWriter::begin_list(std::string_view key) {
  before(key);
  out_ += '[';
  levels_ += '[';
  first_ = true;
}

void JsonWriter::end_list() {
  levels_.pop_back();
  out_ += ']';
  first_ = false;
}

void JsonWriter::text(std::string_view key, std::string_view value) {
  before(key);
  out_ += json_string(value);
}

void JsonWriter::optional_text(std::string_view key, const std::optional<std::string>& value) {
  value ? text(key, std::string_view(*value)) : null(key);
}

void JsonWriter::number(std::string_view key, double value) {
  before(key);
  out_ += std::isfinite(value) ? shortest(value) : "null";
}

void JsonWriter::number(std::string_view key, const std::optional<double>& value) {
  value ? number(key, *value) : null(key);
}

void JsonWriter::flag(std::string_view key, bool value) {
  before(key);
  out_ += value ? "true" : "false";
}

void JsonWriter::null(std::string_view key) {
  before(key);
  out_ += "null";
}

void JsonWriter::interval(std::string_view key, const std::optional<Interval>& value) {
  if (!value) return null(key);
  before(key);
  const auto end = [](double x) { return std::isfinite(x) ? shortest(x) : std::string("null"); };
  out_ += '[' + end(value->lower) + ", " + end(value->upper) + ']';
}

void JsonWriter::probability(std::string_view key, double log_p) {
  if (std::isnan(log_p)) return null(key);
  // Below the smallest normal double, digits would be lost and then all of the number.
  if (log_p >= -708) return number(key, std::exp(log_p));
  before(key);
  out_ += exp_text(log_p, 17);
}

std::string JsonWriter::take() { return std::move(out_) + '\n'; }

}  // namespace weald
