// SPDX-License-Identifier: MIT
// weald pool: pooled effects, by horizon and subgroup.
#include "cli/commands/commands.h"
#include "cli/terminal.h"
#include "cli/work.h"
#include "engine/output/output.h"

namespace weald {
namespace {

/// Each analysis with its forest plot in characters, then its tables.
std::string as_text(const Report& report, const OutputStyle& style) {
  const OutputFormat& format = *find_output_format("text");
  std::string text;
  for (const AnalysisReport& analysis : report.analyses) {
    const Report one{.source_title = report.source_title, .analyses = {analysis}};
    if (!text.empty()) text += '\n';
    const std::string forest = text_forest(analysis, style);
    if (!forest.empty()) text += forest + '\n';
    text += format.write(pool_tables(one), style);
  }
  return text;
}

int run_pool(const Call& call) {
  const Work work = analyse_source(call, call.words);
  if (work.stop) return *work.stop;
  const bool drawn = call.value("format", "text") == "text" && !call.has("no-forest");
  return finish(call, work,
                drawn ? as_text(work.report, output_style(call))
                      : in_format(
                            call, [&] { return pool_json(work.report); },
                            [&] { return pool_records(work.report); },
                            [&] { return pool_tables(work.report); }));
}

constexpr Flag flags[] = {
    format_flag,
    output_flag,
    strict_flag,
    seed_flag,
    {.key = "no-forest", .help = "text without the forest plot in characters"},
};

constexpr Example examples[] = {
    {"weald pool studies/deep-brain-stimulation",
     "short against long term, with the contrast between them"},
    {"weald pool studies/bcg-vaccine --tau2 DL --ci z --preset revman5",
     "as an older review did it"},
    {"weald pool trials.csv --measure RR --format json -o result.json",
     "a spreadsheet, no descriptors; everything as JSON"},
};

}  // namespace

const Command pool_command{
    .key = "pool",
    .arguments = "[SOURCE] [ANALYSIS...]",
    .help = "pooled effects, heterogeneity, prediction; short and long term side by side",
    .about =
        "Pools the results of SOURCE (a review's folder, or a .csv or .tsv table) for each "
        "analysis, horizon and subgroup, and says which "
        "methods made each number, what was left out and why.",
    .analyses = true,
    .flags = flags,
    .examples = examples,
    .run = run_pool,
};

}  // namespace weald
