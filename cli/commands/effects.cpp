// SPDX-License-Identifier: MIT
// weald effects: the effect of every study, not pooled.
#include "cli/commands/commands.h"
#include "cli/files.h"
#include "cli/terminal.h"
#include "cli/work.h"
#include "engine/output/output.h"

namespace weald {
namespace {

int run_effects(const Call& call) {
  const Work work = analyse_source(call, call.words, {.effects_only = true});
  if (work.stop) return *work.stop;
  const std::string key = call.value("format", "text");
  std::string text;
  if (key == "json") {
    text = effects_json(work.report);
  } else {
    const OutputFormat& format = *find_output_format(key);
    text = format.write(format.records ? effects_records(work.report) : effects_tables(work.report),
                        output_style(call));
  }
  const int written = deliver(call, text);
  return written == exit_code::done ? closing_code(call, work) : written;
}

constexpr Flag flags[] = {format_flag, output_flag, strict_flag, seed_flag};

constexpr Example examples[] = {
    {"weald effects studies/bcg-vaccine", "risk ratio, variance and interval of each trial"},
    {"weald effects studies/rosiglitazone --measure PETO --format csv -o effects.csv",
     "for a spreadsheet"},
    {"weald effects trials.csv --measure SMD",
     "from a table with the columns m1i sd1i n1i m2i sd2i n2i"},
};

}  // namespace

const Command effects_command{
    .key = "effects",
    .arguments = "[SOURCE] [ANALYSIS...]",
    .help = "effect size, variance and interval of every study",
    .about =
        "Computes the effect of every study of SOURCE (a review's folder, or a .csv or .tsv "
        "table), and lists those that have none with "
        "the reason. y, v and the interval are on the analysis scale; the last columns are what "
        "people read.",
    .analyses = true,
    .flags = flags,
    .examples = examples,
    .run = run_effects,
};

}  // namespace weald
