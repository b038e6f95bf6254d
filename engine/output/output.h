// SPDX-License-Identifier: MIT
// Reports as text: tables for people (text, markdown, csv) and the contract's JSON. Computes
// nothing.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/analysis/report.h"

namespace weald {

/// A table of text; every format of output knows only these.
struct TextTable {
  std::string title{};
  struct Column {
    std::string head{};
    bool numeric = false;
  };
  std::vector<Column> columns{};
  std::vector<std::vector<std::string>> rows{};
  std::vector<std::string> below{};  ///< lines under the table
};

struct OutputStyle {
  bool color = false;
  bool ascii = false;  ///< nothing but ASCII
  int width = 100;     ///< columns of the terminal
};

struct OutputFormat {
  std::string_view key, help;
  bool records;  ///< wants the flat records (full precision), not the tables for people
  std::string (*write)(const std::vector<TextTable>&, const OutputStyle&);
};
std::span<const OutputFormat>
output_formats();  ///< text markdown csv (json is written from the report itself)
const OutputFormat* find_output_format(std::string_view key);

/// The tables of `weald pool` and of `weald effects`, for people.
std::vector<TextTable> pool_tables(const Report& report);
std::vector<TextTable> effects_tables(const Report& report);

/// The same as one flat table, a row a pool (a row a study), numbers to the last bit: what CSV
/// holds.
std::vector<TextTable> pool_records(const Report& report);
std::vector<TextTable> effects_records(const Report& report);

/// The contract's JSON: weald.pool/1, weald.effects/1, weald.check/1. Ends with a line break.
std::string pool_json(const Report& report);
std::string effects_json(const Report& report);
std::string check_json(const Diagnostics& diagnostics, const Sources& sources);

/// A forest plot of one pool in characters, no wider than style.width.
std::string text_forest(const AnalysisReport& analysis, const OutputStyle& style);

/// `text` in ASCII alone: τ² as tau2, a real minus as a hyphen, letters without their marks, `?`
/// for what has no such form.
std::string to_ascii(std::string_view text);

/// Numbers for people, digits chosen by kind, in one place (numbers.cpp).
std::string show_effect(const Measure& measure, double shown);
std::string show_interval(const Measure& measure, const Interval& shown);  ///< "0.33 to 0.73"
std::string show_p(double log_p);  ///< "0.016", "< 0.001" never: "2.0e-26"
std::string show_percent(double percent);
std::string show_weight(double fraction);
std::string show_tau2(double tau2);
/// A coefficient of any unit: three decimals, or three digits where it is small.
std::string show_coefficient(double coefficient);

}  // namespace weald
