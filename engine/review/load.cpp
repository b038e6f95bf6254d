// SPDX-License-Identifier: MIT
#include <algorithm>
#include <map>
#include <system_error>

#include <fmt/format.h>

#include "engine/numerics/parallel.h"
#include "engine/review/checks.h"
#include "engine/review/files.h"
#include "engine/review/key.h"
#include "engine/review/read.h"
#include "engine/review/review.h"
#include "engine/text/suggest.h"
#include "engine/text/yaml.h"

namespace weald {
namespace fs = std::filesystem;
namespace {

/// Reports why a file could not be read. A file that the system withholds makes the whole SOURCE
/// unreadable.
void report_problem(Loaded& loaded, const fs::path& path, const FileText& text) {
  struct Row {
    ReadProblem problem;
    std::string_view code, message, help;
  };
  constexpr Row rows[] = {
      {ReadProblem::missing, "file-missing", "there is no such file", "see that the path is right"},
      {ReadProblem::not_regular, "not-a-regular-file", "this is no regular file",
       "descriptors and tables are plain text files"},
      {ReadProblem::too_large, "file-too-large", "this file is larger than 64 MiB",
       "split it, or see that it is the right file"},
      {ReadProblem::not_utf8, "not-utf8", "this file is not UTF-8 text",
       "save it as UTF-8 in your editor or spreadsheet"},
      {ReadProblem::unreadable, "file-unreadable", "this file cannot be read",
       "see that you have the right to read it"},
  };
  const Row& row = *std::ranges::find(rows, text.problem, &Row::problem);
  std::string message(row.message);
  if (text.problem == ReadProblem::not_utf8)
    message += fmt::format(" (first bad byte: number {})", text.bad_offset + 1);
  loaded.diagnostics.error(row.code, place_of(loaded.sources, path), std::move(message),
                           std::string(row.help));
  if (text.problem == ReadProblem::unreadable) loaded.readable = false;
}

// ---- A review ----

enum class Role { review, references, study };
Role role_of(const DescriptorFile& file) {
  if (file.relative == "review.yaml") return Role::review;
  return file.relative == "references.yaml" ? Role::references : Role::study;
}

/// What came of one file. Each is filled by one thread and merged in the order of the list.
struct Slot {
  FileText text{};
  std::uint32_t source = Span::nowhere;
  Diagnostics diagnostics{};
  bool understood = false;  ///< it was YAML
  Study study{};
  std::vector<Reference> references{};
  Review review{};
};

void read_slot(const Sources& sources, const DescriptorFile& file, Slot& slot) {
  const Role role = role_of(file);
  if (role == Role::study) slot.study = {.key = file.stem(), .label = file.stem(), .misread = true};
  if (slot.source == Span::nowhere) return;
  slot.study.source = slot.source;
  slot.study.span = {slot.source, 0, 0};
  const auto root = yaml::parse(sources, slot.source, slot.diagnostics);
  if (!root) return;
  slot.understood = true;
  switch (role) {
    case Role::review:
      slot.understood = read_review(*root, slot.source, slot.review, slot.diagnostics);
      break;
    case Role::references:
      slot.references = read_references(*root, slot.diagnostics);
      break;
    case Role::study:
      slot.study = read_study(*root, file.stem(), slot.source, slot.diagnostics);
      break;
  }
}

void check_name(Sources& sources, const DescriptorFile& file, std::uint32_t source,
                Diagnostics& diagnostics) {
  if (is_key(file.stem())) return;
  const std::string better = as_key(file.stem());
  diagnostics.error(
      "bad-file-name", source == Span::nowhere ? place_of(sources, file.path) : Span{source, 0, 0},
      fmt::format("`{}` cannot be the key of a study", file.stem()),
      better.empty()
          ? "name the file in lower-case words joined by hyphens, such as `nguyen-2017.yaml`"
          : fmt::format("keys are lower-case words joined by hyphens: rename the file to `{}.yaml`",
                        better));
}

/// Sorts the studies by key; of two with one key the first in the order of paths stays.
void settle_studies(Review& review, Diagnostics& diagnostics) {
  std::vector<Study>& studies = review.studies;
  std::ranges::stable_sort(studies, {}, &Study::key);
  std::vector<Study> unique;
  unique.reserve(studies.size());
  for (Study& study : studies) {
    if (unique.empty() || unique.back().key != study.key) {
      unique.push_back(std::move(study));
      continue;
    }
    Diagnostic& error = diagnostics.error("duplicate-key", {study.source, 0, 0},
                                          fmt::format("two files describe a study `{}`", study.key),
                                          "rename one of them, or delete it if it is a copy");
    error.secondary.push_back({{unique.back().source, 0, 0}, "the other one"});
  }
  studies = std::move(unique);
}

/// Where a review might be meant instead of a folder without review.yaml.
std::string hint_for(const fs::path& folder) {
  std::error_code failed;
  if (fs::exists(folder / "review.yml", failed)) return "rename review.yml to review.yaml";
  std::vector<std::string> below;
  for (fs::directory_iterator at(folder, failed); !failed && at != fs::directory_iterator();
       at.increment(failed))
    if (fs::exists(at->path() / "review.yaml", failed))
      below.push_back(printable(at->path().generic_string()));
  std::ranges::sort(below);
  if (!below.empty()) {
    const bool more = below.size() > 5;
    if (more) below.resize(5);
    return fmt::format("did you mean `{}`{}?", fmt::join(below, "` or `"),
                       more ? " or another folder there" : "");
  }
  if (const auto above = find_review(folder))
    return fmt::format("did you mean the review `{}`?", printable(above->generic_string()));
  return "`weald init DIR` starts a review";
}

void load_review(const fs::path& folder, Loaded& loaded) {
  Review& review = loaded.content.emplace<Review>();
  review.folder = folder;
  std::error_code failed;
  if (!fs::exists(fs::symlink_status(folder / "review.yaml", failed))) {
    loaded.diagnostics.error("file-missing", place_of(loaded.sources, folder),
                             "this folder holds no review.yaml", hint_for(folder));
    loaded.readable = false;
    return;
  }
  const std::vector<DescriptorFile> files =
      list_descriptors(folder, loaded.sources, loaded.diagnostics);
  std::vector<Slot> slots(files.size());
  for_each_index(files.size(),
                 [&](std::size_t i) { slots[i].text = read_text_file(files[i].path); });
  for (std::size_t i = 0; i < files.size(); ++i) {
    if (slots[i].text.text)
      slots[i].source = loaded.sources.add(files[i].shown(), std::move(*slots[i].text.text));
    else
      report_problem(loaded, files[i].path, slots[i].text);
  }
  for_each_index(files.size(),
                 [&](std::size_t i) { read_slot(loaded.sources, files[i], slots[i]); });

  bool understood = false;  // review.yaml: what is declared there is known
  for (std::size_t i = 0; i < files.size(); ++i)
    if (role_of(files[i]) == Role::review) {
      review = std::move(slots[i].review);
      review.folder = folder;
      understood = slots[i].understood;
    }
  for (std::size_t i = 0; i < files.size(); ++i) {
    Slot& slot = slots[i];
    loaded.diagnostics.append(std::move(slot.diagnostics));
    if (role_of(files[i]) == Role::references) review.references = std::move(slot.references);
    if (role_of(files[i]) != Role::study) continue;
    check_name(loaded.sources, files[i], slot.source, loaded.diagnostics);
    review.studies.push_back(std::move(slot.study));
  }
  if (review.studies.empty())
    loaded.diagnostics.error(
        "no-studies", review.source == Span::nowhere ? Span{} : Span{review.source, 0, 0},
        "this review holds no study",
        "add one: `weald add KEY`, or `weald import TABLE.csv --into` this folder");
  settle_studies(review, loaded.diagnostics);
  // Without the names that review.yaml declares, every use of a name would be reported.
  if (understood) run_checks(review, loaded.diagnostics);
  apply_acknowledgements(review, loaded.diagnostics);
}

// ---- A table ----

std::string ending_of(const fs::path& path) {
  std::string ending = path.extension().string();
  for (char& c : ending)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return ending;
}

void load_table(const fs::path& path, Loaded& loaded) {
  Table& table = loaded.content.emplace<Table>();
  table.name = printable(path.stem().string());
  FileText text = read_text_file(path);
  if (!text.text) {
    report_problem(loaded, path, text);
    loaded.readable = loaded.readable && text.problem == ReadProblem::not_utf8;
    return;
  }
  table.source = loaded.sources.add(printable(path.generic_string()), std::move(*text.text));
  const bool tabs = ending_of(path) == ".tsv";
  if (auto sheet = csv::parse(loaded.sources, table.source, tabs, loaded.diagnostics))
    table.sheet = std::move(*sheet);
}

/// The entry beside a path that does not exist whose name is nearest to it.
std::string nearest_beside(const fs::path& path) {
  const fs::path name = path.has_filename() ? path.filename() : path.parent_path().filename();
  const fs::path folder =
      path.has_filename() ? path.parent_path() : path.parent_path().parent_path();
  std::error_code failed;
  std::vector<std::string> names;
  for (fs::directory_iterator at(folder.empty() ? "." : folder, failed);
       !failed && at != fs::directory_iterator(); at.increment(failed))
    names.push_back(at->path().filename().string());
  std::ranges::sort(names);
  const std::vector<std::string_view> candidates(names.begin(), names.end());
  const auto near = nearest(name.string(), candidates);
  if (!near) return "see that the path is right";
  return fmt::format("did you mean `{}`?", printable((folder / *near).generic_string()));
}

}  // namespace

Loaded load_source(const fs::path& path) {
  Loaded loaded;
  std::error_code failed;
  const fs::file_status status = fs::status(path, failed);
  if (!fs::exists(status)) {
    const bool hidden = status.type() == fs::file_type::none;
    loaded.readable = false;
    loaded.diagnostics.error(
        hidden ? "file-unreadable" : "file-missing", place_of(loaded.sources, path),
        hidden ? "this path cannot be opened: " + failed.message()
               : "there is no such file or folder",
        hidden ? "see that you have the right to read it" : nearest_beside(path));
  } else if (fs::is_directory(status)) {
    load_review(path, loaded);
  } else if (ending_of(path) == ".csv" || ending_of(path) == ".tsv") {
    load_table(path, loaded);
  } else {
    loaded.readable = false;
    const bool descriptor = ending_of(path) == ".yaml";
    const auto review = descriptor
                            ? find_review(path.parent_path().empty() ? "." : path.parent_path())
                            : std::nullopt;
    loaded.diagnostics.error("file-unreadable", place_of(loaded.sources, path),
                             "this is neither a review's folder nor a table (.csv or .tsv)",
                             review
                                 ? fmt::format("give the folder of its review: `{}`",
                                               printable(review->generic_string()))
                                 : "give a folder that holds review.yaml, or a .csv or .tsv file");
  }
  loaded.diagnostics.sort(loaded.sources);
  return loaded;
}

std::optional<fs::path> find_review(const fs::path& start) {
  std::error_code failed;
  if (fs::exists(start / "review.yaml", failed)) return start;
  fs::path at = fs::absolute(start, failed).lexically_normal();
  if (failed) return std::nullopt;
  while (true) {
    if (fs::exists(at / "review.yaml", failed)) return at;
    if (!at.has_relative_path()) return std::nullopt;
    at = at.parent_path();
  }
}

}  // namespace weald
