// SPDX-License-Identifier: MIT
// The fast reader and the full parser must agree on every text that the fast one accepts.
#include "engine/text/yaml_plain.h"

#include <cstdlib>
#include <random>

#include <catch2/catch.hpp>

using namespace weald;
using yaml::Node;

namespace {

bool equal(const Node& a, const Node& b) {
  const auto same = [](const std::vector<Node>& x, const std::vector<Node>& y) {
    return std::equal(x.begin(), x.end(), y.begin(), y.end(), equal);
  };
  return a.kind == b.kind && a.quoted == b.quoted && a.span == b.span && a.text == b.text &&
         same(a.keys, b.keys) && same(a.items, b.items);
}

std::string cat(std::initializer_list<std::string_view> parts) {
  std::string all;
  for (const std::string_view part : parts) all += part;
  return all;
}

/// Random YAML of the kind that descriptors are, some of it wrong.
class Generator {
 public:
  explicit Generator(std::uint64_t seed) : random_(seed) {}

  std::string document() {
    std::string text = below(8) == 0 ? "# comment\n\n" : "";
    text += block(0, 0);
    for (std::size_t i = below(4); i > 0; --i) mutate(text);
    return text;
  }

 private:
  std::size_t below(std::size_t n) { return static_cast<std::size_t>(random_() % n); }
  template <std::size_t N>
  std::string_view one(const char* const (&choices)[N]) {
    return choices[below(N)];
  }

  std::string_view key() {
    return one({"a", "b", "year", "hs-crp", "n", "x1", "_z", "Key", "2017"});
  }
  std::string_view scalar() {
    return one({"1",
                "-0.5",
                "text",
                "two words",
                "~",
                "null",
                "\"quoted: text\"",
                "'it'",
                "\"\"",
                "1 month",
                "a-b",
                "x:y",
                "http://a.b/c",
                "Étude 中",
                "50 %",
                "RoB 2",
                "(a, b)",
                "x # no",
                "a#b",
                "true",
                "<3",
                "\"a\" ",
                "10.7326/M16",
                ".5",
                "nullable",
                "a \"b\" c"});
  }
  std::string flow(int depth) {
    const bool list = below(2) == 0;
    std::string text = list ? "[" : "{";
    const std::size_t n = below(4);
    for (std::size_t i = 0; i < n; ++i) {
      if (i > 0) text += one({", ", ",", ",\n    ", ", # c\n  "});
      if (!list) text += cat({key(), std::to_string(i), one({": ", ":  ", ": ", ":\n  "})});
      if (depth < 3 && below(4) == 0) {
        text += flow(depth + 1);
      } else if (below(12) != 0) {
        text += scalar();
      }
    }
    return cat({text, one({"", "", " ", "\n ", ","}), list ? "]" : "}"});
  }
  std::string value(std::size_t indentation, int depth) {
    switch (depth < 4 ? below(6) : 2 + below(3)) {
      case 0:
        return cat({one({"\n", " # comment\n", "\n\n", "\n# far\n"}),
                    block(indentation + below(4), depth + 1)});
      case 1:
      case 2:
        return cat({" ", flow(0), end()});
      case 3:
        return std::string(end());
      default:
        return cat({" ", scalar(), end()});
    }
  }
  std::string_view end() {
    return one({"\n", "\n", "\n", "  # comment\n", "\n\n", "\n   # c\n", " \n"});
  }
  std::string block(std::size_t indentation, int depth) {
    const bool list = below(3) == 0;
    const std::size_t n = 1 + below(4);
    std::string text;
    for (std::size_t i = 0; i < n; ++i) {
      text += std::string(indentation, ' ');
      if (!list) {
        const std::string number = below(3) == 0 ? "" : std::to_string(i);
        text += cat({key(), number, ":", value(indentation, depth)});
      } else if (below(3) == 0) {
        std::string inner = block(indentation + 2, depth + 1);
        inner[indentation] = '-';
        text.erase(text.size() - indentation);
        text += inner;
      } else {
        text += cat({"-", value(indentation, depth)});
      }
    }
    return text;
  }
  void mutate(std::string& text) {
    const std::size_t at = below(text.size() + 1);
    if (below(3) == 0 && at < text.size()) {
      text.erase(at, 1 + below(4));
    } else {
      text.insert(at, one({" ",  "\n", ":",  ": ", "-",  "- ",     "#",      " #",     ",",
                           "[",  "]",  "{",  "}",  "\"", "'",      "&a",     "*a",     "!",
                           "|",  ">",  "%",  "@",  "?",  "? ",     "---\n",  "...",    "<<: ",
                           "\\", "~",  "\t", "\r", ".",  "\u00A0", "\u0085", "\u2028", "\uFEFF"}));
    }
  }

  std::mt19937_64 random_;
};

std::optional<Node> plain(const std::string& text) { return yaml::parse_plain(text, 0); }

}  // namespace

TEST_CASE("the fast reader gives the full parser's tree, or nothing") {
  const char* rounds = std::getenv("WEALD_FUZZ_ROUNDS");
  const std::size_t count = rounds != nullptr ? std::strtoul(rounds, nullptr, 10) : 20'000;
  std::size_t accepted = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const std::string text = Generator(i).document();
    const auto fast = plain(text);
    if (!fast) continue;
    ++accepted;
    Sources sources;
    Diagnostics diagnostics;
    const auto full = yaml::parse_full(sources, sources.add("a.yaml", text), diagnostics);
    if (full && diagnostics.all().empty() && equal(*fast, *full)) continue;
    INFO(text);
    for (const Diagnostic& d : diagnostics.all()) UNSCOPED_INFO(render(d, sources, false));
    REQUIRE(full);
    REQUIRE(diagnostics.all().empty());
    REQUIRE(equal(*fast, *full));
  }
  CHECK(accepted > count / 10);
}

TEST_CASE("an ordinary descriptor is read the fast way") {
  CHECK(
      plain("title: \"A: trial\"\n"
            "authors: [Nguyen C, 'Boutron I',\n  Baron G]   # three\n"
            "groups:\n"
            "  gc:      {treatment: glucocorticoid, n: 67}\n"
            "results:\n"
            "  - outcome: pain\n"
            "    reported: {measure: RD, ci: [-0.055, 0.387], p: 0.009}\n"
            "    note:\n"
            "  - outcome: harm\n"
            "cites:\n"
            "- modic-1988\n"
            "- \"doi:10.1007/s00586\"\n"));
}

TEST_CASE("the fast reader leaves every doubt to the full parser") {
  for (const char* text : {"",
                           "a: 1\n b: 2\n",
                           "a: 1\na: 2\n",
                           "a: \"x\\n\"\n",
                           "a: 'it''s'\n",
                           "a: |\n  x\n",
                           "a: b: c\n",
                           "a: &x 1\n",
                           "a: *x\n",
                           "a: !t 1\n",
                           "---\na: 1\n",
                           "a: 1\n---\n",
                           "a: [1, 2\n",
                           "a: [1]]\n",
                           "a: x\n  y\n",
                           "a:\tb\n",
                           "a: 1\r\n",
                           "foo\n",
                           "a: [b: 1]\n",
                           "{a: 1}\n",
                           "~: 1\n",
                           "a:\n   b: 1\n  c: 2\n",
                           "a: [x]#y\n",
                           "a: \"b\": c\n",
                           "- a\nb: 1\n",
                           "a: 1\n- b\n",
                           "<<: {a: 1}\n",
                           "a: {b}\n"}) {
    INFO(text);
    CHECK_FALSE(plain(text));
  }
}
