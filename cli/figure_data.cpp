// SPDX-License-Identifier: MIT
#include "cli/figure_data.h"

#include <algorithm>

#include "cli/progress_bar.h"
#include "cli/sensitivity_flags.h"
#include "cli/terminal.h"

namespace weald {
namespace {

/// The part of `kinds` before its first comma, which is taken off.
std::string_view next_kind(std::string_view& kinds) {
  const std::size_t comma = std::min(kinds.find(','), kinds.size());
  const std::string_view kind = kinds.substr(0, comma);
  kinds.remove_prefix(std::min(comma + 1, kinds.size()));
  return kind;
}

bool compute_sensitivity(const Call& call, const Figure& figure, FigureData& data,
                         Diagnostics& problems) {
  SensitivityRequest request;
  for (std::string_view kinds = figure.kinds; !kinds.empty();)
    request.kinds.push_back(next_kind(kinds));
  if (!read_sensitivity_flags(call, request)) return false;
  request.loaded = &data.work.loaded;
  request.options = call.settings;
  ProgressBar bar(call);
  request.progress = bar.progress();
  data.sensitivity = sensitivity(data.work.report, request, problems);
  return true;
}

}  // namespace

bool has_moderators(const Call& call, const Report& report) {
  for (const AnalysisReport& analysis : report.analyses)
    for (const Pooling& pool : analysis.pools)
      if (!analysis.overview && pool.choices.mods.empty()) {
        say_usage(*call.streams, "no moderators are named",
                  "say which: --mods \"year\" or, in review.yaml, `mods: year` of the analysis");
        return false;
      }
  return true;
}

FigureSource FigureData::source(const AnalysisReport& analysis) const {
  FigureSource out{.analysis = &analysis};
  for (const PoolSensitivity& pool : sensitivity)
    if (pool.analysis == &analysis) out.sensitivity.push_back(&pool);
  for (const PoolBias& pool : bias)
    if (pool.analysis == &analysis) out.bias.push_back(&pool);
  for (const Regression& regression : regressions.entries)
    if (regression.pool.analysis == analysis.key) out.regressions.push_back(&regression);
  return out;
}

std::optional<Report> arcsine_report(const Call& call, const Work& work,
                                     const BiasRequest& request) {
  const auto wants = [](const SmallStudyTest* test) { return test->key.starts_with("ruecker"); };
  if (std::ranges::none_of(request.tests, wants)) return {};
  std::vector<Setting> options = call.settings;
  options.push_back({.key = "measure", .value = {.value = "AS"}});
  Diagnostics unheard;
  return analyse(work.loaded, {.analyses = work.words, .options = options, .effects_only = true},
                 unheard);
}

void compute(const Call& call, const Figure& figure, const std::vector<std::string>& words,
             FigureData& data) {
  data.work =
      analyse_source(call, words, {.effects_only = figure.needs == FigureNeeds::regression});
  data.stop = data.work.stop;
  if (data.stop) return;
  Diagnostics problems;
  switch (figure.needs) {
    case FigureNeeds::analysis:
    case FigureNeeds::citations:
      break;
    case FigureNeeds::sensitivity:
      if (!compute_sensitivity(call, figure, data, problems)) data.stop = exit_code::usage;
      break;
    case FigureNeeds::bias: {
      BiasRequest request;
      read_bias_kinds(figure.kinds, request);
      const std::optional<Report> arcsine = arcsine_report(call, data.work, request);
      ProgressBar bar(call);
      request.progress = bar.progress();
      data.bias = small_study_effects(data.work.report, arcsine ? &*arcsine : nullptr, request);
      break;
    }
    case FigureNeeds::regression:
      if (!has_moderators(call, data.work.report))
        data.stop = exit_code::usage;
      else
        data.regressions = regress(data.work.report, {}, problems);
      break;
  }
  if (!data.stop && problems.has_errors()) {
    show(call, problems, data.work.loaded.sources);
    data.stop = exit_code::usage;
  }
}

}  // namespace weald
