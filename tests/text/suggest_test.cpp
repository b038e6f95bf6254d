// SPDX-License-Identifier: MIT
#include "engine/text/suggest.h"

#include <vector>

#include <catch2/catch.hpp>

using namespace weald;

namespace {

const std::vector<std::string_view> names = {"title",  "authors", "year", "journal",
                                             "events", "n",       "sd",   "se"};

}  // namespace

TEST_CASE("the nearest name is found through a letter more, less, other or swapped") {
  CHECK(nearest("titel", names) == "title");
  CHECK(nearest("author", names) == "authors");
  CHECK(nearest("yaer", names) == "year");
  CHECK(nearest("journql", names) == "journal");
  CHECK(nearest("eventss", names) == "events");
}

TEST_CASE("case does not count for nearness, and the same word is nearest") {
  CHECK(nearest("YEAR", names) == "year");
  CHECK(nearest("Titel", names) == "title");
}

TEST_CASE("a name further than a third of the word is not suggested") {
  CHECK_FALSE(nearest("tuple", names));
  CHECK_FALSE(nearest("outcome", names));
  CHECK(nearest("jurnql", names) == "journal");
}

TEST_CASE("a word that shares no letter with a name is not near to it") {
  CHECK_FALSE(nearest("x", names));
  CHECK_FALSE(nearest("", names));
  CHECK(nearest("N", names) == "n");
}

TEST_CASE("of names equally near the first in the list is suggested") {
  CHECK(nearest("sx", names) == "sd");
  const std::vector<std::string_view> reversed(names.rbegin(), names.rend());
  CHECK(nearest("sx", reversed) == "se");
}

TEST_CASE("nearness is counted in characters, not in bytes") {
  const std::vector<std::string_view> greek = {"τ²", "σ"};
  CHECK(nearest("τ", greek) == "τ²");
}

TEST_CASE("words are the same without regard to the case of ASCII letters only") {
  CHECK(same_word("ReMl", "REML"));
  CHECK(same_word("", ""));
  CHECK_FALSE(same_word("REML", "REM"));
  CHECK_FALSE(same_word("É", "é"));
}

TEST_CASE("keys are lower-case words and digits joined by single hyphens") {
  for (const char* key : {"a", "nguyen-2017", "2017", "hs-crp", "a-1-b"}) CHECK(is_key(key));
  for (const char* text : {"", "-", "a-", "-a", "a--b", "A", "a_b", "a b", "é", "a.b"}) {
    CHECK_FALSE(is_key(text));
  }
}
