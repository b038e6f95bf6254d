// SPDX-License-Identifier: MIT
// The sample files of tests/interchange/corpus, and records by their key.
#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "engine/interchange/formats.h"

namespace weald::testing {

inline std::string corpus_file(const std::string& path) {
  std::ifstream file("tests/interchange/corpus/" + path, std::ios::binary);
  REQUIRE(file);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

/// Every file below a folder of the corpus, in order of their names.
inline std::vector<std::string> corpus_files(const std::string& folder) {
  namespace fs = std::filesystem;
  std::vector<std::string> files;
  const fs::path root = "tests/interchange/corpus";
  if (!fs::exists(root / folder)) return files;
  for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
    if (entry.is_regular_file()) files.push_back(fs::relative(entry.path(), root).string());
  }
  std::sort(files.begin(), files.end());
  return files;
}

inline const Record& by_key(const Reading& reading, const std::string& key) {
  for (const Record& record : reading.records) {
    if (record.key == key) return record;
  }
  FAIL("no record has the key " << key);
  return reading.records.front();
}

}  // namespace weald::testing
