// SPDX-License-Identifier: MIT
// The reference values of tests/oracle, against models called directly. The measures are those
// whose tables are generic estimates, counts or means; the whole set runs through the command line
// elsewhere.
#include <charconv>
#include <cmath>
#include <fstream>
#include <map>
#include <optional>
#include <sstream>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "engine/effects/measure.h"
#include "engine/models/counts.h"
#include "engine/models/pool.h"

using namespace weald;
using nlohmann::json;

namespace {

const std::string folder = "tests/oracle/";

json read_json(const std::string& name) {
  std::ifstream in(folder + "cases/" + name);
  REQUIRE(in);
  return json::parse(in);
}

using Row = std::map<std::string, std::string>;

std::vector<Row> read_table(const std::string& name) {
  std::ifstream in(folder + name);
  REQUIRE(in);
  const auto cells = [](const std::string& line) {
    std::vector<std::string> result;
    std::string cell;
    bool quoted = false;
    for (const char c : line) {
      if (c == '"')
        quoted = !quoted;
      else if (c == ',' && !quoted)
        result.push_back(std::exchange(cell, ""));
      else if (c != '\r')
        cell += c;
    }
    result.push_back(cell);
    return result;
  };
  std::string line;
  std::getline(in, line);
  const std::vector<std::string> head = cells(line);
  std::vector<Row> rows;
  while (std::getline(in, line)) {
    const std::vector<std::string> row = cells(line);
    Row& fields = rows.emplace_back();
    for (std::size_t i = 0; i < head.size() && i < row.size(); ++i) fields[head[i]] = row[i];
  }
  return rows;
}

std::optional<double> number(const Row& row, const std::string& column) {
  const auto found = row.find(column);
  if (found == row.end()) return std::nullopt;
  double value = 0;
  const char* end = found->second.data() + found->second.size();
  const auto [stop, error] = std::from_chars(found->second.data(), end, value);
  if (error != std::errc() || stop != end) return std::nullopt;
  return value;
}

/// The row as data, when it is of a kind that this file knows; nothing when the table is of another
/// kind.
std::optional<OutcomeData> data_of(const Row& row) {
  const auto all =
      [&](std::initializer_list<const char*> columns) -> std::optional<std::vector<double>> {
    std::vector<double> values;
    for (const char* column : columns) {
      const auto value = number(row, column);
      if (!value) return std::nullopt;
      values.push_back(*value);
    }
    return values;
  };
  const auto has = [&](const char* column) { return row.count(column) > 0; };
  if (has("yi") && (has("vi") || has("sei"))) {
    if (const auto x = all({"yi", "vi"})) return Generic{(*x)[0], (*x)[1]};
    if (const auto x = all({"yi", "sei"})) return Generic{(*x)[0], (*x)[1] * (*x)[1]};
    return Missing{};
  }
  if (has("ai") && has("n1i") && has("ci") && has("n2i")) {
    const auto x = all({"ai", "n1i", "ci", "n2i"});
    if (!x) return Missing{};
    return TwoByTwo{(*x)[0], (*x)[1] - (*x)[0], (*x)[2], (*x)[3] - (*x)[2]};
  }
  if (has("ai") && has("bi") && has("ci") && has("di")) {
    const auto x = all({"ai", "bi", "ci", "di"});
    if (!x) return Missing{};
    return TwoByTwo{(*x)[0], (*x)[1], (*x)[2], (*x)[3]};
  }
  if (has("m1i") && has("n2i")) {
    const auto x = all({"m1i", "sd1i", "n1i", "m2i", "sd2i", "n2i"});
    if (!x) return Missing{};
    return TwoMeans{(*x)[0], (*x)[1], (*x)[2], (*x)[3], (*x)[4], (*x)[5]};
  }
  if (has("x1i") && has("t1i")) {
    const auto x = all({"x1i", "t1i", "x2i", "t2i"});
    if (!x) return Missing{};
    return TwoRates{(*x)[0], (*x)[1], (*x)[2], (*x)[3]};
  }
  return std::nullopt;
}

std::string option(const json& command, const std::string& name,
                   const std::string& otherwise = "") {
  for (std::size_t i = 2; i + 1 < command.size(); ++i)
    if (command[i] == name) return command[i + 1];
  return otherwise;
}

std::optional<std::vector<OutcomeData>> data_of(const std::vector<Row>& table) {
  std::vector<OutcomeData> rows;
  for (const Row& row : table) {
    const auto data = data_of(row);
    if (!data) return std::nullopt;
    rows.push_back(*data);
  }
  return rows;
}

/// Path (without "analyses[0].") -> number; NaN stands for null.
using Values = std::map<std::string, double>;
constexpr double null = std::numeric_limits<double>::quiet_NaN();

void put(Values& out, const std::string& name, const std::optional<Interval>& interval) {
  out[name + "[0]"] = interval ? interval->lower : null;
  out[name + "[1]"] = interval ? interval->upper : null;
}

void put(Values& out, const Estimate& e) {
  out["pooled.estimate"] = e.estimate;
  out["pooled.se"] = e.se;
  out["pooled.statistic"] = e.statistic;
  out["pooled.df"] = e.df.value_or(null);
  out["pooled.log_p"] = e.log_p;
  put(out, "pooled.ci", e.ci);
}

void put(Values& out, const Heterogeneity& h) {
  out["heterogeneity.tau2"] = h.tau2;
  out["heterogeneity.tau2_se"] = h.tau2_se.value_or(null);
  out["heterogeneity.tau"] = std::sqrt(h.tau2);
  out["heterogeneity.q"] = h.q;
  out["heterogeneity.df"] = h.df;
  out["heterogeneity.log_p"] = h.log_p;
  out["heterogeneity.i2"] = h.i2;
  out["heterogeneity.h2"] = h.h2;
  put(out, "heterogeneity.tau2_ci", h.tau2_ci);
  put(out, "heterogeneity.i2_ci", h.i2_ci);
  put(out, "heterogeneity.h2_ci", h.h2_ci);
}

/// How far a value may be off: a number against a number, a logarithm for small p.
void compare(const json& test, const Values& got, int& compared) {
  for (const auto& [path, want] : test["expect"].items()) {
    std::string name = path.substr(std::string("analyses[0].").size());
    if (name.find("studies") == 0) continue;
    INFO(test["id"].get<std::string>() << "  " << name);
    const json& tolerances = test["tolerance"];
    double relative = tolerances.value(path, tolerances["default"].get<double>());
    double absolute = test.value("absolute", 1e-12);
    double expected = want.is_null() ? null : want.get<double>();
    const bool is_p = name.size() >= 2 && name.substr(name.size() - 2) == ".p";
    if (is_p) name = name.substr(0, name.size() - 1) + "log_p";
    REQUIRE(got.count(name) == 1);
    double value = got.at(name);
    if (is_p && expected < 1e-10 && expected > 0) {
      expected = std::log(expected);
      absolute = 0;
      relative = std::max(relative, 1e-8);
    } else if (is_p) {
      value = std::exp(value);
    }
    ++compared;
    if (std::isnan(expected)) {
      CHECK(std::isnan(value));
      continue;
    }
    INFO("got " << json(value).dump() << ", expected " << json(expected).dump());
    CHECK(std::fabs(value - expected) <= std::max(relative * std::fabs(expected), absolute));
  }
}

void pool_cases(const std::string& file, int at_least) {
  int cases = 0, compared = 0;
  for (const json& test : read_json(file)) {
    const json& command = test["command"];
    const std::string key = option(command, "--measure");
    const Measure* measure = find_measure(key);
    if (measure == nullptr) continue;
    const auto data = data_of(read_table(command[1]));
    if (!data) continue;
    PoolOptions options{
        .model = option(command, "--model") == "common" ? Model::common : Model::random,
        .tau2 = find_tau2(option(command, "--tau2", "REML")),
        .ci = find_mean_interval(option(command, "--ci", "z"))};
    if (options.ci == nullptr) continue;
    REQUIRE(options.tau2 != nullptr);
    const std::string pi = option(command, "--pi"), tau2_ci = option(command, "--tau2-ci");
    if (!pi.empty()) options.pi = find_prediction_interval(pi);
    if (!tau2_ci.empty()) options.tau2_ci = find_tau2_interval(tau2_ci);
    const std::string level = option(command, "--level");
    if (!level.empty()) {
      options.level = 0;
      std::from_chars(level.data(), level.data() + level.size(), options.level);
    }
    // The preset meta leaves out studies without events, which the tables of its cases do not have.
    std::vector<Effect> effects;
    bool right_kind = true;
    for (const EffectOrReason& effect : compute_effects(*measure, *data, EffectOptions{})) {
      if (const Effect* e = std::get_if<Effect>(&effect))
        effects.push_back(*e);
      else
        right_kind = right_kind && std::get<NoEffect>(effect).code != "wrong-data";
    }
    if (!right_kind || effects.empty()) continue;
    Sample sample;
    const auto k = static_cast<Eigen::Index>(effects.size());
    sample.y.resize(k);
    sample.v.resize(k);
    for (Eigen::Index i = 0; i < k; ++i) {
      sample.y[i] = effects[static_cast<std::size_t>(i)].y;
      sample.v[i] = effects[static_cast<std::size_t>(i)].v;
    }
    const PoolFit fit = pool(sample, options);
    Values got{{"k", static_cast<double>(k)}};
    REQUIRE(fit.pooled);
    put(got, *fit.pooled);
    put(got, "pooled.pi", fit.pi);
    put(got, fit.heterogeneity);
    if (fit.likelihood) {
      got["likelihood.loglik"] = fit.likelihood->loglik;
      got["likelihood.deviance"] = fit.likelihood->deviance;
      got["likelihood.aic"] = fit.likelihood->aic;
      got["likelihood.bic"] = fit.likelihood->bic;
      got["likelihood.aicc"] = fit.likelihood->aicc.value_or(null);
    }
    ++cases;
    compare(test, got, compared);
  }
  INFO(file << ": " << cases << " cases, " << compared << " values");
  CHECK(cases >= at_least);
}

}  // namespace

TEST_CASE("random-effects pools agree with the reference values") {
  pool_cases("pool-random.json", 500);
  pool_cases("pool-random-more.json", 200);
}

TEST_CASE("likelihoods with several peaks give the highest") {
  pool_cases("pool-multimodal.json", 12);
}

TEST_CASE("common-effect pools agree with the reference values") {
  pool_cases("pool-common.json", 40);
}

TEST_CASE("intervals of tau2, I2 and H2 agree with the reference values") {
  pool_cases("pool-tau2-ci.json", 100);
}

TEST_CASE("prediction intervals agree with the reference values") {
  pool_cases("pool-pi.json", 30);
}

TEST_CASE("intervals of the mean agree with the reference values") {
  pool_cases("pool-ci.json", 60);
}

TEST_CASE("Mantel-Haenszel and Peto agree with the reference values") {
  int cases = 0, compared = 0;
  for (const char* file : {"pool-mh.json", "pool-peto.json"})
    for (const json& test : read_json(file)) {
      const json& command = test["command"];
      const auto data = data_of(read_table(command[1]));
      if (!data) continue;
      const std::string measure = option(command, "--measure");
      std::vector<TwoByTwo> tables;
      std::vector<TwoRates> rates;
      for (const OutcomeData& row : *data) {
        if (const auto* table = std::get_if<TwoByTwo>(&row)) tables.push_back(*table);
        if (const auto* rate = std::get_if<TwoRates>(&row)) rates.push_back(*rate);
      }
      CountFit fit;
      if (option(command, "--method") == "peto") {
        std::vector<ObservedExpected> rows;
        for (const TwoByTwo& table : tables) rows.push_back(observed_expected(table));
        fit = peto(rows, 0.95);
      } else if (measure == "IRR" || measure == "IRD") {
        fit = mantel_haenszel(rates, measure == "IRR" ? RateMeasure::IRR : RateMeasure::IRD, 0.95);
      } else {
        const CountMeasure m = measure == "OR"   ? CountMeasure::OR
                               : measure == "RR" ? CountMeasure::RR
                                                 : CountMeasure::RD;
        fit = mantel_haenszel(tables, m, option(command, "--mh-add").empty() ? 0 : 0.5, 0.95);
      }
      INFO(test["id"]);
      REQUIRE(fit.pooled);
      Values got;
      put(got, *fit.pooled);
      put(got, fit.heterogeneity);
      ++cases;
      compare(test, got, compared);
    }
  CHECK(cases >= 70);
}
