// SPDX-License-Identifier: MIT
// What must hold of effects whatever the numbers: signs, scales, ways back, and reasons where there
// is no number.
#include <cmath>
#include <set>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "engine/effects/convert.h"
#include "engine/effects/measure.h"
#include "engine/numerics/distributions.h"

namespace {

using namespace weald;

EffectOrReason one(const char* key, const OutcomeData& data, EffectOptions options = {}) {
  const Measure* measure = find_measure(key);
  REQUIRE(measure);
  return compute_effects(*measure, std::vector<OutcomeData>{data}, options).front();
}

Effect effect(const char* key, const OutcomeData& data, EffectOptions options = {}) {
  const EffectOrReason result = one(key, data, options);
  if (const auto* none = std::get_if<NoEffect>(&result)) FAIL(key << ": " << none->reason);
  return std::get<Effect>(result);
}

std::string code(const char* key, const OutcomeData& data, EffectOptions options = {}) {
  const EffectOrReason result = one(key, data, options);
  REQUIRE(std::holds_alternative<NoEffect>(result));
  CHECK(!std::get<NoEffect>(result).reason.empty());
  return std::string(std::get<NoEffect>(result).code);
}

}  // namespace

TEST_CASE("swapping the groups changes the sign of a comparison and nothing of its variance") {
  const TwoByTwo t{7, 53, 11, 47}, t_swapped{11, 47, 7, 53};
  for (const char* key : {"RR", "OR", "RD", "PETO", "AS"}) {
    INFO(key);
    CHECK(effect(key, t).y == Approx(-effect(key, t_swapped).y).epsilon(1e-13));
    CHECK(effect(key, t).v == Approx(effect(key, t_swapped).v).epsilon(1e-13));
  }
  const TwoMeans m{12.1, 3.2, 20, 10.3, 2.9, 22}, m_swapped{10.3, 2.9, 22, 12.1, 3.2, 20};
  for (const char* key : {"MD", "SMD", "SMDH", "ROM"}) {
    INFO(key);
    CHECK(effect(key, m).y == Approx(-effect(key, m_swapped).y).epsilon(1e-13));
    CHECK(effect(key, m).v == Approx(effect(key, m_swapped).v).epsilon(1e-13));
  }
  const TwoRates r{3, 120.5, 8, 118}, r_swapped{8, 118, 3, 120.5};
  for (const char* key : {"IRR", "IRD", "IRSD"}) {
    INFO(key);
    CHECK(effect(key, r).y == Approx(-effect(key, r_swapped).y).epsilon(1e-13));
    CHECK(effect(key, r).v == Approx(effect(key, r_swapped).v).epsilon(1e-13));
  }
}

TEST_CASE("counting non-events turns the odds ratio and the risk difference over") {
  CHECK(effect("OR", TwoByTwo{7, 53, 11, 47}).y ==
        Approx(-effect("OR", TwoByTwo{53, 7, 47, 11}).y));
  CHECK(effect("RD", TwoByTwo{7, 53, 11, 47}).y ==
        Approx(-effect("RD", TwoByTwo{53, 7, 47, 11}).y));
  CHECK(effect("PLO", Proportion{7, 20}).y == Approx(-effect("PLO", Proportion{13, 20}).y));
}

TEST_CASE("another unit scales a mean difference and leaves standardised ones and ratios alone") {
  const TwoMeans cm{12.1, 3.2, 20, 10.3, 2.9, 22}, mm{121, 32, 20, 103, 29, 22};
  CHECK(effect("MD", mm).y == Approx(10 * effect("MD", cm).y));
  CHECK(effect("MD", mm).v == Approx(100 * effect("MD", cm).v));
  for (const char* key : {"SMD", "SMDH", "SMD1", "ROM"}) {
    INFO(key);
    CHECK(effect(key, mm).y == Approx(effect(key, cm).y).epsilon(1e-12));
    CHECK(effect(key, mm).v == Approx(effect(key, cm).v).epsilon(1e-12));
  }
}

TEST_CASE("d, t and p of one comparison give the same standardised difference") {
  const double n1 = 25, n2 = 27, t = 2.13;
  const double p = std::exp(student_log_two_sided(t, n1 + n2 - 2));
  const double d = t * std::sqrt(1 / n1 + 1 / n2);
  const Effect by_t = effect("SMD", StandardisedInput{.n1 = n1, .n2 = n2, .t = t});
  CHECK(effect("SMD", StandardisedInput{.n1 = n1, .n2 = n2, .d = d}).y ==
        Approx(by_t.y).epsilon(1e-12));
  CHECK(effect("SMD", StandardisedInput{.n1 = n1, .n2 = n2, .p = p}).y ==
        Approx(by_t.y).epsilon(1e-10));
  CHECK(effect("SMD", StandardisedInput{.n1 = n1, .n2 = n2, .p = -p}).y ==
        Approx(-by_t.y).epsilon(1e-10));
}

TEST_CASE("the exact small-sample factor keeps its digits in huge groups") {
  // J = 1 - 3/(4m) - 7/(32 m²) - … ; a difference of lgamma would be off in the tenth digit here.
  const double m = 2e7 - 2;
  const Effect e = effect("SMD", StandardisedInput{.n1 = 1e7, .n2 = 1e7, .d = 1.0});
  CHECK(e.y == Approx(1 - 3 / (4 * m)).epsilon(1e-14));
}

TEST_CASE("what people read comes back from the analysis scale") {
  struct Way {
    const Scale& scale;
    std::vector<double> shown;
  };
  for (const Way& way :
       {Way{identity_scale(), {-3, 0, 2.5}}, Way{log_scale(), {0.01, 1, 7.2}},
        Way{logit_scale(), {0.01, 0.5, 0.98}}, Way{arcsine_scale(), {0, 0.3, 1}},
        Way{square_root_scale(), {0, 0.06, 3}}, Way{fisher_scale(), {-0.9, 0, 0.4}}}) {
    for (const double shown : way.shown) {
      INFO(way.scale.key << " " << shown);
      CHECK(way.scale.shown(way.scale.analysed(shown), 0) == Approx(shown).margin(1e-15));
    }
  }
  CHECK(std::isnan(log_scale().analysed(0)));
  CHECK(std::isnan(logit_scale().analysed(1.2)));
  CHECK(std::isnan(fisher_scale().analysed(1)));
}

TEST_CASE("Freeman and Tukey's transforms are undone exactly for one study, also at 0 and n") {
  for (const double n : {1.0, 7.0, 40.0, 5000.0}) {
    for (const double share : {0.0, 0.2, 0.5, 0.9, 1.0}) {
      const double x = std::round(share * n);
      INFO(x << " of " << n);
      CHECK(freeman_tukey_scale().shown(effect("PFT", Proportion{x, n}).y, n) ==
            Approx(x / n).margin(1e-12));
      CHECK(freeman_tukey_rate_scale().shown(effect("IRFT", Rate{x, 3.7 * n}).y, 3.7 * n) ==
            Approx(x / (3.7 * n)).margin(1e-12));
    }
  }
  CHECK(freeman_tukey_scale().shown(0.01, 10) == 0);
  CHECK(freeman_tukey_scale().shown(1.57, 10) == 1);
}

TEST_CASE("an interval, a standard error, a variance and a p-value of one estimate agree") {
  const Measure& hr = *find_measure("hr");
  const double y = std::log(0.8), se = 0.11, z = -normal_quantile(0.05);
  const auto of = [&](const Reported& r) { return std::get<Effect>(reported_effect(hr, r)); };
  for (const Effect& e :
       {of({.estimate = 0.8, .se = se}), of({.estimate = 0.8, .variance = se * se}),
        of({.estimate = 0.8,
        .lower = std::exp(y - z * se),
        .upper = std::exp(y + z * se),
        .level = 0.9}),
        of({.estimate = 0.8, .p = std::exp(normal_log_two_sided(y / se))})}) {
    CHECK(e.y == Approx(y).epsilon(1e-14));
    CHECK(e.v == Approx(se * se).epsilon(1e-11));
  }
  const Effect log_rank = effect("HR", ObservedExpected{-5, 20});
  CHECK(log_rank.y == Approx(-0.25));
  CHECK(log_rank.v == Approx(0.05));
}

TEST_CASE("a table and its observed minus expected give one Peto odds ratio") {
  // 4/40 against 9/41: E = 40·13/81, V = 40·41·13·68/(81²·80).
  const double e = 40. * 13 / 81, v = 40. * 41 * 13 * 68 / (81. * 81 * 80);
  CHECK(effect("PETO", TwoByTwo{4, 36, 9, 32}).y ==
        Approx(effect("PETO", ObservedExpected{4 - e, v}).y).epsilon(1e-13));
}

TEST_CASE("what cannot be computed says why") {
  CHECK(code("RR", Reported{.estimate = -0.4, .se = 0.1}) == "not-defined");
  CHECK(code("RR", Reported{.estimate = 0.4, .lower = 0, .upper = 2}) == "not-defined");
  CHECK(code("OR", Reported{.estimate = 1, .p = 1}) == "not-defined");
  CHECK(code("OR", Reported{.estimate = 1.4}) == "missing-data");
  CHECK(code("ZCOR", Correlation{.n = 3, .r = 0.2}) == "not-defined");
  CHECK(code("ABT", Reliability{.alpha = 1, .items = 20, .n = 50}) == "not-defined");
  CHECK(code("AHW", Reliability{.alpha = 0.9, .items = 1, .n = 50}) == "not-defined");
  CHECK(code("ARAW", Reliability{.alpha = 0.9, .items = 20, .n = 2}) == "not-defined");
  CHECK(code("SMD", TwoMeans{1, 0, 5, 2, 0, 5}) == "not-defined");
  CHECK(code("ROM", TwoMeans{1, 1, 5, -2, 1, 5}) == "not-defined");
  CHECK(code("RR", TwoMeans{1, 1, 5, 2, 1, 5}) == "wrong-data");
  CHECK(code("MD", Missing{}) == "missing-data");
  CHECK(code("PETO", TwoByTwo{0, 10, 0, 12}, {.to = AddTo::none}) == "no-events");
  CHECK(code("GEN", Generic{0.1, -1}) == "not-defined");
}

TEST_CASE("the rule for ratios leaves out studies without contrast, and only for ratios") {
  const EffectOptions cochrane{.ratios_drop00 = true};
  for (const char* key : {"RR", "OR", "PETO"}) {
    INFO(key);
    CHECK(code(key, TwoByTwo{0, 10, 0, 12}, cochrane) == "no-events");
    CHECK(code(key, TwoByTwo{10, 0, 12, 0}, cochrane) == "no-events");
    CHECK(effect(key, TwoByTwo{0, 10, 1, 12}, cochrane).v > 0);
  }
  CHECK(code("IRR", TwoRates{0, 10, 0, 12}, cochrane) == "no-events");
  CHECK(effect("RD", TwoByTwo{0, 10, 0, 12}, cochrane).v > 0);
  CHECK(effect("RD", TwoByTwo{0, 10, 0, 12}, {.to = AddTo::none}).v == 0);
}

TEST_CASE(
    "every measure names its formula and source, and its key is found without regard to case") {
  std::set<std::string_view> keys;
  for (const Measure& measure : measures()) {
    INFO(measure.key);
    CHECK(keys.insert(measure.key).second);
    CHECK(!measure.label.empty());
    CHECK(!measure.short_label.empty());
    CHECK(measure.formula.size() > 3);
    CHECK(measure.source.size() > 3);
    CHECK(measure.kinds != 0);
    std::string lower(measure.key);
    for (char& c : lower) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    CHECK(find_measure(lower) == &measure);
  }
  CHECK(keys.size() >= 28);
  CHECK(find_measure("R") == nullptr);
}

TEST_CASE("a standard deviation is recovered from what papers print instead") {
  CHECK(sd_from_se(0.5, 16) == Approx(2));
  // 95 % interval of a mean, n = 25: t on 24 degrees of freedom is 2.063899 (Handbook 6.5.2.2).
  CHECK(sd_from_interval(30, 34, 25, 0.95) == Approx(5 * 4 / (2 * 2.0638985616280205)));
  // Wan et al. 2014: n → ∞ makes the quartiles 1.35 sd apart.
  CHECK(mean_sd_from_quartiles(10, 12, 14, 1e9).sd == Approx(4 / 1.3489795).epsilon(1e-6));
  const MeanSd symmetric = mean_sd_from_quartiles(10, 12, 14, 40);
  CHECK(symmetric.mean == Approx(12));
  // Wan et al. 2014, table 1: ξ(25) = 3.931, so sd = range / 3.931.
  CHECK(mean_sd_from_range(0, 5, 3.931, 25).sd == Approx(1).epsilon(2e-3));
}

TEST_CASE("groups combined are the group that was split") {
  const std::vector<double> all = {3, 5, 8, 13, 21, 34, 55};
  const auto summary = [](const std::vector<double>& x) {
    Mean g{.n = static_cast<double>(x.size())};
    for (const double v : x) g.m += v / g.n;
    for (const double v : x) g.sd += (v - g.m) * (v - g.m) / (g.n - 1);
    g.sd = std::sqrt(g.sd);
    return g;
  };
  const std::vector<Mean> parts = {summary({3, 5, 8}), summary({13, 21}), summary({34, 55})};
  const Mean whole = combine(parts), expected = summary(all);
  CHECK(whole.n == 7);
  CHECK(whole.m == Approx(expected.m));
  CHECK(whole.sd == Approx(expected.sd));
}
