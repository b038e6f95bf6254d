// SPDX-License-Identifier: MIT
// Inputs that fuzzing found (make fuzz), each against what the fuzz target asks of its reader.
#include <catch2/catch.hpp>

#include "tests/fuzz/properties.h"
#include "tests/interchange/corpus.h"

using namespace weald;

TEST_CASE("what fuzzing found once is read as every other input") {
  std::size_t files = 0;
  for (const std::string& file : testing::corpus_files("found")) {
    INFO(file);
    const std::string path = file.substr(std::string("found/").size());
    const auto broken =
        fuzz::broken_property(path.substr(0, path.find('/')), testing::corpus_file(file));
    INFO(broken.value_or(""));
    CHECK_FALSE(broken);
    ++files;
  }
  CHECK(files >= 5);
}

TEST_CASE("every sample of every reader has what fuzzing asks for") {
  for (const std::string_view reader : fuzz::readers()) {
    for (const std::string& file : testing::corpus_files(std::string(reader))) {
      INFO(file);
      const auto broken = fuzz::broken_property(reader, testing::corpus_file(file));
      INFO(broken.value_or(""));
      CHECK_FALSE(broken);
    }
  }
}

TEST_CASE("what fuzzing asks for can fail") {
  CHECK(fuzz::broken_property("ris-of-nobody", "TY  - JOUR"));
}
