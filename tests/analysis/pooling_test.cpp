// SPDX-License-Identifier: MIT
#include <cmath>

#include <catch2/catch.hpp>

#include "engine/analysis/parts.h"
#include "engine/models/common_tau2.h"

using namespace weald;

namespace {

struct Given {
  std::string study, level;
  double y, v;
};

Dataset dataset(const std::vector<Given>& given, const Horizon* horizon = nullptr) {
  Dataset set{.analysis = "a", .title = "A", .horizon = horizon, .measure = find_measure("GEN")};
  for (const Given& g : given) {
    Row row{.study = g.study, .label = g.study, .data = Generic{g.y, g.v}};
    if (!g.level.empty()) row.fields["kind"] = {.text = g.level};
    set.rows.push_back(row);
  }
  return set;
}

Choices choices(std::vector<std::pair<std::string, std::string>> given = {}) {
  std::vector<Setting> line;
  for (auto& [key, value] : given) line.push_back({.key = key, .value = {.value = value}});
  Diagnostics diagnostics;
  Choices c = resolve(nullptr, nullptr, line, diagnostics);
  REQUIRE(diagnostics.all().empty());
  return c;
}

bool has_note(const Pooling& pool, std::string_view code) {
  for (const Note& note : pool.notes)
    if (note.code == code) return true;
  return false;
}

const std::vector<Given> six = {{"a", "x", 0.1, 0.04}, {"b", "x", 0.9, 0.05},
                                {"c", "x", 0.4, 0.03}, {"d", "y", -0.6, 0.06},
                                {"e", "y", 0.2, 0.02}, {"f", "y", 1.4, 0.08}};

}  // namespace

TEST_CASE("cochrane falls back to z for two studies and where tau2 is 0, and says so") {
  const Pooling two = pool_dataset(dataset({six[0], six[1]}), choices());
  CHECK(two.ci_used == "z");
  CHECK(has_note(two, "ci-fallback"));
  CHECK(has_note(two, "two-studies"));
  const Pooling alike = pool_dataset(
      dataset({{"a", "", 0.30, 0.04}, {"b", "", 0.31, 0.05}, {"c", "", 0.29, 0.03}}), choices());
  CHECK(alike.heterogeneity->tau2 == 0);
  CHECK(alike.ci_used == "z");
  const Pooling several = pool_dataset(dataset(six), choices());
  CHECK(several.ci_used == "HK");
  CHECK_FALSE(has_note(several, "ci-fallback"));
}

TEST_CASE("one study is shown with its own interval and without heterogeneity's intervals") {
  for (const char* ci : {"z", "t", "HK", "HK-se", "HK-ci"}) {
    const Pooling one = pool_dataset(dataset({six[0]}), choices({{"ci", ci}}));
    CAPTURE(ci);
    REQUIRE(one.pooled);
    CHECK(one.pooled->estimate.estimate == 0.1);
    CHECK(one.pooled->estimate.se == Approx(0.2));
    CHECK(one.ci_used == "z");
    CHECK(one.heterogeneity->tau2 == 0);
    CHECK_FALSE(one.heterogeneity->tau2_ci);
    CHECK_FALSE(one.pooled->pi);
    CHECK(has_note(one, "single-study"));
  }
}

TEST_CASE("an empty pool is a pool without a result") {
  const Pooling none = pool_dataset(dataset({}), choices());
  CHECK_FALSE(none.pooled);
  CHECK_FALSE(none.heterogeneity);
  CHECK(has_note(none, "no-studies-to-pool"));
}

TEST_CASE("a study of variance 0 is left out of pools with the reason, and kept by effects") {
  Dataset set = dataset(six);
  set.rows.push_back({.study = "g", .label = "g", .data = Generic{0, 0}});
  const Pooling pool = pool_dataset(set, choices());
  CHECK(pool.studies.size() == 6);
  REQUIRE(pool.excluded.size() == 1);
  CHECK(pool.excluded[0].code == "zero-variance");
  CHECK(effects_of(set, choices(), true).studies.size() == 7);
}

TEST_CASE("the order of the studies does not matter") {
  std::vector<Given> reversed(six.rbegin(), six.rend());
  const Pooling a = pool_dataset(dataset(six), choices()),
                b = pool_dataset(dataset(reversed), choices());
  CHECK(a.pooled->estimate.estimate == Approx(b.pooled->estimate.estimate).epsilon(1e-14));
  CHECK(a.heterogeneity->tau2 == Approx(b.heterogeneity->tau2).epsilon(1e-13));
}

TEST_CASE(
    "subgroups are pools of their own studies, by code point, with the test of their difference") {
  Pooling whole = pool_dataset(dataset(six), choices({{"ci", "z"}}));
  const Subgroups subgroups = split(whole, "kind");
  REQUIRE(subgroups.levels.size() == 2);
  CHECK(subgroups.levels[0].subgroup == "x");
  CHECK(subgroups.levels[0].id == "a/x");
  const Pooling x = pool_dataset(dataset({six[0], six[1], six[2]}), choices({{"ci", "z"}}));
  CHECK(subgroups.levels[0].pooled->estimate.estimate == x.pooled->estimate.estimate);
  REQUIRE(subgroups.test);
  const Estimate &a = subgroups.levels[0].pooled->estimate,
                 &b = subgroups.levels[1].pooled->estimate;
  const double d = a.estimate - b.estimate;
  CHECK(subgroups.test->q == Approx(d * d / (a.se * a.se + b.se * b.se)).epsilon(1e-12));
  CHECK(subgroups.test->df == 1);
}

TEST_CASE("a study without the subgroup's field stays in the whole and is named") {
  std::vector<Given> given = six;
  given[0].level.clear();
  Pooling whole = pool_dataset(dataset(given), choices());
  const Subgroups subgroups = split(whole, "kind");
  CHECK(subgroups.levels[0].studies.size() == 2);
  CHECK(has_note(whole, "subgroup-not-stated"));
}

TEST_CASE("tau2 common to subgroups lies where the summed likelihood is highest") {
  const auto sample = [](std::vector<Given> given) {
    Sample s{.y = Eigen::VectorXd(static_cast<Eigen::Index>(given.size())),
             .v = Eigen::VectorXd(static_cast<Eigen::Index>(given.size()))};
    for (std::size_t i = 0; i < given.size(); ++i) {
      s.y[static_cast<Eigen::Index>(i)] = given[i].y;
      s.v[static_cast<Eigen::Index>(i)] = given[i].v;
    }
    return s;
  };
  const std::vector<Sample> groups = {sample({six[0], six[1], six[2]}),
                                      sample({six[3], six[4], six[5]})};
  const Tau2 reml = *common_tau2(groups, *find_tau2("REML"));
  const auto total = [&](double tau2) {
    return reml_loglik(groups[0], tau2) + reml_loglik(groups[1], tau2);
  };
  for (const double step : {0.99, 1.01}) CHECK(total(reml.value) > total(reml.value * step));
  CHECK_FALSE(common_tau2(groups, *find_tau2("SJ")));
  // With one group it is that group's own.
  const std::vector<Sample> one = {sample(six)};
  for (const char* key : {"DL", "REML", "ML", "PM", "EB"}) {
    CAPTURE(key);
    CHECK(common_tau2(one, *find_tau2(key))->value ==
          Approx(find_tau2(key)->estimate(one[0]).value).epsilon(1e-9));
  }
}

TEST_CASE(
    "a contrast takes off what shared studies correlate, and is the naive one at correlation 0") {
  const Horizon early{.key = "early", .label = "Early"}, late{.key = "late", .label = "Late"};
  const Pooling first = pool_dataset(dataset({six[0], six[1], six[2]}, &early), choices());
  const Pooling second = pool_dataset(
      dataset({{"b", "", 0.2, 0.05}, {"c", "", 0.1, 0.04}, {"z", "", 0.5, 0.1}}, &late), choices());
  const Contrast naive = contrasts({first, second}, {}).at(0);
  CHECK(naive.shared == 2);
  CHECK(naive.correlation == 0);
  const auto sum_of_weights = [](const Pooling& pool) {
    double sum = 0;
    for (const StudyResult& s : pool.studies) sum += 1 / (s.v + pool.heterogeneity->tau2);
    return sum;
  };
  const double w1 = sum_of_weights(first), w2 = sum_of_weights(second);
  CHECK(naive.se == Approx(std::sqrt(1 / w1 + 1 / w2)).epsilon(1e-13));
  const double t1 = first.heterogeneity->tau2, t2 = second.heterogeneity->tau2;
  const double cross =
      std::sqrt(1 / (0.05 + t1) / (0.05 + t2)) + std::sqrt(1 / (0.03 + t1) / (0.04 + t2));
  const Contrast half = contrasts({first, second}, 0.5).at(0);
  CHECK(half.se == Approx(std::sqrt(1 / w1 + 1 / w2 - 2 * 0.5 * cross / (w1 * w2))).epsilon(1e-12));
  CHECK(half.estimate == naive.estimate);
  REQUIRE(half.sweep.size() == 10);
  CHECK(half.sweep[5].se == half.se);
}

TEST_CASE("Mantel-Haenszel and Peto leave out studies without counts, and say why") {
  Dataset set{.analysis = "a", .measure = find_measure("OR")};
  set.rows.push_back({.study = "t", .label = "t", .data = TwoByTwo{4, 119, 11, 128}});
  set.rows.push_back(
      {.study = "r", .label = "r", .data = Reported{.estimate = 0.5, .lower = 0.2, .upper = 1.25}});
  for (const char* method : {"mh", "peto"}) {
    const Pooling pool = pool_dataset(set, choices({{"method", method}}));
    CAPTURE(method);
    REQUIRE(pool.studies.size() == 1);
    REQUIRE(pool.excluded.size() == 1);
    CHECK(pool.excluded[0].code == "wrong-data");
    CHECK(pool.pooled);
  }
}

TEST_CASE("few events under inverse variance are warned of, naming what to use") {
  Dataset set{.analysis = "a", .measure = find_measure("OR")};
  set.rows.push_back({.study = "s", .label = "s", .data = TwoByTwo{0, 500, 2, 498}});
  set.rows.push_back({.study = "t", .label = "t", .data = TwoByTwo{1, 499, 3, 497}});
  CHECK(has_note(pool_dataset(set, choices()), "sparse-events"));
  CHECK_FALSE(has_note(pool_dataset(set, choices({{"method", "mh"}})), "sparse-events"));
}

TEST_CASE("the test of subgroups with a common tau2 counts it for a single study too") {
  // metafor: rma(yi, vi, mods = ~ g) gives tau2 0.96, QM 3, p 0.0833.
  Pooling whole = pool_dataset(
      dataset({{"a", "p", 0, 0.04}, {"b", "p", 1, 0.04}, {"c", "p", 2, 0.04}, {"d", "q", 3, 0.04}}),
      choices({{"ci", "z"}, {"subgroup-tau2", "common"}}));
  const Subgroups subgroups = split(whole, "kind");
  REQUIRE(subgroups.test);
  CHECK(subgroups.test->common_tau2);
  CHECK(subgroups.test->q == Approx(3).epsilon(1e-9));
  CHECK(std::exp(subgroups.test->log_p) == Approx(0.08326451666).epsilon(1e-6));
}

TEST_CASE("revman5 takes Q, tau2 and I2 around the Mantel-Haenszel estimate") {
  Dataset set{.analysis = "a", .measure = find_measure("RR")};
  const TwoByTwo tables[] = {
      {31, 2, 83, 33}, {29, 297, 31, 277}, {18, 225, 12, 139}, {0, 353, 0, 232}};
  for (const TwoByTwo& table : tables)
    set.rows.push_back({.study = "s", .label = "s", .data = table});
  const Pooling pool = pool_dataset(set, choices({{"preset", "revman5"}}));
  REQUIRE(pool.heterogeneity);
  CHECK(pool.heterogeneity->q == Approx(7.834550226580002).epsilon(1e-12));
  CHECK(pool.heterogeneity->i2 == Approx(74.47205082411271).epsilon(1e-12));
  CHECK(pool.heterogeneity->tau2 == Approx(0.13173688).epsilon(1e-7));
}

TEST_CASE("an interval that Mantel-Haenszel cannot heed is named, not swallowed") {
  Dataset set{.analysis = "a", .measure = find_measure("OR")};
  set.rows.push_back({.study = "s", .label = "s", .data = TwoByTwo{4, 119, 11, 128}});
  set.rows.push_back({.study = "t", .label = "t", .data = TwoByTwo{6, 300, 29, 274}});
  CHECK(has_note(pool_dataset(set, choices({{"method", "mh"}, {"ci", "HK"}})), "option-ignored"));
  CHECK_FALSE(has_note(pool_dataset(set, choices({{"method", "mh"}})), "option-ignored"));
}
