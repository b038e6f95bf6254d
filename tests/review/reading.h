// SPDX-License-Identifier: MIT
// Reads a descriptor from a text, for tests, and says what was complained of and where.
#pragma once

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <unistd.h>

#include "engine/review/read.h"
#include "engine/text/yaml.h"

namespace weald {

/// What came of a text: sources must outlive the diagnostics.
struct TextRead {
  Sources sources{};
  Diagnostics diagnostics{};

  yaml::Node parse(std::string text) {
    const auto source = sources.add("file.yaml", std::move(text));
    auto root = yaml::parse(sources, source, diagnostics);
    return root ? std::move(*root) : yaml::Node{};
  }
  /// "code line:column", in the order of places.
  std::vector<std::string> complaints() {
    diagnostics.sort(sources);
    std::vector<std::string> all;
    for (const Diagnostic& d : diagnostics.all()) {
      const Position at = d.primary.span.known()
                              ? sources.position(d.primary.span.source, d.primary.span.begin)
                              : Position{0, 0};
      all.push_back(fmt::format("{} {}:{}", d.code, at.line, at.column));
    }
    return all;
  }
  /// Help of the only complaint; its message if there is no help; empty where there is not exactly
  /// one.
  std::string only_help() const {
    return diagnostics.all().size() == 1 ? diagnostics.all()[0].help : std::string();
  }
};

struct StudyText : TextRead {
  Study study{};
  explicit StudyText(std::string text, std::string key = "nguyen-2017") {
    study = read_study(parse(std::move(text)), std::move(key), 0, diagnostics);
  }
};
struct ReviewText : TextRead {
  Review review{};
  explicit ReviewText(std::string text) {
    read_review(parse(std::move(text)), 0, review, diagnostics);
  }
};
struct ReferencesText : TextRead {
  std::vector<Reference> references{};
  explicit ReferencesText(std::string text) {
    references = read_references(parse(std::move(text)), diagnostics);
  }
};

using Strings = std::vector<std::string>;

/// A folder that is deleted again, with files to be written into it.
class TemporaryFolder {
 public:
  explicit TemporaryFolder(const std::string& name)
      : path_(std::filesystem::temp_directory_path() /
              fmt::format("weald-test-{}-{}", name, ::getpid())) {
    std::filesystem::remove_all(path_);
    std::filesystem::create_directories(path_);
  }
  ~TemporaryFolder() { std::filesystem::remove_all(path_); }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }
  void write(const std::string& relative, const std::string& text) const {
    std::filesystem::create_directories((path_ / relative).parent_path());
    std::ofstream(path_ / relative, std::ios::binary) << text;
  }

 private:
  std::filesystem::path path_;
};

}  // namespace weald
