// SPDX-License-Identifier: MIT
// Meta-regression of a pool: who is left out and why, which methods are used, what is predicted.
#include "engine/analysis/regression.h"

#include <cmath>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "engine/text/number.h"

using namespace weald;

namespace {

Scalar scalar(const std::string& text) { return {.text = text, .number = read_number(text).value}; }

/// Ten studies whose effect falls with the dose; the third has none.
Report effects(const std::string& mods, std::vector<Setting> settings = {}) {
  settings.push_back({.key = "mods", .value = {.value = mods}});
  Diagnostics diagnostics;
  Pooling pool{.id = "table", .analysis = "table", .measure = find_measure("GEN")};
  pool.choices = resolve(nullptr, nullptr, settings, diagnostics);
  REQUIRE_FALSE(diagnostics.has_errors());
  for (int i = 0; i < 10; ++i) {
    StudyResult study;
    study.row.study = study.row.label = fmt::format("Study {}", i);
    study.y = 1 - 0.02 * i * i + (i % 3 == 0 ? 0.4 : -0.2);
    study.v = 0.02 + 0.01 * i;
    if (i != 2) study.row.fields["dose"] = scalar(fmt::format("{}", 10 * i));
    study.row.fields["design"] = scalar(i % 2 == 0 ? "rct" : "cohort");
    study.row.fields["same"] = scalar("7");
    pool.studies.push_back(std::move(study));
  }
  AnalysisReport analysis{.key = "table", .measure = pool.measure};
  analysis.pools.push_back(std::move(pool));
  Report report;
  report.analyses.push_back(std::move(analysis));
  return report;
}

Regression only(const Report& report, const RegressionRequest& request = {}) {
  Diagnostics diagnostics;
  RegressionReport result = regress(report, request, diagnostics);
  if (diagnostics.has_errors()) FAIL(diagnostics.all().front().message);
  REQUIRE(result.entries.size() == 1);
  return result.entries.front();
}

std::string error_of(const Report& report, const RegressionRequest& request = {}) {
  Diagnostics diagnostics;
  regress(report, request, diagnostics);
  return diagnostics.has_errors()
             ? diagnostics.all().front().message + "; " + diagnostics.all().front().help
             : "";
}

std::string note_of(const Regression& r, std::string_view code) {
  for (const Note& note : r.pool.notes)
    if (note.code == code) return note.message;
  return "";
}

}  // namespace

TEST_CASE("A study without a moderator is left out with the reason") {
  const Regression r = only(effects("dose"));
  CHECK(r.pool.studies.size() == 9);
  REQUIRE(r.pool.excluded.size() == 1);
  CHECK(r.pool.excluded[0].label == "Study 2");
  CHECK(r.pool.excluded[0].code == "missing-moderator");
  CHECK(r.pool.excluded[0].reason == "no value of `dose`");
  CHECK(r.fitted.size() == 9);
  CHECK(r.coefficients.size() == 2);
}

TEST_CASE("Moderators that others determine are named and have no coefficient") {
  const Regression r = only(effects("dose + I(3 * dose + 1) + same"));
  REQUIRE(r.coefficients.size() == 2);
  CHECK(r.coefficients[1].name == "dose");
  std::string messages;
  for (const Note& note : r.pool.notes)
    if (note.code == "collinear-moderators") messages += note.message + "\n";
  CHECK(messages ==
        "`I(3 * dose + 1)` is left out: it is fully determined by `(Intercept)`, `dose`\n"
        "`same` is left out: it has the same value in all studies\n");
  const Regression alone = only(effects("dose"));
  CHECK(r.coefficients[1].estimate.estimate ==
        Approx(alone.coefficients[1].estimate.estimate).epsilon(1e-12));
}

TEST_CASE("Predictions at the studies' own values are the fitted values") {
  const Regression r = only(effects("dose * design"),
                            {.at = {"dose = 30; design = cohort", "dose = 40; design = rct"}});
  REQUIRE(r.predictions.size() == 2);
  CHECK(r.predictions[0].label == "dose = 30, design = cohort");
  CHECK(r.predictions[0].estimate.estimate == Approx(r.fitted[2]).epsilon(1e-12));
  CHECK(r.predictions[1].estimate.estimate == Approx(r.fitted[3]).epsilon(1e-12));
  for (const PredictionRow& row : r.predictions) {
    REQUIRE(row.pi.has_value());
    CHECK(row.pi->lower <= row.estimate.ci.lower);
  }
}

TEST_CASE("Moderators not named stand at their mean or reference") {
  const Regression r = only(effects("dose + factor(design, ref = rct)"), {.at = {"dose = 20", ""}});
  REQUIRE(r.predictions.size() == 2);
  CHECK(r.predictions[0].label == "dose = 20, design = rct");
  CHECK(r.predictions[1].at[0].second == shortest((450.0 - 20) / 9));
  CHECK(note_of(r, "extrapolation").empty());
  CHECK(note_of(only(effects("dose"), {.at = {"dose = 91"}}), "extrapolation").find("0 to 90") !=
        std::string::npos);
}

TEST_CASE("A contrast of one coefficient is that coefficient") {
  const Regression r =
      only(effects("dose + design"), {.contrasts = {"designrct", "dose - dose + 2 designrct"}});
  REQUIRE(r.contrasts.size() == 2);
  CHECK(r.contrasts[0].estimate.estimate == Approx(r.coefficients[2].estimate.estimate));
  CHECK(r.contrasts[0].estimate.se == Approx(r.coefficients[2].estimate.se));
  CHECK(r.contrasts[1].estimate.estimate == Approx(2 * r.coefficients[2].estimate.estimate));
  CHECK(r.contrasts[1].estimate.log_p == Approx(r.contrasts[0].estimate.log_p));
}

TEST_CASE("Only smaller models within the model are compared with it") {
  const Regression r = only(effects("dose + design"), {.compare = "dose"});
  REQUIRE(r.comparison.has_value());
  CHECK(r.comparison->test.df == 1);
  CHECK(error_of(effects("dose"), {.compare = "design"}).find("not a smaller model") !=
        std::string::npos);
  CHECK(error_of(effects("dose"), {.compare = "dose"}).find("not a smaller model") !=
        std::string::npos);
}

TEST_CASE("The preset's interval falls back to z where too few studies are left, and says so") {
  const Regression r = only(effects("factor(dose)"));
  CHECK_FALSE(r.fit.has_value());
  CHECK(note_of(r, "not-estimable").find("9 coefficients need more than 9 studies") !=
        std::string::npos);
  const Regression hk = only(effects("dose"));
  CHECK(hk.pool.ci_used == "HK");
  CHECK(hk.coefficients[0].estimate.df == 7.0);
  const Regression kr = only(effects("dose", {{.key = "ci", .value = {.value = "KR"}}}));
  CHECK(kr.pool.ci_used == "z");
  CHECK_FALSE(note_of(kr, "ci-unavailable").empty());
}

TEST_CASE("What is wrong with a request is said with what to write instead") {
  CHECK(error_of(effects("dosse")).find("did you mean `dose`") != std::string::npos);
  CHECK(error_of(effects("dose"), {.at = {"year = 3"}}).find("`year` is no moderator") !=
        std::string::npos);
  CHECK(error_of(effects("design"), {.at = {"design = x"}}).find("cohort, rct") !=
        std::string::npos);
  CHECK(error_of(effects("dose"), {.contrasts = {"dos"}}).find("did you mean `dose`") !=
        std::string::npos);
}
