// SPDX-License-Identifier: MIT
#include "cli/yaml_edit.h"

#include <array>

#include <catch2/catch.hpp>

#include "cli/yaml_text.h"

using namespace weald;

namespace {

constexpr std::array<std::string_view, 3> early{"title", "year", "doi"};

yaml::Node map(std::initializer_list<std::pair<std::string_view, std::string_view>> entries) {
  yaml::Node node = yaml_mapping();
  for (const auto& [key, text] : entries) yaml_put(node, key, yaml_scalar(text));
  return node;
}

std::optional<std::string> with(std::string_view text, std::string under, yaml::Node added) {
  const YamlAddition addition{.under = std::move(under), .added = std::move(added)};
  return with_additions(text, {&addition, 1}, early);
}

yaml::Node entry(std::string_view key, std::string_view title) {
  yaml::Node node = yaml_mapping();
  yaml_put(node, key, map({{"title", title}}));
  return node;
}

std::string read_back(std::string_view written) {
  Sources sources;
  Diagnostics diagnostics;
  const auto root =
      yaml::parse(sources, sources.add("", "key: " + std::string(written) + "\n"), diagnostics);
  if (!root || root->find("key") == nullptr ||
      root->find("key")->kind != yaml::Node::Kind::scalar || diagnostics.has_errors())
    return "(not read)";
  return root->find("key")->text;
}

}  // namespace

TEST_CASE("Whatever text is written into YAML is read back as that very text") {
  for (const std::string text : {"plain",
                                 "a: b",
                                 "# no comment",
                                 "x # y",
                                 "\"quotes\"",
                                 "it's",
                                 "it's \"both\"",
                                 "back\\slash",
                                 "two\nlines",
                                 "a\ttab",
                                 "- list",
                                 "? key",
                                 "null",
                                 "~",
                                 "010",
                                 "1.0",
                                 "1e5",
                                 "0x1F",
                                 "true",
                                 "No",
                                 "",
                                 " leading",
                                 "trailing ",
                                 "{a: b}",
                                 "[1, 2]",
                                 "a, b",
                                 "*alias",
                                 "&anchor",
                                 "!tag",
                                 "@at",
                                 "`tick",
                                 "%percent",
                                 "|",
                                 ">",
                                 "---",
                                 "...",
                                 "key:",
                                 ":value",
                                 "\x01 control",
                                 "\x7f",
                                 "\xF0\x9F\x98\x80 emoji",
                                 "\xE6\x9D\x8E",
                                 "\xC2\x85 next line",
                                 "a\xE2\x80\xA8"
                                 "b",
                                 "\xEF\xBB\xBFmark",
                                 "10.1000/(sici)1097<1::aid-x>3.0.co;2-#",
                                 "12,5",
                                 "2017-04-18",
                                 "166",
                                 "152-163",
                                 "S3",
                                 ".inf",
                                 "\r\n",
                                 "<<",
                                 "=",
                                 "\xC2\xA0nbsp"}) {
    INFO(text);
    CHECK(read_back(yaml_word(text)) == text);
    CHECK(read_back(yaml_text(text)) == text);
    yaml::Node list = yaml_list({yaml_scalar(text), yaml_scalar("other")});
    Sources sources;
    Diagnostics diagnostics;
    const auto root = yaml::parse(
        sources,
        sources.add("", "key: " + yaml_flow(list) + "\nk2: {a: " + yaml_word(text) + "}\n"),
        diagnostics);
    REQUIRE(root);
    CHECK(same_yaml(*root->find("key"), list));
    CHECK(root->find("k2")->find("a")->text == text);
  }
}

TEST_CASE("An entry is put at the end of a file, a blank line before it, all else untouched") {
  CHECK(*with("# Head.\na:   {title: X}   # kept\n", "", entry("b", "New")) ==
        "# Head.\na:   {title: X}   # kept\n\nb:\n  title: New\n");
  CHECK(*with("a:\n  title: X\n\n\n# last words\n\n", "", entry("b", "New")) ==
        "a:\n  title: X\n\n\n# last words\n\nb:\n  title: New\n");
  CHECK(*with("a:\n  note: |\n    one\n\n    two\n", "", entry("b", "New")) ==
        "a:\n  note: |\n    one\n\n    two\n\nb:\n  title: New\n");
}

TEST_CASE("A file without a line break at its end gets one") {
  CHECK(*with("a: {title: X}", "", entry("b", "New")) == "a: {title: X}\n\nb:\n  title: New\n");
  CHECK(*with("title: X", "", map({{"doi", "10.1/x"}})) == "title: X\ndoi: 10.1/x\n");
}

TEST_CASE("Windows line breaks stay, and new lines have them too") {
  CHECK(*with("# Head.\r\na:\r\n  title: X\r\n", "", entry("b", "New")) ==
        "# Head.\r\na:\r\n  title: X\r\n\r\nb:\r\n  title: New\r\n");
  CHECK(*with("a:\r\n  title: X # why\r\n  cites: []\r\n", "a", map({{"doi", "10.1/x"}})) ==
        "a:\r\n  title: X # why\r\n  doi: 10.1/x\r\n  cites: []\r\n");
}

TEST_CASE("An empty file and one of comments alone take entries") {
  CHECK(*with("", "", entry("b", "New")) == "b:\n  title: New\n");
  CHECK(*with("# Nothing yet.\n", "", entry("b", "New")) == "# Nothing yet.\n\nb:\n  title: New\n");
  CHECK(*with("---\na: {title: X}\n...\n", "", entry("b", "New")) ==
        "---\na: {title: X}\n\nb:\n  title: New\n...\n");
}

TEST_CASE("Keys go behind those of their kind, or to the end, and nothing else moves") {
  const std::string text =
      "# of the paper\ntitle: X   # kept\nyear: 2017\n\n# people\ngroups:\n  a: {n: 3}\nresults: "
      "[]\n"
      "# end\n";
  CHECK(*with(text, "", map({{"doi", "10.1/x"}, {"reference-count", "31"}})) ==
        "# of the paper\ntitle: X   # kept\nyear: 2017\ndoi: 10.1/x\n\n# people\ngroups:\n  a: {n: "
        "3}\nresults: []\nreference-count: 31\n# end\n");
  CHECK(
      *with("a:\n    title: X\n    pooled:\n      - {x: 1}\n\nb: {title: Y}\n", "a",
            map({{"doi", "10.1/x"}, {"cites", "z"}})) ==
      "a:\n    title: X\n    doi: 10.1/x\n    pooled:\n      - {x: 1}\n    cites: z\n\nb: {title: "
      "Y}\n");
  CHECK(*with("a:\n  title: >\n    long\n    title\n\nb: {}\n", "a", map({{"doi", "10.1/x"}})) ==
        "a:\n  title: >\n    long\n    title\n  doi: 10.1/x\n\nb: {}\n");
}

TEST_CASE("What stands in braces is extended in its braces") {
  CHECK(*with("a: {title: X, year: 2017}  # c\n", "a", map({{"doi", "10.1/x"}})) ==
        "a: {title: X, year: 2017, doi: 10.1/x}  # c\n");
  CHECK(*with("a: {}\n", "a", map({{"doi", "10.1/x"}, {"year", "2017"}})) ==
        "a: {doi: 10.1/x, year: 2017}\n");
  CHECK(*with("a: {title: X,}\n", "a", map({{"doi", "10.1/x"}})) ==
        "a: {title: X, doi: 10.1/x,}\n");
  CHECK(*with("a: {title: \"}\",  # brace\n    year: 2017  # year\n   }\n", "a",
              map({{"doi", "10.1/x"}})) ==
        "a: {title: \"}\",  # brace\n    year: 2017, doi: 10.1/x  # year\n   }\n");
  CHECK(*with("{a: {title: X}}\n", "", entry("b", "New: one")) ==
        "{a: {title: X}, b: {title: \"New: one\"}}\n");
}

TEST_CASE("An entry without anything takes keys below it") {
  CHECK(*with("a:  # later\nb: {title: Y}\n", "a", map({{"doi", "10.1/x"}})) ==
        "a:  # later\n  doi: 10.1/x\nb: {title: Y}\n");
}

TEST_CASE("What cannot be extended safely is refused") {
  CHECK_FALSE(with("- a\n- b\n", "", entry("b", "New")).has_value());
  CHECK_FALSE(with("just text\n", "", entry("b", "New")).has_value());
  CHECK_FALSE(with("a: [\n", "", entry("b", "New")).has_value());
  CHECK_FALSE(with("a: text\n", "a", map({{"doi", "10.1/x"}})).has_value());
  CHECK_FALSE(with("a: {doi: 10.1/y}\n", "a", map({{"doi", "10.1/x"}})).has_value());
  CHECK_FALSE(with("a: {title: X}\n", "b", map({{"doi", "10.1/x"}})).has_value());
  CHECK_FALSE(with("a: {title: X}\n", "", entry("a", "Again")).has_value());
}
