// SPDX-License-Identifier: MIT
#include "engine/review/files.h"

#include <algorithm>
#include <system_error>

#include <fmt/format.h>

#include "engine/review/key.h"

namespace weald {
namespace fs = std::filesystem;
namespace {

std::string lower(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return text;
}

/// Walks one review's folder.
class Walk {
 public:
  Walk(const fs::path& folder, Sources& sources, Diagnostics& diagnostics)
      : folder_(folder), root_(canonical(folder)), sources_(sources), diagnostics_(diagnostics) {}

  std::vector<DescriptorFile> run() {
    std::vector<fs::path> folders{fs::path()};
    while (!folders.empty()) {
      const fs::path relative = folders.back();
      folders.pop_back();
      list(relative, folders);
    }
    std::ranges::sort(files_, {}, &DescriptorFile::relative);
    return std::move(files_);
  }

 private:
  static fs::path canonical(const fs::path& path) {
    std::error_code failed;
    const fs::path found = fs::canonical(path, failed);
    return failed ? fs::path() : found;
  }

  void list(const fs::path& relative, std::vector<fs::path>& folders) {
    std::error_code failed;
    fs::directory_iterator at(relative.empty() ? folder_ : folder_ / relative, failed);
    std::vector<fs::directory_entry> entries;
    for (; !failed && at != fs::directory_iterator(); at.increment(failed)) entries.push_back(*at);
    if (failed)
      diagnostics_.error("file-unreadable", place_of(sources_, folder_ / relative),
                         "this folder cannot be opened: " + failed.message(),
                         "see that you have the right to read it");
    for (const fs::directory_entry& entry : entries)
      visit(entry, relative / entry.path().filename(), folders);
  }

  void visit(const fs::directory_entry& entry, const fs::path& relative,
             std::vector<fs::path>& folders) {
    const std::string name = relative.filename().string();
    if (name.starts_with('.') || name == "published.yaml") return;
    std::error_code failed;
    const bool is_folder = entry.is_directory(failed);
    const bool is_descriptor = name.ends_with(".yaml");
    if (entry.is_symlink(failed)) {
      if (!(is_descriptor || is_folder) || !link_stays(entry.path(), is_folder)) return;
    }
    if (is_folder)
      enter(entry.path(), relative, folders);
    else if (is_descriptor)
      add(entry.path(), relative);
    else
      look_alike(entry.path(), name);
  }

  /// Whether a link is to be followed; complains where not.
  bool link_stays(const fs::path& path, bool is_folder) {
    const fs::path target = canonical(path);
    if (target.empty()) {
      diagnostics_.error("file-missing", place_of(sources_, path), "this link leads to no file",
                         "mend the link or delete it");
      return false;
    }
    const auto [end, unused] = std::ranges::mismatch(root_, target);
    if (end != root_.end()) {
      diagnostics_.error("path-outside-review", place_of(sources_, path),
                         "this link leads out of the review's folder",
                         "copy the file into the folder: a review must be whole by itself");
      return false;
    }
    if (is_folder)
      diagnostics_.warning("file-ignored", place_of(sources_, path),
                           "this link to a folder of the same review is not followed",
                           "its files are read where they are; delete the link");
    return !is_folder;
  }

  void enter(const fs::path& path, const fs::path& relative, std::vector<fs::path>& folders) {
    std::error_code failed;
    if (fs::exists(path / "review.yaml", failed))
      diagnostics_.warning(
          "misplaced-file", place_of(sources_, path / "review.yaml"),
          "this folder is a review of its own, so it is not read as part of this one",
          "move it beside this review, or delete its review.yaml if its studies belong here");
    else
      folders.push_back(relative);
  }

  void add(const fs::path& path, const fs::path& relative) {
    const bool top = !relative.has_parent_path();
    if (!top && relative.filename() == "references.yaml")
      diagnostics_.warning("misplaced-file", place_of(sources_, path),
                           "references.yaml is read only beside review.yaml",
                           "move its entries there");
    else
      files_.push_back({relative.generic_string(), path});
  }

  void look_alike(const fs::path& path, const std::string& name) {
    const std::string ending = lower(fs::path(name).extension().string());
    if (ending != ".yml" && ending != ".json" && ending != ".yaml") return;
    diagnostics_.warning("file-ignored", place_of(sources_, path),
                         "this file is not read: descriptors end in .yaml",
                         fmt::format("rename it to `{}.yaml` if it is a descriptor",
                                     printable(fs::path(name).stem().string())));
  }

  fs::path folder_, root_;
  Sources& sources_;
  Diagnostics& diagnostics_;
  std::vector<DescriptorFile> files_;
};

}  // namespace

std::string DescriptorFile::shown() const { return printable(path.generic_string()); }
std::string DescriptorFile::stem() const { return printable(path.stem().string()); }

Span place_of(Sources& sources, const fs::path& path) {
  return {sources.add(printable(path.generic_string()), {}), 0, 0};
}

std::vector<DescriptorFile> list_descriptors(const fs::path& folder, Sources& sources,
                                             Diagnostics& diagnostics) {
  return Walk(folder, sources, diagnostics).run();
}

}  // namespace weald
