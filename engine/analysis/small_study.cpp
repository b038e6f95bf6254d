// SPDX-License-Identifier: MIT
#include "engine/analysis/small_study.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "engine/analysis/parts.h"
#include "engine/analysis/small_study_parts.h"
#include "engine/models/fail_safe.h"
#include "engine/models/key.h"
#include "engine/models/small_study_line.h"
#include "engine/text/suggest.h"

namespace weald {
namespace {

/// Preset meta: where a table has a zero cell, metabin() adds ½ to the events and ½ to the sizes of
/// a risk ratio, not 1 as all others do.
void as_metabin(SmallStudyData& data, double add) {
  for (std::size_t i = 0; i < data.tables.size(); ++i) {
    const TwoByTwo& t = data.tables[i];
    if (t.a > 0 && t.b > 0 && t.c > 0 && t.d > 0) continue;
    const auto at = static_cast<Eigen::Index>(i);
    const double a = t.a + add, c = t.c + add, n1 = t.n1() + add, n2 = t.n2() + add;
    data.sample.y[at] = std::log(a / n1 / (c / n2));
    data.sample.v[at] = 1 / a - 1 / n1 + 1 / c - 1 / n2;
  }
}

/// Whether a test was made for a measure: `all` passes over the others, which may still be named.
bool made_for(std::string_view test, std::string_view measure) {
  const bool odds = measure == "OR" || measure == "PETO";
  if (test == "pustejovsky") return measure.starts_with("SMD");
  if (test == "peters" || test == "deeks" || test == "schwarzer") return odds;
  if (test == "harbord") return odds || measure == "RR";
  if (test.starts_with("ruecker")) return odds || measure == "RR" || measure == "RD";
  return true;
}

void run_tests(const BiasContext& context, PoolBias& result) {
  const SmallStudyOptions options{.tau2 = context.tau2,
                                  .ci = find_mean_interval(context.base.ci_used),
                                  .level = context.level()};
  const auto wanted = [&](const SmallStudyTest& test) {
    const auto& named = context.request->tests;
    return std::ranges::find(named, &test) != named.end();
  };
  const Measure& measure = *context.base.measure;
  const bool leaves_out = measure.ratio && !context.data.tables.empty();
  SmallStudyData informative =
      leaves_out ? without_uninformative(context.data, measure.key != "RR") : context.data;
  if (leaves_out && measure.key == "RR" && context.base.choices.preset == "meta")
    as_metabin(informative, context.base.choices.effect.add);
  if (leaves_out && informative.tables.size() < context.data.tables.size())
    result.remarks.push_back(fmt::format(
        "{} without events in either group (or with nothing else) left out of the tests that are "
        "built on counts",
        studies_text(static_cast<double>(context.data.tables.size() - informative.tables.size()))));
  for (const SmallStudyTest& test : small_study_tests()) {
    if (!wanted(test)) continue;
    if (context.request->everything && !made_for(test.key, measure.key)) continue;
    BiasTest row{.test = &test};
    const SmallStudyData& data = test.informative ? informative : context.data;
    SmallStudyAnswer answer = "no study has events that tell the groups apart";
    if (data.sample.k() > 0) answer = test.run(data, options);
    if (const auto* found = std::get_if<SmallStudyResult>(&answer))
      row.result = *found;
    else
      row.reason = std::get<std::string_view>(answer);
    result.tests.push_back(std::move(row));
  }
}

void run_trim_fill(const BiasContext& context, PoolBias& result) {
  const TrimFillEstimator* estimator = context.request->estimator;
  if (estimator == nullptr) estimator = find_trim_fill("L0");
  if (context.data.sample.k() < 3) {
    result.remarks.push_back("trim and fill needs three studies at least");
    return;
  }
  const auto answer = trim_and_fill(context.data.sample, context.tau2, *estimator);
  if (const auto* reason = std::get_if<std::string_view>(&answer)) {
    result.remarks.push_back(
        fmt::format("trim and fill ({}) has no answer: {}", estimator->key, *reason));
    return;
  }
  const TrimFill& fill = std::get<TrimFill>(answer);
  TrimFillResult filled{.estimator = estimator, .right = fill.right};
  std::vector<StudyResult> studies = context.base.studies;
  for (std::size_t i = 0; i < fill.mirrored.size(); ++i) {
    StudyResult image = context.base.studies[static_cast<std::size_t>(fill.mirrored[i])];
    const double y = fill.filled.y[context.data.sample.k() + static_cast<Eigen::Index>(i)];
    const double shift = y - image.y;
    image.y = y;
    image.ci = {image.ci.lower + shift, image.ci.upper + shift};
    image.shown = context.shown({.estimate = y, .ci = image.ci}).shown;
    image.row.label = "mirror image of " + image.row.label;
    filled.added.push_back(image);
    studies.push_back(std::move(image));
  }
  const Pooling again = pooled_again(context.base, std::move(studies));
  filled.pooled = again.pooled;
  filled.heterogeneity = again.heterogeneity;
  result.trim_fill = std::move(filled);
}

void run_fail_safe(const BiasContext& context, PoolBias& result) {
  for (const FailSafeRow& row : fail_safe_rows())
    result.fail_safe.push_back({&row, row.n(context.data.sample, {.tau2 = context.tau2})});
}

void run_excess(const BiasContext& context, PoolBias& result) {
  const ExcessTest* test = context.request->excess;
  if (test == nullptr) test = find_excess_test("chi2");
  if (test->key == "exact" && context.data.sample.k() > 20000) {
    result.remarks.push_back(
        "the exact test of excess significance is for 20 000 studies at most; binom is given");
    test = find_excess_test("binom");
  }
  if (!context.base.pooled) return;
  result.excess = ExcessResult{
      test, excess_significance(context.data.sample, context.base.pooled->estimate.estimate,
                                context.tau2_value(), *test)};
}

void run_selection(const BiasContext& context, PoolBias& result) {
  std::vector<const SelectionModel*> models = context.request->models;
  if (models.empty() && context.request->everything)
    for (const SelectionModel& model : selection_models())
      if (model.key != "trunc") models.push_back(&model);
  if (models.empty()) models = {find_selection_model("stepfun")};
  const Alternative alternative = context.request->alternative.value_or(
      context.sign < 0 ? Alternative::less : Alternative::greater);
  for (const SelectionModel* model : models) {
    if (context.progress)
      context.progress(static_cast<double>(result.selection.size()) /
                       static_cast<double>(models.size()));
    SelectionResult row{
        .model = model, .alternative = alternative, .steps = context.request->steps};
    if (model->steps == StepUse::none) row.steps.clear();
    if (model->steps == StepUse::required && row.steps.empty())
      row.steps = {alternative == Alternative::two_sided ? 0.05 : 0.025};
    if (model->steps == StepUse::optional && row.steps.size() > 1)
      row.steps = {row.steps.front()};  // one step from which the weight falls
    const auto answer = fit_selection(
        context.data.sample, *model,
        {alternative, row.steps, context.base.choices.model == Model::common, context.level()});
    if (const auto* fit = std::get_if<SelectionFit>(&answer)) {
      row.fit = *fit;
      row.shown = context.shown(fit->pooled).shown;
    } else {
      row.reason = std::get<std::string_view>(answer);
    }
    result.selection.push_back(std::move(row));
  }
}

std::optional<ShownEstimate> intercept(const BiasContext& context, const Eigen::VectorXd& x,
                                       std::string_view name, PoolBias& result) {
  const Sample& sample = context.data.sample;
  const auto line = weighted_line(sample.y, x, sample.v.cwiseInverse());
  if (!line) {
    result.remarks.push_back(fmt::format("{} has no answer: {}", name,
                                         sample.k() < 3
                                             ? "it needs three studies at least"
                                             : "the studies do not differ in precision"));
    return {};
  }
  return context.shown(at_intercept(*line, context.level()));
}

void run_pet(const BiasContext& context, PoolBias& result) {
  result.pet = intercept(context, context.data.sample.v.cwiseSqrt(), "PET", result);
}

void run_peese(const BiasContext& context, PoolBias& result) {
  result.peese = intercept(context, context.data.sample.v, "PEESE", result);
}

void run_limit(const BiasContext& context, PoolBias& result) {
  result.limit = limit_meta(context.data.sample, context.tau2_value(), context.level());
  if (!result.limit)
    result.remarks.push_back("limit meta-analysis needs three studies that differ in precision");
}

void run_copas(const BiasContext& context, PoolBias& result) {
  const auto found = copas(context.data.sample, context.level());
  if (!found) {
    result.remarks.push_back("Copas' selection model needs three studies that differ in precision");
    return;
  }
  CopasResult row{.values = *found};
  if (found->chosen) row.chosen = context.shown(found->path[*found->chosen].pooled);
  result.copas = std::move(row);
}

void run_p_uniform(const BiasContext& context, PoolBias& result) {
  const auto answer = p_uniform_star(context.data.sample, context.sign, context.level());
  if (const auto* reason = std::get_if<std::string_view>(&answer))
    result.remarks.push_back(fmt::format("p-uniform* has no answer: {}", *reason));
  else
    result.p_uniform = std::get<PUniform>(answer);
}

void run_s_value(const BiasContext& context, PoolBias& result) {
  const double none = context.base.measure->none;
  const auto found = s_value(context.data.sample, context.tau2_value(), context.sign,
                             std::isnan(none) ? 0 : none, context.level());
  if (!found)
    result.remarks.push_back(
        "the S-value has no answer: every study is significant in the direction of the pool, so "
        "there is no other study to lean on");
  else
    result.s_value = SValueResult{*found, context.sign, context.shown(found->worst_case).shown};
}

constexpr BiasKind rows[] = {
    {"tests", "the usual tests of funnel asymmetry (any test may be named by itself)", false,
     run_tests},
    {"trim-fill", "trim and fill", false, run_trim_fill},
    {"fail-safe", "fail-safe N: Rosenthal, Orwin, Rosenberg, General", true, run_fail_safe},
    {"excess-significance", "more significant studies than their power lets expect", true,
     run_excess},
    {"pet", "precision-effect test: where the standard error is 0", false, run_pet},
    {"peese", "precision-effect estimate: where the variance is 0", false, run_peese},
    {"limit", "limit meta-analysis", false, run_limit},
    {"selection", "selection models of the p-value (--selection)", true, run_selection},
    {"copas", "Copas' selection model, swept over the strength of selection", false, run_copas},
    {"p-uniform", "p-uniform*", true, run_p_uniform},
    {"s-value", "how strong a preference for affirmative results would explain the effect away",
     true, run_s_value},
};

}  // namespace

std::span<const BiasKind> bias_kinds() { return rows; }
const BiasKind* find_bias_kind(std::string_view key) {
  if (same_key(key, "excess")) key = "excess-significance";
  return row_with_key(bias_kinds(), key);
}

std::optional<std::string> read_bias_kinds(std::string_view words, BiasRequest& request) {
  const auto add_kind = [&](std::string_view key) {
    if (std::ranges::find(request.kinds, key) == request.kinds.end()) request.kinds.push_back(key);
  };
  const auto add_test = [&](const SmallStudyTest& test) {
    if (std::ranges::find(request.tests, &test) == request.tests.end())
      request.tests.push_back(&test);
    add_kind("tests");
  };
  while (!words.empty()) {
    const std::size_t comma = words.find(',');
    const std::string_view word = words.substr(0, comma);
    words = comma == std::string_view::npos ? "" : words.substr(comma + 1);
    if (word.empty()) continue;
    const bool all = same_key(word, "all");
    if (all) request.everything = true;
    if (all || same_key(word, "tests"))
      for (const SmallStudyTest& test : small_study_tests())
        if (test.usual) add_test(test);
    if (all)
      for (const BiasKind& kind : bias_kinds()) add_kind(kind.key);
    if (all || same_key(word, "tests")) continue;
    if (const SmallStudyTest* test = find_small_study_test(word)) {
      add_test(*test);
    } else if (const BiasKind* kind = find_bias_kind(word)) {
      add_kind(kind->key);
    } else {
      std::vector<std::string_view> names{"all", "egger"};
      for (const BiasKind& row : bias_kinds()) names.push_back(row.key);
      for (const SmallStudyTest& row : small_study_tests()) names.push_back(row.key);
      const auto near = nearest(word, names);
      return near ? fmt::format("`--what` cannot be `{}`; did you mean `{}`?", word, *near)
                  : fmt::format("`--what` cannot be `{}`; it may be: {}", word,
                                fmt::join(names, ", "));
    }
  }
  return {};
}

std::vector<PoolBias> small_study_effects(const Report& report, const Report* arcsine,
                                          const BiasRequest& request) {
  const auto as_arcsine = [&](const Pooling& pool) -> const Pooling* {
    if (arcsine == nullptr || pool.subgroup) return nullptr;
    for (const AnalysisReport& analysis : arcsine->analyses)
      for (const Pooling& other : analysis.pools)
        if (other.id == pool.id && !other.subgroup) return &other;
    return nullptr;
  };
  double all = 0, done = 0;  // kinds of all pools
  for (const AnalysisReport& analysis : report.analyses)
    all += static_cast<double>(analysis.pools.size() * request.kinds.size());
  std::vector<PoolBias> results;
  for (const AnalysisReport& analysis : report.analyses)
    for (const Pooling& pool : analysis.pools) {
      if (analysis.overview || pool.studies.empty()) continue;
      PoolBias result{
          .analysis = &analysis, .pool = &pool, .interpretable = pool.studies.size() >= 10};
      BiasContext context = bias_context(pool, as_arcsine(pool), request);
      if (pool.choices.method != Method::iv)
        result.remarks.push_back(
            "tests and corrections are by inverse variance, not by the method of the pool");
      recommend(context, result);
      for (const BiasKind& kind : bias_kinds()) {
        if (std::ranges::find(request.kinds, kind.key) == request.kinds.end()) continue;
        const bool senseless = kind.against_none && std::isnan(pool.measure->none);
        if (senseless && request.everything) continue;
        context.progress = part_of(request.progress, done / all, (done + 1) / all);
        done += 1;
        if (context.progress) context.progress(0);
        kind.run(context, result);
        if (senseless)
          result.remarks.push_back(fmt::format(
              "{}: this measure has no value of no effect; studies are tested against 0 on the "
              "analysis scale, which hardly means anything",
              kind.key));
      }
      fill_panel(context, result);
      results.push_back(std::move(result));
    }
  return results;
}

}  // namespace weald
