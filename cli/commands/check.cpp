// SPDX-License-Identifier: MIT
// weald check: every problem of a SOURCE, in one run.
#include <set>

#include <fmt/format.h>

#include "cli/commands/commands.h"
#include "cli/files.h"
#include "cli/terminal.h"
#include "cli/work.h"
#include "engine/output/output.h"
#include "engine/review/table_check.h"

namespace weald {
namespace {

std::string counted(std::size_t n, std::string_view noun) {
  return fmt::format("{} {}{}", n, noun, n == 1 ? "" : "s");
}

/// «2 errors, 1 warning in 2 files»; nothing where there is nothing to say.
std::string summary(const Diagnostics& diagnostics) {
  std::size_t errors = 0, warnings = 0, acknowledged = 0;
  std::set<std::uint32_t> files;
  for (const Diagnostic& diagnostic : diagnostics.all()) {
    if (diagnostic.acknowledged) ++acknowledged;
    if (diagnostic.acknowledged || diagnostic.severity == Severity::note) continue;
    (diagnostic.severity == Severity::error ? errors : warnings) += 1;
    if (diagnostic.primary.span.known()) files.insert(diagnostic.primary.span.source);
  }
  if (errors + warnings == 0) return {};
  std::string text = fmt::format("{}, {}", counted(errors, "error"), counted(warnings, "warning"));
  if (!files.empty()) text += fmt::format(" in {}", counted(files.size(), "file"));
  if (acknowledged > 0) text += fmt::format("; {} acknowledged", counted(acknowledged, "warning"));
  return text;
}

/// A line for each acknowledged warning: it is listed, not hidden.
void list_acknowledged(const Call& call, const Loaded& loaded) {
  for (const Diagnostic& diagnostic : loaded.diagnostics.all()) {
    if (!diagnostic.acknowledged) continue;
    const Span span = diagnostic.primary.span;
    const Position at =
        span.known() ? loaded.sources.position(span.source, span.begin) : Position{};
    say(call, fmt::format("acknowledged[{}] {}:{}:{}: {}", diagnostic.code,
                          span.known() ? loaded.sources.path(span.source) : "", at.line, at.column,
                          diagnostic.why_acknowledged));
  }
}

int run_check(const Call& call) {
  SourceAndWords found = find_source(call, call.words);
  if (found.stop) return *found.stop;
  if (!found.words.empty()) {
    say_usage(*call.streams,
              fmt::format("`weald check` takes one SOURCE; what is `{}`?", found.words.front()),
              "it checks everything of a review at once");
    return exit_code::usage;
  }
  Loaded loaded = load_source(found.source);
  if (overwrites_source(call, loaded, call.value("output"))) return exit_code::usage;
  Diagnostics& diagnostics = loaded.diagnostics;
  if (loaded.readable) check_analyses(loaded, diagnostics);
  if (const Table* table = loaded.table(); loaded.readable && table != nullptr)
    check_table(*table, diagnostics);
  diagnostics.sort(loaded.sources);
  const bool failed =
      diagnostics.has_errors() || (call.has("strict") && diagnostics.open_warnings() > 0);
  if (call.value("format") == "json") {
    const int written = deliver(call, check_json(diagnostics, loaded.sources));
    if (written != exit_code::done) return written;
  } else {
    show(call, diagnostics, loaded.sources, call.has("verbose"));
    if (!call.has("verbose")) list_acknowledged(call, loaded);
    if (const std::string line = summary(diagnostics); !line.empty()) say(call, line);
  }
  if (!loaded.readable) return exit_code::file;
  return failed ? exit_code::data_errors : exit_code::done;
}

std::vector<std::string_view> formats() { return {"text", "json"}; }

constexpr Flag flags[] = {
    {.key = "format",
     .value = "NAME",
     .help = "text on standard error, or json on standard output",
     .choices = formats},
    output_flag,
    strict_flag,
    {.key = "verbose", .help = "show acknowledged warnings in full, not in a line each"},
};

constexpr Example examples[] = {
    {"weald check studies/intradiscal-steroid",
     "ends with 0: nothing is wrong but what the review acknowledges, a line each"},
    {"weald check studies/intradiscal-steroid --verbose",
     "with the misprints of the papers that the review acknowledges"},
    {"weald check my-review --strict --format json -o problems.json",
     "for an editor or a script; warnings fail too"},
};

}  // namespace

const Command check_command{
    .key = "check",
    .arguments = "[SOURCE]",
    .help = "find every problem, with file, line and column",
    .about =
        "Reads the whole of SOURCE (a review's folder, or a .csv or .tsv table; left out: the "
        "review around the current folder) and "
        "prints every problem with its place and its remedy. Silent when there is none. `weald "
        "explain CODE` tells more.",
    .flags = flags,
    .examples = examples,
    .run = run_check,
};

}  // namespace weald
