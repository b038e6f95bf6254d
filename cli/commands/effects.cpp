// SPDX-License-Identifier: MIT
// weald effects: the effect of every study, not pooled.
#include "cli/commands/commands.h"
#include "cli/terminal.h"
#include "cli/work.h"
#include "engine/output/output.h"

namespace weald {
namespace {

int run_effects(const Call& call) {
  const Work work = analyse_source(call, call.words, {.effects_only = true});
  if (work.stop) return *work.stop;
  return finish(call, work,
                in_format(
                    call, [&] { return effects_json(work.report); },
                    [&] { return effects_records(work.report); },
                    [&] { return effects_tables(work.report); }));
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
