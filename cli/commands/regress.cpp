// SPDX-License-Identifier: MIT
// weald regress: meta-regression, what differs between studies that differ in results.
#include <fmt/format.h>

#include "cli/commands/commands.h"
#include "cli/figure_data.h"
#include "cli/progress_bar.h"
#include "cli/sensitivity_flags.h"
#include "cli/terminal.h"
#include "cli/work.h"
#include "engine/output/regress_output.h"
#include "engine/text/number.h"

namespace weald {
namespace {

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t from = 0; from < text.size();) {
    const std::size_t end = std::min(text.find('\n', from), text.size());
    lines.push_back(text.substr(from, end - from));
    from = end + 1;
  }
  return lines;
}

int run_regress(const Call& call) {
  constexpr double most_orders = 1e6;
  std::uint64_t permutations = 0, seed = 1;
  if (!read_count(call, "permutations", 1, most_orders, permutations) ||
      !read_count(call, "seed", 0, 9007199254740992.0, seed))
    return exit_code::usage;
  Work work = analyse_source(call, call.words, {.effects_only = true});
  if (work.stop) return *work.stop;
  if (!has_moderators(call, work.report)) return exit_code::usage;
  Diagnostics diagnostics;
  RegressionReport report;
  {
    ProgressBar bar(call);
    report = regress(work.report,
                     {.at = lines_of(call.value("at")),
                      .contrasts = lines_of(call.value("contrast")),
                      .compare = call.value("compare"),
                      .permutations = permutations,
                      .seed = seed,
                      .progress = bar.progress()},
                     diagnostics);
  }
  if (diagnostics.has_errors()) {
    show(call, diagnostics, work.loaded.sources);
    return exit_code::usage;
  }
  return finish(
      call, work,
      in_format(
          call, [&] { return regress_json(report); }, [&] { return regress_records(report); },
          [&] { return regress_tables(report); }));
}

constexpr Flag flags[] = {
    {.key = "at",
     .value = "VALUES",
     .help = "predict where moderators have these values: \"dose = 0, 10; design = cohort\"; those "
             "not named stand at their mean or reference",
     .repeatable = true},
    {.key = "contrast",
     .value = "SUM",
     .help = "a linear combination of coefficients: \"designcohort - designother\"",
     .repeatable = true},
    {.key = "compare",
     .value = "FORMULA",
     .help = "likelihood-ratio test against this smaller model, both fitted by ML"},
    {.key = "permutations",
     .value = "N",
     .help = "permutation tests: every order of the studies' moderators where there are at most N, "
             "else a sample of N"},
    format_flag,
    output_flag,
    strict_flag,
    seed_flag,
};

constexpr Example examples[] = {
    {"weald regress studies/bcg-vaccine --mods ablat", "does the effect change with latitude?"},
    {"weald regress trials.csv --measure RR --mods \"year + factor(alloc, ref = random)\"",
     "a category with a stated reference"},
    {"weald regress trials.csv --measure RR --mods \"ns(ablat, 2)\" --at \"ablat = 10, 30, 50\"",
     "a curve, with predictions"},
    {"weald regress trials.csv --measure RR --mods \"ablat + year\" --compare ablat",
     "is year needed beside latitude?"},
};

}  // namespace

const Command regress_command{
    .key = "regress",
    .arguments = "[SOURCE] [ANALYSIS...] --mods FORMULA",
    .help = "meta-regression: does the effect change with year, dose, design, …",
    .about =
        "Fits a mixed-effects meta-regression to the results of SOURCE (a review's folder, or a "
        ".csv or .tsv table) for each analysis and horizon. FORMULA joins fields or columns: `a + "
        "b`, `a * b` with their interaction, `a:b`, `- 1` without an intercept, `factor(design, "
        "ref = cohort)`, `I(dose^2)`, `log(dose)`, `ns(year, 3)` a natural spline. A field whose "
        "values are not all numbers is a category. Studies that lack a moderator are named and "
        "left out.",
    .analyses = true,
    .flags = flags,
    .examples = examples,
    .run = run_regress,
};

}  // namespace weald
