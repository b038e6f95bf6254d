// SPDX-License-Identifier: MIT
// weald import of bibliographic records: reads the files, tries the result out in a temporary
// folder, writes all of it or nothing.
#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <tuple>

#include <fmt/format.h>

#include "cli/files.h"
#include "cli/import_commands.h"
#include "cli/temporary_folder.h"
#include "cli/terminal.h"
#include "engine/expects.h"
#include "engine/output/output.h"
#include "engine/review/files.h"
#include "engine/text/source.h"

namespace weald {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view references_name = "references.yaml";
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
constexpr std::string_view head = "# Papers that are no included study.\n";

/// What the import would write: one text for each file that changes.
struct Change {
  std::string relative{};  ///< path below the review's folder, with `/`
  std::string before{}, after{};
  bool is_new = false;
};

/// The review as it was loaded, and the bytes of what may change.
struct Target {
  fs::path folder{};
  Loaded loaded{};
  std::string references{};  ///< text without byte order mark
  bool has_references = false, marked = false;

  std::string relative(std::string_view shown) const {
    return fs::path(shown).lexically_relative(folder).generic_string();
  }
};

/// The changes that an import comes to. Papers whose file cannot be extended safely are refused.
std::vector<Change> changes_of(const Target& target, const RecordImport& import,
                               RefusedRecords& refused) {
  std::vector<Change> changes;
  constexpr std::string_view by_hand =
      "its file is written in a way that cannot be extended safely; add the keys by hand";
  if (const auto text = with_entries(target.references, import)) {
    if (*text != target.references)
      changes.push_back(
          {std::string(references_name), target.references, *text, !target.has_references});
  } else if (import.completions.empty()) {
    for (const NewEntry& one : import.entries)
      refused.records.emplace(std::pair(one.file, one.record),
                              "references.yaml is written in a way that cannot be extended safely");
  }
  const bool stuck = changes.empty() && !import.entries.empty();
  for (const Completion& one : import.completions) {
    if (one.source == Span::nowhere) {
      if (stuck || (changes.empty() && import.entries.empty()))
        refused.completions.emplace(one.key, by_hand);
      continue;
    }
    const std::string_view before = target.loaded.sources.text(one.source);
    if (auto text = with_completion(before, one))
      changes.push_back({target.relative(target.loaded.sources.path(one.source)),
                         std::string(before), std::move(*text), false});
    else
      refused.completions.emplace(one.key, by_hand);
  }
  return changes;
}

/// An error apart from its place, so that one that was there before is known again.
using ErrorName = std::tuple<std::string, std::string_view, std::string>;

ErrorName name_of(const Diagnostic& diagnostic, const Sources& sources, const fs::path& folder) {
  const std::uint32_t source = diagnostic.primary.span.source;
  const std::string file =
      source == Span::nowhere
          ? ""
          : fs::path(sources.path(source)).lexically_relative(folder).generic_string();
  return {file, diagnostic.code, diagnostic.message};
}

/// The key at the top of a file below which a byte stands.
std::string key_around(std::string_view text, std::uint32_t byte) {
  Sources sources;
  Diagnostics ignored;
  const auto root = yaml::parse(sources, sources.add("", std::string(text)), ignored);
  std::string key;
  if (root)
    for (const yaml::Node& one : root->keys)
      if (one.span.begin <= byte) key = one.text;
  return key;
}

/// Loads the review as it would be and refuses the records and completions that bring new errors.
/// False where errors came that nobody can be blamed for; they have been shown.
bool tried_out(const Call& call, const Target& target, const std::vector<Change>& changes,
               const RecordImport& import, RefusedRecords& refused) {
  const TemporaryFolder trial;
  if (trial.path().empty()) return true;
  Sources ignored_sources;
  Diagnostics ignored;
  std::set<std::string> changed;
  std::error_code error;
  for (const Change& change : changes) {
    changed.insert(change.relative);
    const fs::path path = trial.path() / change.relative;
    fs::create_directories(path.parent_path(), error);
    if (write_new_file(path, change.after)) return true;  // no room to try it out
  }
  for (const DescriptorFile& file : list_descriptors(target.folder, ignored_sources, ignored)) {
    if (changed.contains(file.relative)) continue;
    const fs::path path = trial.path() / file.relative;
    fs::create_directories(path.parent_path(), error);
    fs::copy_file(file.path, path, error);
  }
  std::multiset<ErrorName> before;
  for (const Diagnostic& one : target.loaded.diagnostics.all())
    if (one.severity == Severity::error)
      before.insert(name_of(one, target.loaded.sources, target.folder));
  Loaded after = load_source(trial.path());

  bool blamed = false;
  std::vector<const Diagnostic*> others;
  for (const Diagnostic& one : after.diagnostics.all()) {
    if (one.severity != Severity::error) continue;
    const ErrorName name = name_of(one, after.sources, trial.path());
    if (const auto known = before.find(name); known != before.end()) {
      before.erase(known);
      continue;
    }
    const std::string reason = fmt::format("{} [{}]", one.message, one.code);
    const std::string& file = std::get<0>(name);
    bool found = false;
    if (file == references_name) {
      const std::uint32_t source = one.primary.span.source;
      const std::string key = key_around(after.sources.text(source), one.primary.span.begin);
      for (const NewEntry& entry : import.entries) {
        if (entry.key != key) continue;
        refused.records.emplace(std::pair(entry.file, entry.record), reason);
        found = true;
      }
      for (const Completion& completion : import.completions) {
        if (completion.source != Span::nowhere || completion.key != key) continue;
        found = refused.completions.emplace(key, reason).second || found;
      }
    }
    for (const Completion& completion : import.completions) {
      if (found || completion.source == Span::nowhere ||
          target.relative(target.loaded.sources.path(completion.source)) != file)
        continue;
      found = refused.completions.emplace(completion.key, reason).second;
    }
    blamed = blamed || found;
    if (!found) others.push_back(&one);
  }
  if (blamed || others.empty()) return true;  // what is left may follow from what was refused
  // A check of the review as a whole: what was completed brought it about.
  for (const Completion& completion : import.completions)
    blamed = refused.completions
                 .emplace(completion.key,
                          fmt::format("{} [{}]", others.front()->message, others.front()->code))
                 .second ||
             blamed;
  if (blamed) return true;
  Diagnostics shown;
  for (const Diagnostic* one : others) shown.add(*one);
  show(call, shown, after.sources);
  return false;
}

/// The review to write into, or nothing (it has been said why).
std::optional<Target> target_of(const Call& call, const fs::path& folder, int& stop) {
  Target target{.folder = folder, .loaded = load_source(folder)};
  const Review* review = target.loaded.review();
  stop = exit_code::file;
  if (review == nullptr || !target.loaded.readable) {
    show(call, target.loaded.diagnostics, target.loaded.sources);
    if (review == nullptr)
      say_file(*call.streams, fmt::format("{} is no review", folder.string()),
               "--into takes a folder with review.yaml");
    return std::nullopt;
  }
  const fs::path path = folder / references_name;
  std::error_code error;
  if (!fs::exists(fs::symlink_status(path, error))) {
    target.references = head;
    return target;
  }
  FileText file = read_binary_file(path);
  if (!file.text || first_invalid_utf8(*file.text)) {
    show(call, target.loaded.diagnostics, target.loaded.sources);
    say_file(*call.streams, fmt::format("cannot read {}", path.string()), "nothing was written");
    return std::nullopt;
  }
  target.has_references = true;
  target.references = std::move(*file.text);
  target.marked = target.references.starts_with(byte_order_mark);
  if (target.marked) target.references.erase(0, byte_order_mark.size());
  Sources sources;
  Diagnostics diagnostics;
  const auto root =
      yaml::parse(sources, sources.add(path.string(), target.references), diagnostics);
  if (root && root->kind != yaml::Node::Kind::scalar && root->kind != yaml::Node::Kind::sequence &&
      !diagnostics.has_errors())
    return target;
  stop = exit_code::data_errors;
  show(call, target.loaded.diagnostics, target.loaded.sources);
  say_file(*call.streams, fmt::format("{} has errors; nothing was written", path.string()),
           "mend them first: `weald check` shows them");
  return std::nullopt;
}

bool written(const Call& call, const Target& target, const std::vector<Change>& changes) {
  std::vector<FileToWrite> files;
  for (const Change& change : changes) {
    const bool marked = target.marked && change.relative == references_name;
    files.push_back({(target.folder / change.relative).lexically_normal(),
                     (marked ? std::string(byte_order_mark) : std::string()) + change.after,
                     change.is_new});
  }
  const auto problem = write_files(files);
  if (problem) say_file(*call.streams, *problem, "nothing was written");
  return !problem;
}

}  // namespace

int run_import_records(const Call& call, std::span<const std::string> paths,
                       const fs::path& folder) {
  std::vector<RecordFile> files;
  for (const std::string& path : paths) {
    RecordFileOrStop read = read_record_file(call, path);
    if (read.stop) return *read.stop;
    files.push_back(std::move(read.file));
  }
  int stop = exit_code::done;
  const auto target = target_of(call, folder, stop);
  if (!target) return stop;
  const Review& review = *target->loaded.review();

  const bool complete = call.has("complete"), dry = call.has("dry-run");
  RefusedRecords refused;
  RecordImport import;
  std::vector<Change> changes;
  while (true) {
    const std::size_t refusals = refused.records.size() + refused.completions.size();
    import = import_records(files, review, target->loaded.sources, refused, complete);
    changes = changes_of(*target, import, refused);
    if (refused.records.size() + refused.completions.size() > refusals) continue;
    if (changes.empty()) break;
    if (!tried_out(call, *target, changes, import, refused)) {
      say_file(*call.streams, "the review would have errors that it has not now",
               "nothing was written");
      return exit_code::data_errors;
    }
    if (refused.records.size() + refused.completions.size() == refusals) break;
  }
  if (!dry && !changes.empty() && !written(call, *target, changes)) return exit_code::file;

  std::vector<std::string> names;
  for (const Change& change : changes)
    names.push_back((folder / change.relative).lexically_normal().string());
  std::string text;
  if (call.value("format") == "json")
    text = ledger_json(files, import, dry ? std::vector<std::string>{} : names, dry);
  else
    text = ledger_text(files, import);
  if (call.has("ascii") && call.value("format") != "json") text = to_ascii(text);
  call.out() << text;
  for (const std::string& name : names)
    say(call, fmt::format("{} {}", dry ? "would write" : "wrote", name));
  const bool knows =
      std::ranges::any_of(import.rows, [](const LedgerRow& row) { return !row.knows.empty(); });
  if (knows && !complete)
    say(call,
        "`--complete` adds what duplicates know and descriptors lack; it never changes a value");
  const RecordCount count = import.count();
  const bool strict = call.has("strict") && count.rejected > 0;
  return strict || count.read == count.rejected ? exit_code::data_errors : exit_code::done;
}

}  // namespace weald
