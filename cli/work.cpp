// SPDX-License-Identifier: MIT
#include "cli/work.h"

#include <algorithm>
#include <cmath>
#include <system_error>

#include <fmt/format.h>

#include "cli/files.h"
#include "cli/terminal.h"
#include "engine/output/output.h"
#include "engine/text/number.h"
#include "engine/text/suggest.h"

namespace weald {
namespace {

namespace fs = std::filesystem;

/// A word that can only be meant as a path: it holds a slash, or ends as tables do.
bool looks_like_path(std::string_view word) {
  return word.find('/') != std::string_view::npos || word.ends_with(".csv") ||
         word.ends_with(".tsv") || word.ends_with(".yaml");
}

/// «did you mean» for a path that does not exist: the nearest name beside it.
std::string near_path(fs::path path) {
  if (!path.has_filename()) path = path.parent_path();  // a slash at its end
  std::vector<std::string> names;
  std::error_code error;
  const fs::path folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
  for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    names.push_back(it->path().filename().string());
  }
  std::sort(names.begin(), names.end());
  const std::vector<std::string_view> views(names.begin(), names.end());
  const auto near = nearest(path.filename().string(), views);
  if (!near) return "SOURCE is a review's folder, or a .csv or .tsv file";
  return fmt::format("did you mean `{}`?", path.has_parent_path()
                                               ? (path.parent_path() / *near).string()
                                               : std::string(*near));
}

/// Whether an error complains of the command line: it has no place in a file, or the table needs a
/// measure to be named.
bool of_command_line(const Diagnostic& diagnostic) {
  static constexpr std::string_view codes[] = {"bad-option", "unknown-analysis", "unknown-horizon",
                                               "unknown-measure"};
  if (diagnostic.severity != Severity::error) return false;
  if (diagnostic.code == "measure-needed") return true;
  return !diagnostic.primary.span.known() &&
         std::ranges::find(codes, diagnostic.code) != std::end(codes);
}

int code_of_errors(const Diagnostics& diagnostics) {
  return std::any_of(diagnostics.all().begin(), diagnostics.all().end(), of_command_line)
             ? exit_code::usage
             : exit_code::data_errors;
}

}  // namespace

std::vector<std::string_view> report_formats() {
  std::vector<std::string_view> keys;
  for (const OutputFormat& format : output_formats()) keys.push_back(format.key);
  keys.push_back("json");
  return keys;
}

SourceAndWords find_source(const Call& call, std::vector<std::string> words) {
  std::error_code error;
  if (!words.empty() && fs::exists(words.front(), error)) {
    const fs::path path = words.front();
    words.erase(words.begin());
    return {.source = path, .words = std::move(words)};
  }
  if (!words.empty() && looks_like_path(words.front())) {
    say_file(*call.streams, fmt::format("there is no file or folder {}", words.front()),
             near_path(words.front()));
    return {.stop = exit_code::file};
  }
  const fs::path here = fs::current_path(error);
  if (const auto found = find_review(here)) {
    return {.source = fs::relative(*found, here, error), .words = std::move(words)};
  }
  const std::string looked =
      words.empty() ? "" : fmt::format(", nor a file or folder {}", words.front());
  say_file(*call.streams,
           fmt::format("there is no review.yaml in this folder or above it{}", looked),
           words.empty()
               ? "name a review's folder or a table, or begin a review with `weald init FOLDER`"
               : near_path(words.front()));
  return {.stop = exit_code::file};
}

bool overwrites_source(const Call& call, const Loaded& loaded, const fs::path& path) {
  if (path.empty() || path == "-") return false;
  std::error_code error;
  for (std::uint32_t i = 0; i < loaded.sources.size(); ++i) {
    if (!fs::equivalent(path, loaded.sources.path(i), error) || error) continue;
    say_usage(*call.streams,
              fmt::format("{} is a file of SOURCE; it is not overwritten", path.string()),
              "give the result another name");
    return true;
  }
  return false;
}

Work read_source(const Call& call, std::vector<std::string> words) {
  SourceAndWords found = find_source(call, std::move(words));
  if (found.stop) return {.stop = found.stop};
  Work work{.loaded = load_source(found.source), .words = std::move(found.words)};
  Diagnostics& diagnostics = work.loaded.diagnostics;
  if (!work.loaded.readable || diagnostics.has_errors()) {
    show(call, diagnostics, work.loaded.sources);
    work.stop = work.loaded.readable ? exit_code::data_errors : exit_code::file;
  }
  return work;
}

Work analyse_source(const Call& call, std::vector<std::string> words, Analysing how) {
  if (call.has("seed")) {
    const auto seed = read_number(call.value("seed")).value;
    if (!seed || *seed < 0 || *seed != std::floor(*seed) || *seed > 9007199254740992.0) {
      say_usage(*call.streams, fmt::format("`--seed` cannot be `{}`", call.value("seed")),
                "a whole number, 0 or more: --seed 1");
      return {.stop = exit_code::usage};
    }
  }
  Diagnostics of_options;
  resolve(nullptr, nullptr, call.settings, of_options);
  if (of_options.has_errors()) {
    show(call, of_options, Sources{});
    return {.stop = exit_code::usage};
  }
  Work work = read_source(call, std::move(words));
  if (work.stop) return work;
  if (overwrites_source(call, work.loaded, call.value("output"))) {
    work.stop = exit_code::usage;
    return work;
  }
  Diagnostics& diagnostics = work.loaded.diagnostics;
  const Review* review = work.loaded.review();
  for (const std::string& word : work.words) {
    if (review != nullptr || word == "table") continue;
    diagnostics.error("unknown-analysis", {}, fmt::format("a table has no analysis `{}`", word),
                      "a table is one analysis: name the table alone");
  }
  if (diagnostics.has_errors()) {
    show(call, diagnostics, work.loaded.sources);
    work.stop = code_of_errors(diagnostics);
    return work;
  }
  if (review != nullptr && review->analyses.empty() && !how.may_be_empty) {
    show(call, diagnostics, work.loaded.sources);
    say_file(*call.streams, "the review has no analyses",
             "say under `analyses:` of review.yaml what is to be pooled");
    work.stop = exit_code::data_errors;
    return work;
  }
  work.report =
      analyse(work.loaded,
              {.analyses = work.words, .options = call.settings, .effects_only = how.effects_only},
              diagnostics);
  show(call, diagnostics, work.loaded.sources);
  if (diagnostics.has_errors()) work.stop = code_of_errors(diagnostics);
  return work;
}

int closing_code(const Call& call, const Work& work) {
  const bool failed = call.has("strict") && work.loaded.diagnostics.open_warnings() > 0;
  return failed ? exit_code::data_errors : exit_code::done;
}

int finish(const Call& call, const Work& work, const std::string& answer) {
  const int written = deliver(call, answer);
  return written == exit_code::done ? closing_code(call, work) : written;
}

}  // namespace weald
