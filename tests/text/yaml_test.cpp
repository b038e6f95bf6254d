// SPDX-License-Identifier: MIT
#include "engine/text/yaml.h"

#include <catch2/catch.hpp>
#include <fmt/format.h>

using namespace weald;
using yaml::Node;

namespace {

/// A text read as YAML, with everything that was said about it.
struct Read {
  Sources sources{};
  Diagnostics diagnostics{};
  std::optional<Node> root{};

  explicit Read(const std::string& text) {
    const auto id = sources.add("a.yaml", text);
    root = yaml::parse(sources, id, diagnostics);
    diagnostics.sort(sources);
  }
  /// Codes with line, column and the text at the place.
  std::string complaints() const {
    std::string all;
    for (const Diagnostic& d : diagnostics.all()) {
      const Position p = sources.position(d.primary.span.source, d.primary.span.begin);
      all += fmt::format("{}{} {}:{} {}", all.empty() ? "" : "; ", d.code, p.line, p.column,
                         sources.text(d.primary.span));
    }
    return all;
  }
  const Diagnostic& only() const {
    REQUIRE(diagnostics.all().size() == 1);
    return diagnostics.all()[0];
  }
  std::string_view at(const Node& node) const { return sources.text(node.span); }
  const Node& operator[](std::string_view key) const {
    const Node* found = root.value().find(key);
    REQUIRE(found != nullptr);
    return *found;
  }
};

std::string nested(int depth) { return std::string(static_cast<std::size_t>(depth), '['); }
std::string closed(int depth) {
  return nested(depth) + std::string(static_cast<std::size_t>(depth), ']');
}

}  // namespace

TEST_CASE("a descriptor becomes a tree in which every node knows its place") {
  const Read read(
      "title: \"A: trial\"\n"
      "authors: [Nguyen C, 'Boutron I']\n"
      "groups:\n"
      "  gc: {treatment: drug, n: 67}\n"
      "results:\n"
      "  - outcome: pain\n"
      "    time: 1 month   # later\n"
      "  - outcome: harm\n");
  CHECK(read.complaints().empty());
  CHECK(read["title"].text == "A: trial");
  CHECK(read["title"].quoted);
  CHECK(read.at(read["title"]) == "\"A: trial\"");
  CHECK(read.at(read["authors"]) == "[Nguyen C, 'Boutron I']");
  CHECK(read.at(read["authors"].items[1]) == "'Boutron I'");
  CHECK_FALSE(read["authors"].items[0].quoted);
  const Node& group = *read["groups"].find("gc");
  CHECK(read.at(group) == "{treatment: drug, n: 67}");
  CHECK(read.at(*group.find("n")) == "67");
  CHECK(read.at(group.keys[1]) == "n");
  const Node& results = read["results"];
  REQUIRE(results.kind == Node::Kind::sequence);
  REQUIRE(results.items.size() == 2);
  CHECK(read.at(results.items[0]) == "outcome: pain\n    time: 1 month");
  CHECK(read.at(*results.items[0].find("time")) == "1 month");
  CHECK(read.at(results) == "- outcome: pain\n    time: 1 month   # later\n  - outcome: harm");
  CHECK(read.root->find("none") == nullptr);
}

TEST_CASE("quoted and block texts are told from plain ones") {
  const Read read("a: 12\nb: \"12\"\nc: '12'\nd: |\n  12\ne: >-\n  12\n");
  CHECK_FALSE(read["a"].quoted);
  for (const char* key : {"b", "c", "d", "e"}) CHECK(read[key].quoted);
  CHECK(read["d"].text == "12\n");
  CHECK(read["e"].text == "12");
}

TEST_CASE("texts of several lines end where their text ends") {
  const Read read(
      "plain: one\n  two\n\n  three  # comment\n"
      "double: \"one \\\" \\\n  two\"   # comment\n"
      "single: 'it''s\n  two'\n"
      "block: |\n  one\n\n    two\n\n\n"
      "folded: >2\n    deep\n  two\n"
      "empty: |\n"
      "last: x\n");
  CHECK(read.complaints().empty());
  CHECK(read["plain"].text == "one two\nthree");
  CHECK(read.at(read["plain"]) == "one\n  two\n\n  three");
  CHECK(read.at(read["double"]) == "\"one \\\" \\\n  two\"");
  CHECK(read["single"].text == "it's two");
  CHECK(read.at(read["single"]) == "'it''s\n  two'");
  CHECK(read.at(read["block"]) == "|\n  one\n\n    two");
  CHECK(read.at(read["folded"]) == ">2\n    deep\n  two");
  CHECK(read.at(read["empty"]) == "|");
  CHECK(read["empty"].quoted);
  CHECK(read["last"].text == "x");
}

TEST_CASE("a block text of blanks alone ends at its sign") {
  const Read read("a: >1\n  \nb:   1\nc: |1\n \t\nd: |\n  \n  \t\n  x\ne: 2\n");
  CHECK(read.complaints().empty());
  CHECK(read.at(read["a"]) == ">1");
  CHECK(read.at(read["b"]) == "1");
  CHECK(read.at(read["c"]) == "|1");
  CHECK(read.at(read["d"]) == "|\n  \n  \t\n  x");
  CHECK(read.at(read["e"]) == "2");
}

TEST_CASE("places are right behind CRLF, a byte order mark and characters of several bytes") {
  const Read read("\xEF\xBB\xBFtitle: Étude 中\r\nyear: 2017\r\nnote: |\r\n  x\r\n");
  CHECK(read.complaints().empty());
  CHECK(read.at(read["title"]) == "Étude 中");
  CHECK(read.at(read["year"]) == "2017");
  CHECK(read.at(read["note"]) == "|\r\n  x");
  CHECK(read.sources.position(0, read["year"].span.begin).column == 7);
}

TEST_CASE("a null has the place of its key, in a list that of its dash") {
  const Read read(
      "a:\nb: ~\nc: null\n\nd: {e: , f: Null}\ng:\n  -\n  - x\n  -   # nothing\n  - ~\nh: [~, "
      "y]\n");
  for (const char* key : {"a", "b", "c"}) {
    CHECK(read[key].kind == Node::Kind::null);
    CHECK(read.at(read[key]) == key);
  }
  CHECK(read.at(read["d"]) == "{e: , f: Null}");
  CHECK(read.at(*read["d"].find("e")) == "e");
  CHECK(read.at(*read["d"].find("f")) == "f");
  const Node& list = read["g"];
  CHECK(list.items[0].span.begin + 4 == list.items[1].span.begin - 2);
  CHECK(read.at(list.items[0]) == "-");
  CHECK(read.at(list.items[2]) == "-");
  CHECK(read.sources.position(0, list.items[2].span.begin).line == 9);
  CHECK(read.at(list.items[3]) == "~");
  CHECK(read.at(read["h"]) == "[~, y]");
}

TEST_CASE("null is a key like any other") {
  const Read read("null: 1\n~: 2\n");
  CHECK(read.complaints().empty());
  CHECK(read["null"].text == "1");
  CHECK(read["~"].text == "2");
}

TEST_CASE("an empty text, or one of comments, is a null") {
  for (const char* text : {"", "\n\n", "# nothing\n", "---\n", "\xEF\xBB\xBF"}) {
    const Read read(text);
    CHECK(read.complaints().empty());
    CHECK(read.root.value().kind == Node::Kind::null);
    CHECK(read.root->span.known());
  }
}

TEST_CASE("brackets in comments and texts do not end a list") {
  const Read read("a: [x, # ] not here\n  \"]\", y ] # ]\nb: {c: '}', d: [ ], e: { }}\n");
  CHECK(read.complaints().empty());
  CHECK(read.at(read["a"]) == "[x, # ] not here\n  \"]\", y ]");
  CHECK(read.at(read["b"]) == "{c: '}', d: [ ], e: { }}");
  CHECK(read.at(*read["b"].find("d")) == "[ ]");
}

TEST_CASE("a pair within a list is a map") {
  const Read read("a: [b: 1, c]\n");
  CHECK(read.at(read["a"].items[0]) == "b: 1");
  CHECK(read.at(read["a"]) == "[b: 1, c]");
}

TEST_CASE("duplicate keys are kept, and each points at the first") {
  const Read read("year: 1\nn: 2\nyear: 3\n\"year\": 4\n");
  CHECK(read.complaints() == "duplicate-key 3:1 year; duplicate-key 4:1 \"year\"");
  for (const Diagnostic& d : read.diagnostics.all()) CHECK(d.secondary.at(0).span.begin == 0);
  CHECK(read.root.value().keys.size() == 4);
  CHECK(read["year"].text == "1");
}

TEST_CASE("duplicate keys are found in long maps too") {
  std::string text;
  for (int i = 0; i < 1000; ++i) text += fmt::format("key-{}: 1\n", i % 999);
  const Read read(text);
  CHECK(read.complaints() == "duplicate-key 1000:1 key-0");
}

TEST_CASE("anchors, aliases, merges and tags are refused, each with its own code and place") {
  CHECK(Read("a: &x 1\n").complaints() == "yaml-anchor 1:4 &x");
  CHECK(Read("a: &x 1\nb: *x\n").complaints() == "yaml-anchor 1:4 &x; yaml-alias 2:4 *x");
  CHECK(Read("a: &x\n  b: 1\nc:\n  <<: *x\n  d: 2\n").complaints() ==
        "yaml-anchor 1:4 &x; yaml-merge 4:3 <<");
  CHECK(Read("<<: {a: 1}\n").complaints() == "yaml-merge 1:1 <<");
  CHECK(Read("\"<<\": 1\n").complaints().empty());
  CHECK(Read("a: !!str 12\n").complaints() == "yaml-tag 1:4 !!str");
  CHECK(Read("a: ! 12\n").complaints() == "yaml-tag 1:4 !");
  CHECK(Read("a: !<tag:x> 12\n").complaints() == "yaml-tag 1:4 !<tag:x>");
  CHECK(Read("a: !t &x [1]\n").complaints() == "yaml-tag 1:4 !t; yaml-anchor 1:7 &x");
  CHECK(Read("a: &x !t {b: !u c}\n").complaints() ==
        "yaml-anchor 1:4 &x; yaml-tag 1:7 !t; yaml-tag 1:14 !u");
  CHECK(Read("&x a: 1\n").complaints() == "yaml-anchor 1:1 &x");
  CHECK(Read("a: !t\nb: \"x\"\n").complaints() == "yaml-tag 1:4 !t");
  CHECK(Read("a: &x\nb: 1\n").complaints() == "yaml-anchor 1:4 &x");
  CHECK(Read("&x\n- *x\n").complaints() == "yaml-anchor 1:1 &x; yaml-alias 2:3 *x");
}

TEST_CASE("the tree survives refusals, with places") {
  const Read read("a: &x 12\nb: *x\nc: !t 'y'\nd: !t\nf: 1\n<<: *x\ng: 2\n");
  CHECK(read["a"].text == "12");
  CHECK(read.at(read["a"]) == "12");
  CHECK(read["b"].text == "12");
  CHECK(read.at(read["b"]) == "*x");
  CHECK(read.at(read["c"]) == "'y'");
  CHECK(read["d"].kind == Node::Kind::null);
  CHECK(read.at(read["d"]) == "d");
  CHECK(read["g"].text == "2");
  CHECK(read.root->find("<<") == nullptr);
  CHECK(read.root->keys.size() == read.root->items.size());
}

TEST_CASE("an alias of a list or of nothing known is refused and left out") {
  const Read list("a: &x [1, 2]\nb: *x\nc: [*x, 3]\n");
  CHECK(list.complaints() == "yaml-anchor 1:4 &x; yaml-alias 2:4 *x; yaml-alias 3:5 *x");
  CHECK(list.root->find("b") == nullptr);
  CHECK(list["c"].items.size() == 1);
  CHECK(list.at(list["c"]) == "[*x, 3]");
  const Read unknown("a: *significant\nb: 2\n");
  CHECK(unknown.complaints() == "yaml-alias 1:4 *significant");
  CHECK_FALSE(unknown.root);
}

TEST_CASE("a second document is refused at its beginning") {
  CHECK(Read("a: 1\n---\nb: 2\n").complaints() == "yaml-several-documents 2:1 ---");
  CHECK(Read("---\na: 1\n---\n").complaints() == "yaml-several-documents 3:1 ---");
  CHECK(Read("a: 1\n...\nb: 2\n").complaints() == "yaml-several-documents 3:1 b: ");
  CHECK(Read("a: 1\n---\nb: [\n").complaints() == "yaml-several-documents 2:1 ---");
  CHECK(Read("---\na: 1\n...\n").complaints().empty());
  CHECK_FALSE(Read("a: 1\n---\nb: 2\n").root);
}

TEST_CASE("sixty-four levels are read, and not one more") {
  CHECK(Read(closed(64)).complaints().empty());
  CHECK(Read(closed(65)).complaints() == "nesting-too-deep 1:65 [");
  CHECK(Read("a: 1\na: 2\nb: " + closed(64)).complaints() == "nesting-too-deep 3:67 [");
  std::string blocks;
  for (int i = 0; i < 65; ++i) blocks += std::string(static_cast<std::size_t>(i), ' ') + "a:\n";
  CHECK(Read(blocks).only().code == "nesting-too-deep");
}

TEST_CASE("very deep nesting hurts nobody") {
  CHECK(Read(nested(100'000)).only().code == "nesting-too-deep");
  CHECK(Read(closed(20'000)).only().code == "nesting-too-deep");
  std::string maps;
  for (int i = 0; i < 50'000; ++i) maps += "{a: ";
  CHECK(Read(maps).only().code == "nesting-too-deep");
  std::string lists;
  for (int i = 0; i < 50'000; ++i) lists += "- ";
  CHECK(Read(lists).only().code == "nesting-too-deep");
}

TEST_CASE("bytes that no YAML has are refused before reading") {
  CHECK(Read("a: caf\xE9\n").only().code == "not-utf8");
  CHECK(Read("a: caf\xE9\n").only().primary.span.begin == 6);
  CHECK(Read(std::string("a: \0b\n", 6)).only().code == "not-utf8");
  // yaml-cpp takes U+0004 for the end of the file.
  const Read eof("a: 1\n\x04\nb: 2\n");
  CHECK(eof.only().code == "not-yaml");
  CHECK(eof.only().message == "a control character (U+0004) stands in the text");
  CHECK(eof.only().primary.span.begin == 5);
  CHECK(Read("a: \x1b[31m\n").only().code == "not-yaml");
}

TEST_CASE("a text that is not YAML gives exactly one diagnostic, at the right place") {
  const auto place = [](const std::string& text) {
    const Read read(text);
    CHECK_FALSE(read.root);
    CHECK(read.only().code == "not-yaml");
    CHECK_FALSE(read.only().help.empty());
    return read.complaints();
  };
  CHECK(place("a: 1\nb: 2\n c: 3\n") == "not-yaml 3:3 :");
  CHECK(place("a:\n  b: 1\n  - c\n") == "not-yaml 3:3 -");
  CHECK(place("a:\n    b: 1\n  c: 2\n") == "not-yaml 3:3 c");
  CHECK(place("a: 1\nb: @x\n") == "not-yaml 2:4 @");
  CHECK(place("a: \"x\\q\"\n") == "not-yaml 1:8 \"");
  CHECK(place("a: - b\n") == "not-yaml 1:4 -");
  CHECK(place("a: 1\na: 2\nb: `x`\n") == "not-yaml 3:4 `");
  CHECK(place("- a\nb: 1\n") == "not-yaml 2:1 b");
  CHECK(place("{a: 1} b\n") == "not-yaml 1:8 b");
  CHECK(place(": 5\n") == "not-yaml 1:1 :");
  CHECK(place("? [a, b]\n: 3\n") == "not-yaml 1:3 [");
  CHECK(place("{{x}}: 1\n") == "not-yaml 1:1 {");
  CHECK(place("é: 1\nü: %x\n") == "not-yaml 2:4 %");
}

TEST_CASE("the commonest mistakes are named") {
  const auto said = [](const std::string& text) {
    const Read read(text);
    return fmt::format("{}: {}. {}", read.complaints(), read.only().message, read.only().help);
  };
  using Catch::Matchers::Contains;
  CHECK_THAT(said("\ta: 1\n"), Contains("not-yaml 1:1 \t") && Contains("indented with a tab"));
  CHECK_THAT(said("a:\n\tb: 1\n"), Contains("not-yaml 2:1 \t") && Contains("indented with a tab"));
  CHECK_THAT(said("a:\n  b: 1\n  \tc: 1\n"), Contains("not-yaml 3:3 \t") && Contains("with a tab"));
  CHECK_THAT(said("title: Steroids: a trial\n"),
             Contains("not-yaml 1:16 :") && Contains("in quotes"));
  CHECK_THAT(said("a: 1\nb:2\nc: 3\n"), Contains("not-yaml 2:2 :") && Contains("Write \"b: 2\""));
  CHECK_THAT(said("a: 1\nb:2\n"), Contains("not-yaml 2:2 :") && Contains("space is missing"));
  CHECK_THAT(said("a: \"x\nb: 2\n"), Contains("not-yaml 1:4 \"") && Contains("never closed"));
  CHECK_THAT(said("a: \"x"), Contains("not-yaml 1:4 \"") && Contains("never closed"));
  CHECK_THAT(said("a:\n  - 'x"), Contains("not-yaml 2:5 '") && Contains("never closed"));
  CHECK_THAT(said("a: [1, \"x"), Contains("not-yaml 1:8 \"") && Contains("never closed"));
  CHECK_THAT(said("a: 'x\nb: 2\n"), Contains("not-yaml 1:4 '") && Contains("never closed"));
  CHECK_THAT(said("a: \"x\nb: \"y\"\n"), Contains("not-yaml 2:5 y") && Contains("is a \" missing"));
  CHECK_THAT(said("a: 'it's'\n"), Contains("not-yaml 1:8 s") && Contains("written twice"));
  CHECK_THAT(said("a: [1, 2\nb: 3\n"), Contains("not-yaml 1:4 [") && Contains("\"]\" is missing"));
  CHECK_THAT(said("a: {b: 1, c: 2\n"), Contains("not-yaml 1:4 {") && Contains("\"}\" is missing"));
  CHECK_THAT(said("a: [1, 2\n"), Contains("not-yaml 1:4 [") && Contains("\"]\" is missing"));
  CHECK_THAT(said("a: [1, {b: 2]\n"), Contains("not-yaml 1:13 ]") && Contains("closes nothing"));
  CHECK_THAT(said("a: [1, 2]]\n"), Contains("not-yaml 1:10 ]") && Contains("closes nothing"));
}

TEST_CASE("a word alone is no key without a value") {
  CHECK(Read("a: 1\nfoo\n").complaints() == "not-yaml 2:1 foo");
  CHECK(Read("a: {b:2, c: 3}\n").complaints() == "not-yaml 1:6 :");
  CHECK(Read("a: {b, c}\n").complaints() == "not-yaml 1:5 b");
  CHECK(Read("a: {b: , c: 3}\n").complaints().empty());
  CHECK(Read("a :\n\"b\":\n").complaints().empty());
}

TEST_CASE("the diagnostic of a text that is not YAML quotes the parser") {
  CHECK(Read("a: - b\n").only().help.find("(The YAML reader says: illegal block entry.)") !=
        std::string::npos);
}
