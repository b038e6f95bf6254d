// SPDX-License-Identifier: MIT
// The reference values of tests/oracle/cases/effects.json for the measures there are, on the layer
// itself: no program, no table reader.
#include <algorithm>
#include <charconv>
#include <cmath>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "engine/effects/measure.h"
#include "engine/numerics/distributions.h"

namespace {

using namespace weald;
using Line = std::map<std::string, std::string>;

std::string contents(const std::string& path) {
  std::ifstream in(path);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<std::string> cells(const std::string& line) {
  std::vector<std::string> out(1);
  bool quoted = false;
  for (const char c : line) {
    if (c == '"') {
      quoted = !quoted;
    } else if (c == ',' && !quoted) {
      out.emplace_back();
    } else if (c != '\r') {
      out.back() += c;
    }
  }
  return out;
}

std::vector<Line> read_table(const std::string& path) {
  std::vector<Line> rows;
  std::ifstream in(path);
  std::string line;
  std::getline(in, line);
  const std::vector<std::string> header = cells(line);
  while (std::getline(in, line)) {
    const std::vector<std::string> row = cells(line);
    Line named;
    for (std::size_t i = 0; i < header.size() && i < row.size(); ++i) named[header[i]] = row[i];
    rows.push_back(named);
  }
  return rows;
}

std::optional<double> number(const Line& line, const std::string& column) {
  const auto at = line.find(column);
  if (at == line.end() || at->second.empty() || at->second == "NA") return std::nullopt;
  double value = 0;
  std::from_chars(at->second.data(), at->second.data() + at->second.size(), value);
  return value;
}

bool wants(const Measure& measure, DataKind kind) {
  return (measure.kinds & static_cast<unsigned>(kind)) != 0;
}

/// The raw data of a line, as far as the measure can use its columns.
OutcomeData data_of(const Line& line, const Measure& measure) {
  const auto at = [&](const char* column) { return number(line, column); };
  if (wants(measure, DataKind::two_by_two)) {
    const auto others = [&](const char* column, const char* events, const char* total) {
      if (at(column)) return at(column).value_or(0);
      return at(total).value_or(NAN) - at(events).value_or(NAN);
    };
    const TwoByTwo t{at("ai").value_or(NAN), others("bi", "ai", "n1i"), at("ci").value_or(NAN),
                     others("di", "ci", "n2i")};
    if (!std::isnan(t.a + t.b + t.c + t.d)) return t;
  }
  if (wants(measure, DataKind::two_means) && at("m1i") && at("sd1i") && at("n1i") && at("m2i") &&
      at("sd2i") && at("n2i"))
    return TwoMeans{*at("m1i"), *at("sd1i"), *at("n1i"), *at("m2i"), *at("sd2i"), *at("n2i")};
  if (wants(measure, DataKind::standardised) && at("n1i") && at("n2i"))
    return StandardisedInput{*at("n1i"), *at("n2i"), at("di"), at("ti"), at("pi")};
  if (wants(measure, DataKind::two_rates) && at("x1i"))
    return TwoRates{*at("x1i"), *at("t1i"), *at("x2i"), *at("t2i")};
  if (wants(measure, DataKind::proportion) && at("xi")) return Proportion{*at("xi"), *at("ni")};
  if (wants(measure, DataKind::rate) && at("xi")) return Rate{*at("xi"), *at("ti")};
  if (wants(measure, DataKind::mean) && at("mi")) return Mean{*at("mi"), *at("sdi"), *at("ni")};
  if (wants(measure, DataKind::correlation) && at("ni"))
    return Correlation{*at("ni"), at("ri"), at("ti"), at("pi")};
  if (wants(measure, DataKind::reliability) && at("ai"))
    return Reliability{*at("ai"), *at("mi"), *at("ni")};
  if (at("yi") && (at("vi") || at("sei")))
    return Generic{*at("yi"), at("vi") ? *at("vi") : *at("sei") * *at("sei")};
  return Missing{};
}

std::string option(const std::vector<std::string>& command, const std::string& name,
                   const std::string& otherwise) {
  const auto at = std::find(command.begin(), command.end(), name);
  return at == command.end() ? otherwise : *(at + 1);
}

bool given(const std::vector<std::string>& command, const std::string& name) {
  return std::find(command.begin(), command.end(), name) != command.end();
}

double decimal(const std::string& text) {
  double value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

}  // namespace

TEST_CASE(
    "effects and variances agree with metafor's escalc for every measure and policy for zero "
    "cells") {
  const auto cases = nlohmann::json::parse(contents("tests/oracle/cases/effects.json"));
  const std::map<std::string, AddTo> policies = {{"only0", AddTo::only0},
                                                 {"all", AddTo::all},
                                                 {"if0all", AddTo::if0all},
                                                 {"none", AddTo::none}};
  std::size_t run = 0;
  std::set<std::string> tried;
  for (const auto& test : cases) {
    const std::vector<std::string> command = test["command"];
    const Measure* measure = find_measure(option(command, "--measure", ""));
    if (!measure || given(command, "--vtype") || given(command, "--no-correct")) continue;
    ++run;
    tried.insert(std::string(measure->key));
    INFO(test["id"]);
    EffectOptions options;
    options.to = policies.at(option(command, "--to", "only0"));
    options.add = decimal(option(command, "--add", "0.5"));
    options.add_asked = given(command, "--to") || given(command, "--add");
    options.drop00 = given(command, "--drop00");
    const double level = decimal(option(command, "--level", "0.95"));
    const double z = -normal_quantile((1 - level) / 2);

    const std::vector<Line> lines = read_table("tests/oracle/" + command[1]);
    REQUIRE(!lines.empty());
    std::vector<OutcomeData> rows;
    for (const Line& line : lines) rows.push_back(data_of(line, *measure));
    const std::vector<EffectOrReason> effects = compute_effects(*measure, rows, options);
    REQUIRE(effects.size() == rows.size());

    const double relative = test["tolerance"]["default"];
    std::size_t seen = 0;
    for (std::size_t i = 0; i < lines.size(); ++i) {
      const std::string prefix = "studies[study=" + lines[i].at("study") + "].";
      const auto* e = std::get_if<Effect>(&effects[i]);
      std::map<std::string, double> got;
      if (e) {
        const double se = std::sqrt(e->v), n = size_for_back_transform(rows[i]);
        const auto shown = measure->scale().shown;
        got = {{"y", e->y},
               {"v", e->v},
               {"se", se},
               {"ci[0]", e->y - z * se},
               {"ci[1]", e->y + z * se},
               {"shown.estimate", shown(e->y, n)},
               {"shown.ci[0]", shown(e->y - z * se, n)},
               {"shown.ci[1]", shown(e->y + z * se, n)}};
      } else {
        INFO(prefix << " has no effect, but a value is expected");
        CHECK(!test["expect"].contains(prefix + "y"));
      }
      for (const auto& [field, value] : got) {
        const auto want = test["expect"].find(prefix + field);
        if (want == test["expect"].end()) continue;
        ++seen;
        INFO(prefix << field << " got " << value << " want " << *want);
        CHECK(std::fabs(value - want->get<double>()) <=
              std::max(relative * std::fabs(want->get<double>()), test.value("absolute", 1e-12)));
      }
    }
    std::size_t numbers = 0;
    for (const auto& [path, value] : test["expect"].items()) numbers += value.is_number();
    CHECK(seen == numbers);
  }
  CHECK(run >= 138);
  for (const Measure& measure : measures())
    if (measure.key != "HR") CHECK(tried.count(std::string(measure.key)) == 1);
}
