// SPDX-License-Identifier: MIT
// weald export: out again, as a table, as an R script, or as references.
#include "cli/export.h"

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include "cli/cite_work.h"
#include "cli/commands/commands.h"
#include "cli/files.h"
#include "cli/terminal.h"
#include "cli/work.h"

namespace weald {
namespace {

namespace fs = std::filesystem;

std::vector<std::string_view> kinds() {
  std::vector<std::string_view> keys{"csv", "r"};
  for (const std::string_view key : written_formats()) keys.push_back(key);
  return keys;
}

/// Whether --as names a format of references and not one of numbers.
bool asks_for_references(const Call& call) {
  const std::vector<std::string_view> formats = written_formats();
  return std::ranges::find(formats, call.value("as")) != formats.end();
}

/// The citation graph: whole, so that analyses and their options have no say.
int export_graph(const Call& call) {
  if (!call.settings.empty()) {
    say_usage(*call.streams,
              fmt::format("`--{}` changes nothing in references", call.settings.front().key),
              "options of the analysis belong to `--as csv` and `--as r`");
    return exit_code::usage;
  }
  if (call.words.size() > 1) {
    say_usage(
        *call.streams,
        fmt::format("references are exported whole: `{}` is one word too many", call.words[1]),
        fmt::format("`weald export {} --as {}`", call.words[0], call.value("as")));
    return exit_code::usage;
  }
  return export_references(call, call.words);
}

/// The analyses that have rows of studies.
std::vector<const AnalysisReport*> with_rows(const Report& report) {
  std::vector<const AnalysisReport*> analyses;
  for (const AnalysisReport& analysis : report.analyses) {
    if (!analysis.overview && !analysis.pools.empty()) analyses.push_back(&analysis);
  }
  return analyses;
}

/// Says which studies have no row in the table, and why.
void say_left_out(const Call& call, const AnalysisReport& analysis,
                  const std::vector<Dataset>& sets) {
  for (const Dataset& set : sets) {
    const std::string where = set.horizon != nullptr
                                  ? fmt::format("{}, {}", analysis.key, set.horizon->key)
                                  : analysis.key;
    for (const ExcludedRow& row : set.excluded)
      say(call, fmt::format("{}: left out: {}: {} [{}]", where,
                            row.group ? fmt::format("{}, {}", row.study, *row.group) : row.study,
                            row.reason, row.code));
    for (const FindingRow& row : set.findings)
      say(call, fmt::format("{}: left out: {}: a finding without numbers: {}", where, row.study,
                            row.text));
  }
}

std::string csv_of(const Call& call, const Work& work, const AnalysisReport& analysis) {
  const Choices& choices = analysis.pools.front().choices;
  const Selection selection{.measure = choices.measure, .horizons = choices.horizons};
  Diagnostics said_already;
  const Review* review = work.loaded.review();
  const std::vector<Dataset> rows =
      review != nullptr
          ? datasets(*review, *review->analysis(analysis.key), selection, said_already)
          : datasets(*work.loaded.table(), selection, said_already);
  say_left_out(call, analysis, rows);
  return export_csv(rows, *analysis.measure, choices.effect);
}

int export_tables(const Call& call, const Work& work) {
  const auto analyses = with_rows(work.report);
  const std::string target = call.value("output");
  if (analyses.empty()) {
    say_usage(*call.streams, "there are no rows to export",
              "an overview of published results has none; name an analysis of studies");
    return exit_code::data_errors;
  }
  if (target.ends_with('/')) {
    if (const auto problem = make_folder(target)) {
      say_file(*call.streams, *problem, "");
      return exit_code::file;
    }
    for (const AnalysisReport* analysis : analyses) {
      const fs::path path = fs::path(target) / (analysis->key + ".csv");
      if (overwrites_source(call, work.loaded, path)) return exit_code::usage;
      if (const auto problem = write_file(path, csv_of(call, work, *analysis))) {
        say_file(*call.streams, *problem, "");
        return exit_code::file;
      }
      say(call, fmt::format("{}: {} (read it with --measure {})", analysis->key, path.string(),
                            analysis->measure->key));
    }
    return exit_code::done;
  }
  if (analyses.size() > 1) {
    std::vector<std::string_view> keys;
    for (const AnalysisReport* analysis : analyses) keys.push_back(analysis->key);
    say_usage(*call.streams, fmt::format("{} analyses do not go into one table", analyses.size()),
              fmt::format("name one of {}, or a folder: -o tables/", fmt::join(keys, ", ")));
    return exit_code::usage;
  }
  say(call, fmt::format("read it with --measure {}", analyses.front()->measure->key));
  return deliver(call, csv_of(call, work, *analyses.front()));
}

int run_export(const Call& call) {
  if (!call.has("as")) {
    say_usage(*call.streams, "export as what?",
              "`--as csv` for a spreadsheet, `--as r` for an R script, `--as ris` for references");
    return exit_code::usage;
  }
  if (asks_for_references(call)) return export_graph(call);
  if (call.has("with")) {
    say_usage(*call.streams, "`--with` joins references, and a table or a script has none",
              "it belongs to `--as ris` and the other formats of references");
    return exit_code::usage;
  }
  const Work work = analyse_source(call, call.words);
  if (work.stop) return *work.stop;
  const int written =
      call.value("as") == "r" ? deliver(call, export_r(work.report)) : export_tables(call, work);
  return written == exit_code::done ? closing_code(call, work) : written;
}

constexpr Flag flags[] = {
    {.key = "as", .value = "KIND", .help = "what to write", .choices = kinds},
    {.key = "output",
     .letter = 'o',
     .value = "FILE|FOLDER/",
     .help = "a file; or a folder (with a slash at its end), one table an analysis"},
    with_flag,
    strict_flag,
};

constexpr Example examples[] = {
    {"weald export studies/bcg-vaccine tuberculosis --as csv -o bcg.csv",
     "the studies' numbers as a table, which `weald pool bcg.csv` reads again"},
    {"weald export studies/deep-brain-stimulation --as r -o check.R && Rscript check.R",
     "the same pools by metafor, to compare"},
    {"weald export studies/intradiscal-steroid --as ris -o references.ris",
     "every paper of the review, for a reference manager"},
};

}  // namespace

const Command export_command{
    .key = "export",
    .arguments = "[SOURCE] [ANALYSIS...]",
    .help = "the numbers as a table, the analyses as an R script, the papers as RIS, BibTeX, ...",
    .about =
        "Writes the rows of an analysis as a table with the usual columns, one row a study and "
        "horizon, or an R script that reproduces each "
        "pooled result with metafor, data included, so that anyone can check it with another "
        "program; or the review's papers and their citations in a format of references or graphs.",
    .analyses = true,
    .flags = flags,
    .examples = examples,
    .run = run_export,
};

}  // namespace weald
