// SPDX-License-Identifier: MIT
#include "plots/typeset.h"

#include <catch2/catch.hpp>

using namespace weald;

TEST_CASE("numbers get a real minus and powers of ten, words keep their hyphens") {
  CHECK(typeset("-1.5 to 2") == "−1.5 to 2");
  CHECK(typeset("2.0e-26") == "2.0 × 10⁻²⁶");
  CHECK(typeset("1e+07") == "1 × 10⁷");
  CHECK(typeset("0.8 (-1.2 to -0.4)") == "0.8 (−1.2 to −0.4)");
  CHECK(typeset("RoB-2 pre-2000") == "RoB-2 pre-2000");
  CHECK(typeset("") == "");
}

TEST_CASE("text for print has no controls and no broken UTF-8") {
  CHECK(drawable_text("a\tb\nc\x01"
                      "d") == "a b c d");
  CHECK(drawable_text("caf\xC3") == "caf\xEF\xBF\xBD");
  CHECK(drawable_text("王 é") == "王 é");
}

TEST_CASE("lines break at spaces and hyphens and stay within the width") {
  const double letter = fixed_text_measure("x", Role::text).width;
  const TextBlock block = wrap("Deep brain stimulation long-term follow-up", Role::text,
                               12.2 * letter, 9, fixed_text_measure);
  CHECK(block.lines ==
        std::vector<std::string>{"Deep brain", "stimulation", "long-term", "follow-up"});
  CHECK(block.width <= 12.2 * letter);
}

TEST_CASE("lines do not break inside options and ranges, nor at a space that binds") {
  const double width = fixed_text_measure("x", Role::text).width * 9.5;
  CHECK(wrap("compare --method 10-12", Role::text, width, 9, fixed_text_measure).lines ==
        std::vector<std::string>{"compare", "--method", "10-12"});
  CHECK(wrap(unbroken("then p = 0.03"), Role::text, width, 9, fixed_text_measure).lines.size() ==
        2);
}

TEST_CASE("a word too long for its line is broken between letters, never inside one") {
  const double letter = fixed_text_measure("x", Role::text).width;
  for (const char* word : {"Donaudampfschifffahrtsgesellschaft", "王小明李四王小明李四王小明",
                           "e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301"}) {
    const TextBlock block = wrap(word, Role::text, 5.2 * letter, 20, fixed_text_measure);
    std::string joined;
    for (const std::string& line : block.lines) {
      CHECK(drawable_text(line) == line);
      CHECK(line.find("\xCC\x81") != 0);
      joined += line;
    }
    CHECK(joined == word);
    CHECK(block.lines.size() > 1);
  }
}

TEST_CASE("what does not fit ends in an ellipsis within the width") {
  const double letter = fixed_text_measure("x", Role::text).width;
  const TextBlock block =
      wrap("one two three four five six seven", Role::text, 9.2 * letter, 2, fixed_text_measure);
  REQUIRE(block.lines.size() == 2);
  CHECK(block.lines[1].ends_with("…"));
  CHECK(block.width <= 9.2 * letter);
}
