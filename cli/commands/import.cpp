// SPDX-License-Identifier: MIT
// weald import: records of papers, or a spreadsheet of studies, into a review.
#include <algorithm>

#include <fmt/format.h>

#include "cli/commands/commands.h"
#include "cli/import_commands.h"
#include "cli/terminal.h"
#include "cli/work.h"
#include "engine/text/source.h"

namespace weald {
namespace {

/// A study table: a .csv or .tsv that is no export of records.
bool is_table(const Call& call, const std::string& path) {
  if (call.has("as") || !(path.ends_with(".csv") || path.ends_with(".tsv"))) return false;
  FileText file = read_binary_file(path);
  std::string was;
  return !file.text || format_of_content(to_utf8(*file.text, was)) == nullptr;
}

int run_import(const Call& call) {
  if (call.words.empty()) {
    say_usage(*call.streams, "import which file?",
              "`weald import search.ris --into my-review`, or a table: `weald import trials.csv "
              "--into my-review --outcome pain`");
    return exit_code::usage;
  }
  const auto tables = std::ranges::count_if(
      call.words, [&](const std::string& path) { return is_table(call, path); });
  if (tables > 0 && call.words.size() > 1) {
    say_usage(*call.streams, "one table at a time",
              "`weald import trials.csv --into my-review --outcome pain`");
    return exit_code::usage;
  }
  SourceAndWords found = find_source(
      call, call.has("into") ? std::vector{call.value("into")} : std::vector<std::string>{});
  if (!found.stop && !found.words.empty()) {
    say_file(*call.streams, fmt::format("there is no review {}", found.words.front()),
             "begin one with `weald init FOLDER`");
    found.stop = exit_code::file;
  }
  if (found.stop) return *found.stop;
  return tables > 0 ? run_import_table(call, call.words.front(), found.source)
                    : run_import_records(call, call.words, found.source);
}

std::vector<std::string_view> readable_formats() {
  std::vector<std::string_view> keys;
  for (const RecordFormat& format : record_formats())
    if (format.read != nullptr && format.key != "retraction-watch") keys.push_back(format.key);
  return keys;
}

std::vector<std::string_view> ledger_formats() { return {"text", "json"}; }

constexpr Flag flags[] = {
    {.key = "into",
     .value = "REVIEW",
     .help = "the review's folder; left out: the review around the current folder"},
    {.key = "outcome", .value = "KEY", .help = "the outcome, where no column `outcome` says so"},
    {.key = "compare",
     .value = "A,B",
     .help = "the treatments of groups 1 and 2; left out: as the review's analysis compares them"},
    {.key = "time",
     .value = "TIME",
     .help = "follow-up of all rows, where no column `time` says so: --time \"3 months\""},
    {.key = "horizon",
     .value = "KEY",
     .help = "horizon of all rows, where no column `horizon` says so"},
    {.key = "measure",
     .value = "NAME",
     .help = "measure of `estimate lower upper`, `yi vi` and `oe v`, where no column `measure` "
             "says so"},
    {.key = "extend", .help = "add outcomes and treatments that review.yaml lacks"},
    {.key = "complete",
     .help = "records: what duplicates know and descriptors lack is added to them (identifiers, "
             "references, notices); no value is ever changed"},
    {.key = "as",
     .value = "NAME",
     .help = "records: the format, where the content does not show it",
     .choices = readable_formats},
    {.key = "format",
     .value = "NAME",
     .help = "records: how the ledger is written",
     .choices = ledger_formats},
    {.key = "strict", .help = "records: rejected ones are a failure (exit 1)"},
    {.key = "dry-run", .help = "the ledger alone; nothing is written"},
};

constexpr Example examples[] = {
    {"weald import pubmed.nbib scopus.ris --into my-review --dry-run",
     "which papers of two searches are new to the review"},
    {"weald import works.json --into my-review --complete",
     "the references and identifiers that OpenAlex knows, into descriptors that lack them"},
    {"weald import trials.csv --into my-review --outcome recovery --time \"1 month\" --dry-run",
     "what would become of each row"},
    {"weald import trials.csv --into my-review --outcome death --compare vaccine,placebo --extend",
     "into a review that has no such outcome yet"},
    {"weald import hazard-ratios.csv --into my-review --outcome survival --measure HR",
     "columns study, estimate, lower, upper"},
};

}  // namespace

const Command import_command{
    .key = "import",
    .arguments = "FILE...",
    .help = "search results or a spreadsheet into a review, with a ledger of what became of each",
    .about =
        "Bibliographic records (RIS, NBIB, BibTeX, CSL-JSON, OpenAlex, Crossref, …; known by their "
        "content) become entries of references.yaml, those of several files at once. Every record "
        "is accounted for: read = new + duplicate + rejected, with the reason. A record is a "
        "duplicate where an identifier is the same, else title, first author and year; "
        "`distinct-from:` in a descriptor overrules that. Comments and order of the file stay, "
        "and all is written or nothing. "
        "Each row of a spreadsheet (csv, tsv) of studies becomes a result of a study's descriptor, "
        "again with a ledger. The column `study` names the study; numbers stand in the columns ai "
        "bi ci di, ai n1i ci n2i, m1i sd1i n1i m2i sd2i n2i, "
        "x1i t1i x2i t2i, xi ni, xi ti, mi sdi ni, ri ni, estimate lower upper, yi vi or oe v. "
        "Columns outcome, time, horizon, source and "
        "those of a citation go where they belong; all others become moderators. Numbers keep "
        "their digits, no descriptor is ever overwritten, "
        "and what is written passes `weald check`.",
    .flags = flags,
    .examples = examples,
    .run = run_import,
};

}  // namespace weald
