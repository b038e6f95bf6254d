// SPDX-License-Identifier: MIT
// weald bias: small-study effects and publication bias.
#include <algorithm>

#include <fmt/format.h>

#include "cli/commands/commands.h"
#include "cli/figure_data.h"
#include "cli/progress_bar.h"
#include "cli/terminal.h"
#include "cli/work.h"
#include "engine/analysis/small_study.h"
#include "engine/output/bias_output.h"
#include "engine/text/number.h"
#include "engine/text/suggest.h"

namespace weald {
namespace {

std::vector<std::string_view> parts(std::string_view text) {
  std::vector<std::string_view> words;
  while (!text.empty()) {
    const std::size_t comma = text.find(',');
    if (comma != 0) words.push_back(text.substr(0, comma));
    text = comma == std::string_view::npos ? "" : text.substr(comma + 1);
  }
  return words;
}

template <class Rows>
std::vector<std::string_view> keys_of(const Rows& rows) {
  std::vector<std::string_view> keys;
  for (const auto& row : rows) keys.push_back(row.key);
  return keys;
}

std::optional<std::string> read_models(std::string_view text, BiasRequest& request) {
  for (const std::string_view word : parts(text)) {
    const SelectionModel* model = find_selection_model(word);
    const auto names = keys_of(selection_models());
    if (model == nullptr)
      return fmt::format("there is no selection model `{}`; there are: {}", word,
                         fmt::join(names, " "));
    request.models.push_back(model);
  }
  return {};
}

std::optional<std::string> read_steps(std::string_view text, BiasRequest& request) {
  const bool estimates = std::ranges::any_of(
      request.models, [](const SelectionModel* model) { return model->key == "trunc"; });
  for (const std::string_view word : parts(text)) {
    const auto value = read_number(word).value;
    if (!value) return fmt::format("a step must be a number; `{}` is not", word);
    if (!estimates && !(*value > 0 && *value < 1))
      return fmt::format("a step is a p-value above 0 and below 1; {} is not", word);
    request.steps.push_back(*value);
  }
  std::sort(request.steps.begin(), request.steps.end());
  request.steps.erase(std::unique(request.steps.begin(), request.steps.end()), request.steps.end());
  if (request.steps.size() > 5) return "five steps are the most that can be fitted";
  return {};
}

/// What the flags ask for; a message where they are wrong.
std::optional<std::string> read_request(const Call& call, BiasRequest& request) {
  if (auto problem = read_bias_kinds(call.value("what", "all"), request)) return problem;
  if (call.has("estimator")) request.estimator = find_trim_fill(call.value("estimator"));
  if (call.has("tes-test")) request.excess = find_excess_test(call.value("tes-test"));
  if (auto problem = read_models(call.value("selection"), request)) return problem;
  if (auto problem = read_steps(call.value("steps"), request)) return problem;
  const std::string side = call.value("alternative");
  if (side == "greater") request.alternative = Alternative::greater;
  if (side == "less") request.alternative = Alternative::less;
  if (side == "two.sided") request.alternative = Alternative::two_sided;
  return {};
}

int run_bias(const Call& call) {
  BiasRequest request;
  if (const auto problem = read_request(call, request)) {
    say_usage(*call.streams, *problem, "`weald bias --help` lists what there is");
    return exit_code::usage;
  }
  const Work work = analyse_source(call, call.words);
  if (work.stop) return *work.stop;
  const std::optional<Report> arcsine = arcsine_report(call, work, request);
  std::vector<PoolBias> pools;
  {
    ProgressBar bar(call);
    request.progress = bar.progress();
    pools = small_study_effects(work.report, arcsine ? &*arcsine : nullptr, request);
  }
  return finish(call, work,
                in_format(
                    call, [&] { return bias_json(pools); }, [&] { return bias_records(pools); },
                    [&] { return bias_tables(pools); }));
}

constexpr Flag flags[] = {
    format_flag,
    output_flag,
    strict_flag,
    seed_flag,
    {.key = "what",
     .value = "KEYS",
     .help = "what to answer, with commas (all): tests, a test by name (egger, rank, harbord, "
             "egger-rma-ninv), trim-fill, fail-safe, excess-significance, selection, pet, peese, "
             "limit, copas, p-uniform, s-value"},
    {.key = "estimator",
     .value = "NAME",
     .help = "of trim and fill (L0)",
     .choices = [] { return keys_of(trim_fill_estimators()); }},
    {.key = "tes-test",
     .value = "NAME",
     .help = "how excess significance is tested (chi2)",
     .choices = [] { return keys_of(excess_tests()); }},
    {.key = "selection",
     .value = "KEYS",
     .help = "weight functions, with commas: stepfun, beta, halfnorm, negexp, logistic, power, "
             "trunc, truncest"},
    {.key = "steps",
     .value = "P",
     .help = "steps of the p-value for stepfun, with commas (0.025); one for halfnorm, negexp, "
             "logistic, power; the cut of trunc"},
    {.key = "alternative",
     .value = "SIDE",
     .help = "which p-value selects (the direction of the pool)",
     .choices =
         [] {
           return std::vector<std::string_view>{"greater", "less", "two.sided"};
         }},
};

constexpr Example examples[] = {
    {"weald bias studies/bcg-vaccine", "every question, with the test that fits named"},
    {"weald bias trials.csv --measure OR --what harbord,trim-fill,selection",
     "one test, and two corrected estimates"},
    {"weald bias studies/bcg-vaccine --what selection --selection stepfun --steps 0.025,0.5",
     "a selection model with two steps"},
};

}  // namespace

const Command bias_command{
    .key = "bias",
    .arguments = "[SOURCE] [ANALYSIS...]",
    .help = "small-study effects and publication bias",
    .about =
        "Tests whether small studies show other effects than large ones, says which test fits the "
        "measure and refuses to read any below ten studies; corrects the pooled effect in several "
        "ways and sets the estimates side by side with what each assumes; says how much unseen "
        "evidence the result could bear.",
    .analyses = true,
    .flags = flags,
    .examples = examples,
    .run = run_bias,
};

}  // namespace weald
