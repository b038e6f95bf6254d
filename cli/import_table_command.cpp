// SPDX-License-Identifier: MIT
// weald import of a spreadsheet: each row a result of a study's descriptor, with a ledger.
#include <algorithm>
#include <filesystem>
#include <set>

#include <fmt/format.h>

#include "cli/files.h"
#include "cli/import_commands.h"
#include "cli/import_table.h"
#include "cli/temporary_folder.h"
#include "cli/terminal.h"
#include "engine/text/source.h"
#include "engine/text/suggest.h"

namespace weald {
namespace {

namespace fs = std::filesystem;

/// Rows whose descriptors `weald check` would refuse, with the reason: the descriptors are put
/// beside a copy of review.yaml in a temporary folder and checked there, by the very checks of
/// `weald check`.
std::map<std::size_t, std::string> rows_with_errors(const Import& import,
                                                    std::string_view review_yaml) {
  std::map<std::size_t, std::string> refused;
  const TemporaryFolder folder;
  if (folder.path().empty() || write_new_file(folder.path() / "review.yaml", review_yaml))
    return refused;
  for (const StudyFile& file : import.files) {
    // One name that no file can have does not stop the others.
    if (!write_new_file(folder.path() / (file.key + ".yaml"), file.text)) continue;
    for (const std::size_t row : file.rows)
      refused.emplace(row, "its file cannot be written; the name may be too long for a file");
  }
  const Loaded loaded = load_source(folder.path());
  for (const Diagnostic& diagnostic : loaded.diagnostics.all()) {
    if (diagnostic.severity != Severity::error || !diagnostic.primary.span.known()) continue;
    const Span span = diagnostic.primary.span;
    const std::string name = fs::path(loaded.sources.path(span.source)).stem().string();
    const std::size_t line = loaded.sources.position(span.source, span.begin).line;
    for (const StudyFile& file : import.files) {
      if (file.key != name) continue;
      const std::string reason = fmt::format("{} [{}]", diagnostic.message, diagnostic.code);
      std::size_t last = file.rows.size();
      for (std::size_t i = 0; i < file.rows.size(); ++i) {
        if (file.lines[i] <= line) last = i;
      }
      if (last < file.rows.size()) {
        refused.emplace(file.rows[last], reason);
      } else {
        for (const std::size_t row : file.rows)
          refused.emplace(row, reason);  // the study's own part
      }
    }
  }
  return refused;
}

/// The line of a row in the table's file.
std::size_t line_of(const csv::Sheet& sheet, const Sources& sources, std::size_t row) {
  const Span span = sheet.rows[row].front().span;
  return sources.position(span.source, span.begin).line;
}

std::string ledger(const std::string& name, const csv::Sheet& sheet, const Sources& sources,
                   const Import& import) {
  const std::size_t read = sheet.rows.size();
  const std::size_t fresh = read - import.duplicates.size() - import.rejected.size();
  std::string text = fmt::format("{}: read {} = {} new + {} duplicate + {} rejected\n", name, read,
                                 fresh, import.duplicates.size(), import.rejected.size());
  const auto list = [&](const std::vector<RefusedRow>& rows, std::string_view kind) {
    for (const RefusedRow& row : rows) {
      text += fmt::format("  {} line {} ({}): {}\n", kind, line_of(sheet, sources, row.row),
                          row.study.empty() ? "no name" : row.study, row.reason);
    }
  };
  list(import.duplicates, "duplicate");
  list(import.rejected, "rejected ");
  return text;
}

/// What an import mends: a review that waits for its first studies, and, with --extend, one whose
/// analyses speak of outcomes and treatments that are yet to be added.
bool mended_by_import(const Diagnostic& diagnostic, bool extend) {
  return diagnostic.code == "no-studies" || (extend && (diagnostic.code == "unknown-outcome" ||
                                                        diagnostic.code == "unknown-treatment"));
}

/// The two treatments that the flags, the analyses of the outcome, or the review itself suggest.
std::pair<std::string, std::string> treatments_of(const Call& call, const Review& review) {
  if (const std::string given = call.value("compare"); !given.empty()) {
    const std::size_t comma = given.find(',');
    return {given.substr(0, comma),
            comma == std::string::npos ? "control" : given.substr(comma + 1)};
  }
  const std::string outcome = call.value("outcome");
  for (const Analysis& analysis : review.analyses) {
    if (analysis.compare.size() == 2 && (outcome.empty() || analysis.outcome.value == outcome)) {
      return {analysis.compare[0].value, analysis.compare[1].value};
    }
  }
  if (review.treatments.size() == 2) return {review.treatments[0].key, review.treatments[1].key};
  return {"experimental", "control"};
}

/// The outcome of the flag, or the only one that the review has.
std::string outcome_of(const Call& call, const Review& review) {
  if (call.has("outcome") || review.outcomes.size() != 1) return call.value("outcome");
  return review.outcomes.front().key;
}

std::optional<csv::Sheet> read_sheet(const Call& call, const std::string& path, Sources& sources) {
  const FileText file = read_text_file(path);
  if (!file.text) {
    say_file(*call.streams, fmt::format("cannot read {}", path),
             file.problem == ReadProblem::not_utf8
                 ? "save the table as UTF-8 (in a spreadsheet: CSV UTF-8)"
                 : "import takes .csv and .tsv files");
    return std::nullopt;
  }
  Diagnostics diagnostics;
  auto sheet =
      csv::parse(sources, sources.add(path, *file.text), path.ends_with(".tsv"), diagnostics);
  show(call, diagnostics, sources);
  if (diagnostics.has_errors()) return std::nullopt;
  return sheet;
}

/// Says what review.yaml lacks, or adds it under --extend. Gives review.yaml's text to go on with,
/// or nothing to stop.
std::optional<std::string> completed_review(const Call& call, const fs::path& path,
                                            std::string text, const Needs& missing) {
  const std::string lines = lines_to_add(missing);
  if (lines.empty()) return text;
  if (!call.has("extend")) {
    call.err() << fmt::format(
        "error: {} lacks what the table speaks of; nothing was written\n  = help: add these lines, "
        "or let --extend add them:\n\n{}",
        path.string(), lines);
    return std::nullopt;
  }
  if (!missing.horizons.empty()) {
    call.err() << fmt::format(
        "error: {} has no such horizon; nothing was written\n  = help: only you know its edges; "
        "add for example:\n\n{}",
        path.string(), lines);
    return std::nullopt;
  }
  auto extended = extended_review(text, missing);
  if (!extended) {
    call.err() << fmt::format(
        "error: a section of {} is written in braces; nothing was written\n  = help: add these "
        "lines by hand:\n\n{}",
        path.string(), lines);
  }
  return extended;
}

/// Writes the descriptors. Those that cannot be written are taken out of the import, their rows
/// rejected with the reason; the others are written all the same. True where any failed.
bool write_studies(Import& import, const csv::Sheet& sheet, const fs::path& folder) {
  const std::size_t study = *sheet.column("study");
  const std::size_t wanted = import.files.size();
  std::erase_if(import.files, [&](const StudyFile& file) {
    const auto problem =
        write_new_file((folder / (file.key + ".yaml")).lexically_normal(), file.text);
    if (!problem) return false;
    for (const std::size_t row : file.rows)
      import.rejected.push_back({row, sheet.rows[row][study].text, *problem});
    return true;
  });
  std::ranges::sort(import.rejected, {}, &RefusedRow::row);
  return import.files.size() != wanted;
}

/// What is to be typed next to pool what was imported.
void say_next(const Call& call, const Review& review, const ImportChoices& choices,
              const Import& import, const fs::path& folder) {
  for (const auto& [outcome, label] : import.needs.outcomes) {
    bool used = false;
    for (const Analysis& analysis : review.analyses)
      used = used || analysis.outcome.value == outcome;
    if (used) continue;
    const std::string compare =
        import.needs.treatments.empty()
            ? ""
            : fmt::format("    compare: [{}, {}]\n", choices.experimental, choices.control);
    say(call, fmt::format("No analysis of {} pools `{}` yet; add one, for example:\n\nanalyses:\n  "
                          "{}:\n    outcome: {}\n{}    measure: {}",
                          (folder / "review.yaml").string(), outcome, outcome, outcome, compare,
                          choices.measure.empty() ? "RR" : choices.measure));
  }
}

}  // namespace

int run_import_table(const Call& call, const std::string& table,
                     const std::filesystem::path& folder) {
  Sources sources;
  const auto sheet = read_sheet(call, table, sources);
  if (!sheet) return sources.size() == 0 ? exit_code::file : exit_code::data_errors;
  if (!sheet->column("study")) {
    say_usage(*call.streams, fmt::format("{} has no column `study`", table),
              sheet->column("Study") || sheet->column("STUDY")
                  ? "column names are lower case: did you mean `study`?"
                  : "name the column with the studies' labels `study`");
    return exit_code::data_errors;
  }

  Loaded loaded = load_source(folder);
  const Review* review = loaded.review();
  std::erase_if(loaded.diagnostics.all(),
                [&](const Diagnostic& one) { return mended_by_import(one, call.has("extend")); });
  if (review == nullptr || !loaded.readable || loaded.diagnostics.has_errors()) {
    show(call, loaded.diagnostics, loaded.sources);
    if (review == nullptr)
      say_file(*call.streams, fmt::format("{} is no review", folder.string()),
               "--into takes a folder with review.yaml");
    return loaded.readable && review != nullptr ? exit_code::data_errors : exit_code::file;
  }

  const auto [experimental, control] = treatments_of(call, *review);
  const ImportChoices choices{.table = fs::path(table).filename().string(),
                              .outcome = outcome_of(call, *review),
                              .measure = call.value("measure"),
                              .time = call.value("time"),
                              .horizon = call.value("horizon"),
                              .experimental = experimental,
                              .control = control};
  Import import = import_table(*sheet, *review, choices, {});
  const fs::path review_path = (folder / "review.yaml").lexically_normal();
  const FileText review_text = read_text_file(review_path);
  const auto completed = completed_review(call, review_path, review_text.text.value_or(""),
                                          lacking(import.needs, *review));
  if (!completed) return exit_code::data_errors;

  std::map<std::size_t, std::string> refused;
  for (auto found_now = rows_with_errors(import, *completed); !found_now.empty();
       found_now = rows_with_errors(import, *completed)) {
    refused.merge(found_now);
    import = import_table(*sheet, *review, choices, refused);
  }

  bool failed = false;
  if (!call.has("dry-run")) {
    if (*completed != review_text.text) {
      if (const auto problem = write_file(review_path, *completed)) {
        say_file(*call.streams, *problem, "nothing was written");
        return exit_code::file;
      }
    }
    failed = write_studies(import, *sheet, folder);
  }
  call.out() << ledger(table, *sheet, sources, import);
  for (const StudyFile& file : import.files) {
    say(call, fmt::format("{} {}", call.has("dry-run") ? "would write" : "wrote",
                          (folder / (file.key + ".yaml")).lexically_normal().string()));
  }
  say_next(call, *review, choices, import, folder.lexically_normal());
  if (failed) return exit_code::file;
  return import.rejected.empty() ? exit_code::done : exit_code::data_errors;
}

}  // namespace weald
