// SPDX-License-Identifier: MIT
// What `weald sensitivity` computes beside the models: who is left out together, in what order,
// which methods are combined, and whose outcomes are turned.
#include "engine/analysis/sensitivity.h"

#include <algorithm>
#include <cmath>
#include <memory>

#include <catch2/catch.hpp>

using namespace weald;

namespace {

struct Asked {
  Loaded loaded;
  Report report;
  std::vector<PoolSensitivity> pools;
};

/// The BCG trials; the result is kept on the heap since its parts point at each other.
std::unique_ptr<Asked> ask(std::vector<std::pair<std::string, std::string>> settings,
                           SensitivityRequest request) {
  auto asked = std::make_unique<Asked>();
  asked->loaded = load_source("tests/oracle/tables/bcg.csv");
  REQUIRE_FALSE(asked->loaded.diagnostics.has_errors());
  for (auto& [key, value] : settings)
    request.options.push_back({.key = key, .value = {.value = value}});
  Diagnostics diagnostics;
  asked->report = analyse(asked->loaded, {.options = request.options}, diagnostics);
  request.loaded = &asked->loaded;
  asked->pools = sensitivity(asked->report, request, diagnostics);
  REQUIRE_FALSE(diagnostics.has_errors());
  REQUIRE(asked->pools.size() == 1);
  return asked;
}

}  // namespace

TEST_CASE("every kind of sensitivity analysis has a source and is found by its key") {
  for (const SensitivityKind& kind : sensitivity_kinds()) {
    CHECK(find_sensitivity_kind(kind.key) == &kind);
    CHECK_FALSE(kind.help.empty());
    CHECK_FALSE(kind.source.empty());
  }
  CHECK(find_sensitivity_kind("nothing") == nullptr);
}

TEST_CASE("Mantel-Haenszel without a study is Mantel-Haenszel of the others") {
  const auto asked =
      ask({{"measure", "RR"}, {"method", "mh"}}, {.kinds = {"leave-one-out", "influence"}});
  const PoolSensitivity& p = asked->pools.front();
  REQUIRE(p.leave_one_out);
  REQUIRE(p.leave_one_out->size() == 13);
  // By hand: Σ ai·n2/N over Σ ci·n1/N without the first study.
  double above = 0, below = 0;
  for (std::size_t i = 1; i < 13; ++i) {
    const auto& t = std::get<TwoByTwo>(p.pool->studies[i].row.data);
    const double n = t.n1() + t.n2();
    above += t.a * t.n2() / n;
    below += t.c * t.n1() / n;
  }
  CHECK(p.leave_one_out->front().estimate->estimate == Approx(std::log(above / below)));
  CHECK_FALSE(p.influence);
  REQUIRE(p.notes.size() == 1);
  CHECK(p.notes[0].code == "sensitivity-unavailable");
}

TEST_CASE("a cumulative pool goes by the field asked for, either way, and ends at the pool") {
  for (const bool descending : {false, true}) {
    const auto asked = ask({{"measure", "RR"}},
                           {.kinds = {"cumulative"}, .by = "precision", .descending = descending});
    const auto& rows = *asked->pools.front().cumulative;
    const auto& studies = asked->pools.front().pool->studies;
    const auto variance = [&](const Refit& row) {
      return std::find_if(studies.begin(), studies.end(),
                          [&](const StudyResult& s) { return s.row.study == row.study; })
          ->v;
    };
    for (std::size_t i = 1; i < rows.size(); ++i)
      CHECK((variance(rows[i - 1]) < variance(rows[i])) == descending);
    CHECK(rows.back().estimate->estimate ==
          Approx(asked->pools.front().pool->pooled->estimate.estimate).epsilon(1e-12));
  }
}

TEST_CASE("studies that share a field's value are left out together") {
  const auto asked = ask({{"measure", "RR"}}, {.kinds = {"leave-one-out"}, .unit = "alloc"});
  std::size_t left = 0;
  for (const Refit& row : *asked->pools.front().leave_one_out) left += 13 - row.k;
  CHECK(asked->pools.front().leave_one_out->size() == 3);
  CHECK(left == 13);
}

TEST_CASE("the first analysis of the multiverse is the primary one, and none stands twice") {
  const auto asked = ask({{"measure", "RR"}}, {.kinds = {"multiverse"}});
  const Multiverse& m = *asked->pools.front().multiverse;
  REQUIRE_FALSE(m.universes.empty());
  CHECK(m.universes.front().primary);
  CHECK(m.universes.front().result.estimate->estimate ==
        asked->pools.front().pool->pooled->estimate.estimate);
  CHECK(m.universes.front().result.estimate->ci == asked->pools.front().pool->pooled->estimate.ci);
  for (std::size_t i = 0; i < m.universes.size(); ++i)
    for (std::size_t j = 0; j < i; ++j) CHECK(m.universes[i].choices != m.universes[j].choices);
  CHECK(m.estimable == m.universes.size());
  CHECK(m.direction <= m.estimable);
}

TEST_CASE("a given list takes the place of the usual one") {
  const auto asked = ask({{"measure", "RR"}}, {.kinds = {"multiverse"},
                                               .multiverse = "measure=RR; tau2=DL,PM; ci=z; "
                                                             "model=random"});
  CHECK(asked->pools.front().multiverse->universes.size() == 2);
}

TEST_CASE("turning the outcomes that fragility names does turn the conclusion") {
  const auto asked = ask({{"measure", "RR"}}, {.kinds = {"fragility"}});
  const Fragility& f = *asked->pools.front().fragility;
  REQUIRE(f.significant);
  REQUIRE(f.events);
  CHECK(*f.events > 0);
  const double none = 0;
  CHECK(f.after->estimate->ci.upper >= none);
  CHECK(f.after->estimate->ci.lower <= none);
}

TEST_CASE("the pool without heterogeneity's makers has less of it at every step") {
  const auto asked = ask({{"measure", "RR"}}, {.kinds = {"outliers"}});
  const auto& p = asked->pools.front();
  double before = p.pool->heterogeneity->i2;
  for (const Refit& step : p.outliers->steps) {
    CHECK(step.i2 < before);
    before = step.i2;
  }
}

TEST_CASE("the sweep holds the estimate itself and rises in τ²") {
  const auto asked = ask({{"measure", "RR"}}, {.kinds = {"sweep"}});
  const auto& rows = *asked->pools.front().sweep;
  CHECK(std::is_sorted(rows.begin(), rows.end(),
                       [](const SweepRow& a, const SweepRow& b) { return a.tau2 < b.tau2; }));
  const auto own =
      std::find_if(rows.begin(), rows.end(), [](const SweepRow& row) { return row.estimated; });
  REQUIRE(own != rows.end());
  CHECK(own->at.estimate->ci.lower ==
        Approx(asked->pools.front().pool->pooled->estimate.ci.lower).epsilon(1e-12));
}
