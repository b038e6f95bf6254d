// SPDX-License-Identifier: MIT
// weald sensitivity: what a pooled result depends on.
#include "engine/analysis/sensitivity.h"

#include <fmt/format.h>

#include "cli/commands/commands.h"
#include "cli/files.h"
#include "cli/progress_bar.h"
#include "cli/sensitivity_flags.h"
#include "cli/terminal.h"
#include "cli/work.h"
#include "engine/output/sensitivity_output.h"
#include "engine/text/number.h"
#include "engine/text/suggest.h"

namespace weald {
namespace {

std::vector<std::string_view> kind_names() {
  std::vector<std::string_view> names;
  for (const SensitivityKind& kind : sensitivity_kinds()) names.push_back(kind.key);
  names.push_back("all");
  return names;
}

/// The kinds of --what, in the order of the table; nothing where one is not known (it has been
/// said).
std::optional<std::vector<std::string_view>> kinds_of(const Call& call) {
  const std::string text = call.value("what", "leave-one-out,influence,outliers");
  std::vector<std::string> asked;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find(',', at), text.size());
    if (end > at) asked.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  const std::vector<std::string_view> names = kind_names();
  const auto is_asked = [&](std::string_view key) {
    for (const std::string& word : asked)
      if (same_word(word, key) || same_word(word, "all")) return true;
    return false;
  };
  for (const std::string& word : asked) {
    bool known = false;
    for (const std::string_view name : names) known = known || same_word(word, name);
    if (known) continue;
    const auto near = nearest(word, names);
    say_usage(*call.streams, fmt::format("`--what` cannot be `{}`", word),
              near ? fmt::format("did you mean `{}`? It may be: {}", *near, fmt::join(names, ", "))
                   : fmt::format("it may be: {}", fmt::join(names, ", ")));
    return {};
  }
  std::vector<std::string_view> kinds;
  for (const SensitivityKind& kind : sensitivity_kinds())
    if (is_asked(kind.key)) kinds.push_back(kind.key);
  if (kinds.empty()) {
    say_usage(*call.streams, "`--what` names nothing",
              fmt::format("it may be: {}", fmt::join(names, ", ")));
    return {};
  }
  return kinds;
}

int run_sensitivity(const Call& call) {
  const auto kinds = kinds_of(call);
  if (!kinds) return exit_code::usage;
  SensitivityRequest request{.kinds = *kinds};
  if (!read_sensitivity_flags(call, request)) return exit_code::usage;

  const bool points = call.has("points");
  if (points && std::ranges::find(*kinds, "gosh") == kinds->end()) {
    say_usage(*call.streams, "`--points` writes the subsets of GOSH, which was not asked for",
              "--what gosh --points FILE");
    return exit_code::usage;
  }
  Work work = analyse_source(call, call.words);
  if (work.stop) return *work.stop;
  if (points && overwrites_source(call, work.loaded, call.value("points"))) return exit_code::usage;
  request.loaded = &work.loaded;
  request.options = call.settings;

  Diagnostics problems;
  std::vector<PoolSensitivity> pools;
  {
    ProgressBar bar(call);
    request.progress = bar.progress();
    pools = sensitivity(work.report, request, problems);
  }
  if (problems.has_errors()) {
    show(call, problems, work.loaded.sources);
    return exit_code::usage;
  }
  if (points)
    if (const auto problem = write_file(call.value("points"), gosh_points(pools))) {
      say_file(*call.streams, *problem, "");
      return exit_code::file;
    }
  return finish(
      call, work,
      in_format(
          call, [&] { return sensitivity_json(pools, *kinds); },
          [&] { return sensitivity_records(pools); }, [&] { return sensitivity_tables(pools); }));
}

constexpr Flag flags[] = {
    {.key = "what",
     .value = "KINDS",
     .help = "leave-one-out, cumulative, influence, baujat, outliers, gosh, permutation, "
             "bootstrap, sweep, fragility, multiverse, or all"},
    unit_flag,
    by_flag,
    descending_flag,
    {.key = "points", .value = "FILE", .help = "every subset of GOSH as CSV"},
    {.key = "subsets",
     .value = "N",
     .help = "subsets drawn where there are more than 2^24 (1000000)"},
    {.key = "iterations",
     .value = "N",
     .help = "signs drawn by the permutation test of more than 20 studies (100000)"},
    {.key = "replicates", .value = "N", .help = "replicates of the bootstrap (10000)"},
    multiverse_flag,
    format_flag,
    output_flag,
    strict_flag,
    seed_flag,
};

constexpr Example examples[] = {
    {"weald sensitivity studies/bcg-vaccine --what all", "everything, as tables"},
    {"weald sensitivity studies/bcg-vaccine --what cumulative --by year",
     "the pool as the trials were published"},
    {"weald sensitivity trials.csv --measure RR --what gosh --points subsets.csv",
     "the pool of every subset, for a figure of one's own"},
};

}  // namespace

const Command sensitivity_command{
    .key = "sensitivity",
    .arguments = "[SOURCE] [ANALYSIS...]",
    .help = "what a pooled result depends on: one study, a method, chance",
    .about =
        "Pools again without each study, in another order, by other methods, every subset of the "
        "studies, with signs turned and with data drawn anew, and says what changes. What is drawn "
        "is drawn from --seed (1) and does not depend on the number of threads.",
    .analyses = true,
    .flags = flags,
    .examples = examples,
    .run = run_sensitivity,
};

}  // namespace weald
