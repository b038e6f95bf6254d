// SPDX-License-Identifier: MIT
#include "engine/text/diagnostic.h"

#include <catch2/catch.hpp>

using namespace weald;

namespace {

/// The span of the nth (from 0) `word` in a source.
Span find(const Sources& sources, std::uint32_t id, std::string_view word, int nth = 0) {
  std::size_t at = sources.text(id).find(word);
  while (nth-- > 0) at = sources.text(id).find(word, at + 1);
  REQUIRE(at != std::string_view::npos);
  return {id, static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + word.size())};
}

void add_label(Diagnostic& d, Span span, std::string_view text) {
  Label& label = d.secondary.emplace_back();
  label.span = span;
  label.text = text;
}

/// An error at `word` in a text of one file.
std::string error_at(const std::string& text, std::string_view word,
                     const std::string& label = {}) {
  Sources sources;
  const auto id = sources.add("a.yaml", text);
  Diagnostic d{.code = "code", .message = "message", .primary = {find(sources, id, word), label}};
  return render(d, sources, false);
}

}  // namespace

TEST_CASE("two labels of one line stand under it, the left one below") {
  Sources sources;
  const auto id = sources.add("studies/bad/smith-2001.yaml",
                              "a\nb\nc\nd\ne\nf\ng\n    treatment: {events: 130, n: 123}\n");
  Diagnostic d{.code = "events-exceed-total",
               .message = "more events than participants",
               .primary = {find(sources, id, "130"), "130 events"},
               .help = "`events` counts people who had the outcome, so it is at most `n`"};
  add_label(d, find(sources, id, "123"), "among 123 participants");
  CHECK(render(d, sources, false) ==
        "error[events-exceed-total]: more events than participants\n"
        "  --> studies/bad/smith-2001.yaml:8:25\n"
        " 8 |     treatment: {events: 130, n: 123}\n"
        "   |                         ^^^     --- among 123 participants\n"
        "   |                         130 events\n"
        "   = help: `events` counts people who had the outcome, so it is at most `n`\n");
}

TEST_CASE("a diagnostic without a place has only head and help") {
  Diagnostic d{
      .severity = Severity::warning, .code = "ack-unused", .message = "nothing to acknowledge"};
  d.help = "Delete it.";
  CHECK(render(d, Sources(), false) ==
        "warning[ack-unused]: nothing to acknowledge\n   = help: Delete it.\n");
}

TEST_CASE("an acknowledged warning says why") {
  Diagnostic d{.severity = Severity::warning, .code = "p-disagrees", .message = "p does not fit"};
  d.acknowledged = true;
  d.why_acknowledged = "adjusted in the paper";
  CHECK(render(d, Sources(), false) ==
        "warning[p-disagrees] (acknowledged: adjusted in the paper): p does not fit\n");
  d.severity = Severity::note;
  d.acknowledged = false;
  CHECK(render(d, Sources(), false) == "note[p-disagrees]: p does not fit\n");
}

TEST_CASE("carets respect wide and combining characters and tabs; columns count code points") {
  CHECK(error_at("中文: bad\n", "bad") ==
        "error[code]: message\n"
        "  --> a.yaml:1:5\n"
        " 1 | 中文: bad\n"
        "   |       ^^^\n");
  CHECK(error_at("e\u0301: bad\n", "bad") ==
        "error[code]: message\n"
        "  --> a.yaml:1:5\n"
        " 1 | e\u0301: bad\n"
        "   |    ^^^\n");
  CHECK(error_at("a\t中\n", "中") ==
        "error[code]: message\n"
        "  --> a.yaml:1:3\n"
        " 1 | a    中\n"
        "   |      ^^\n");
}

TEST_CASE("three labels of one line are tied to their texts") {
  Sources sources;
  const auto id = sources.add("a", "one two three\n");
  Diagnostic d{.code = "c", .message = "m", .primary = {find(sources, id, "two"), "second"}};
  add_label(d, find(sources, id, "three"), "third");
  add_label(d, find(sources, id, "one"), "first");
  CHECK(render(d, sources, false) ==
        "error[c]: m\n"
        "  --> a:1:5\n"
        " 1 | one two three\n"
        "   | --- ^^^ ----- third\n"
        "   | |   second\n"
        "   | first\n");
}

TEST_CASE("a label left of a mark without text does not speak for that mark") {
  Sources sources;
  const auto id = sources.add("a", "one two\n");
  Diagnostic d{.code = "c", .message = "m", .primary = {find(sources, id, "two"), ""}};
  add_label(d, find(sources, id, "one"), "first");
  CHECK(render(d, sources, false) ==
        "error[c]: m\n"
        "  --> a:1:5\n"
        " 1 | one two\n"
        "   | --- ^^^\n"
        "   | first\n");
}

TEST_CASE("labels of other lines and files have snippets of their own, with one gutter") {
  Sources sources;
  const auto id =
      sources.add("a.yaml", std::string("year: 2017\n") + std::string(9, '\n') + "year: 2018\n");
  const auto other = sources.add("b.yaml", "x\n");
  Diagnostic d{.code = "duplicate-key",
               .message = "twice",
               .primary = {find(sources, id, "year", 1), "again"}};
  add_label(d, find(sources, id, "year"), "first");
  add_label(d, find(sources, other, "x"), "elsewhere");
  add_label(d, {}, "nowhere");
  CHECK(render(d, sources, false) ==
        "error[duplicate-key]: twice\n"
        "   --> a.yaml:11:1\n"
        " 11 | year: 2018\n"
        "    | ^^^^ again\n"
        "   ::: a.yaml:1:1\n"
        "  1 | year: 2017\n"
        "    | ---- first\n"
        "   ::: b.yaml:1:1\n"
        "  1 | x\n"
        "    | - elsewhere\n"
        "    = note: nowhere\n");
}

TEST_CASE("a place over several lines is marked on its first, an empty one with one caret") {
  CHECK(error_at("a: \"x  \ny\"\n", "\"x  \ny\"", "this") ==
        "error[code]: message\n"
        "  --> a.yaml:1:4\n"
        " 1 | a: \"x  \n"
        "   |    ^^ this\n");
  Sources sources;
  const auto id = sources.add("a", "ab\n");
  CHECK(render({.code = "c", .message = "m", .primary = {{id, 3, 3}, ""}}, sources, false) ==
        "error[c]: m\n  --> a:2:1\n 2 |\n   | ^\n");
  CHECK(render({.code = "c", .message = "m", .primary = {{id, 90, 99}, ""}}, sources, false) ==
        "error[c]: m\n  --> a:2:1\n 2 |\n   | ^\n");
}

TEST_CASE("nothing of the data steers the terminal") {
  const std::string shown = error_at("a: \x1b[31m\u202E\xFF\x7Fx\n", "x", "x\x1b[0m\ny");
  CHECK(shown.find('\x1b') == std::string::npos);
  CHECK(shown.find("\u202E") == std::string::npos);
  CHECK(shown.find('\xFF') == std::string::npos);
  CHECK(shown.find("x\uFFFD[0m y") != std::string::npos);
}

TEST_CASE("of a very long line only the part around the place is shown") {
  Sources sources;
  const std::string text = std::string(5000, 'a') + "BAD" + std::string(5000, 'b');
  const auto id = sources.add("a", text);
  Diagnostic d{.code = "c", .message = "m", .primary = {find(sources, id, "BAD"), "here"}};
  add_label(d, {id, 10, 12}, "far");
  const std::string shown = render(d, sources, false);
  CHECK(shown.size() < 1500);
  CHECK(shown.find("  --> a:1:5001\n 1 | …" + std::string(60, 'a') + "BAD") != std::string::npos);
  CHECK(shown.find("\n   | " + std::string(61, ' ') + "^^^ here\n") != std::string::npos);
  CHECK(shown.find("  ::: a:1:11\n") != std::string::npos);
}

TEST_CASE("help is wrapped at blanks and keeps its own line breaks") {
  Diagnostic d{.code = "c", .message = "m"};
  for (int i = 0; i < 40; ++i) d.help += "word ";
  d.help += "\nEnd.";
  const std::string shown = render(d, Sources(), false);
  std::size_t longest = 0;
  for (std::size_t from = 0; from < shown.size();) {
    const std::size_t stop = shown.find('\n', from);
    longest = std::max(longest, stop - from);
    from = stop + 1;
  }
  CHECK(longest <= 100);
  CHECK(longest > 90);
  CHECK(shown.find("\n           End.\n") != std::string::npos);
}

TEST_CASE("colours are used only where asked for, and change nothing else") {
  Sources sources;
  const auto id = sources.add("a", "one two\n");
  Diagnostic d{
      .code = "c", .message = "m", .primary = {find(sources, id, "two"), "second"}, .help = "h"};
  add_label(d, find(sources, id, "one"), "first");
  std::string colored = render(d, sources, true);
  CHECK(colored.find("\033[1;31merror[c]\033[0m") == 0);
  for (std::size_t at = 0; (at = colored.find('\033')) != std::string::npos;) {
    colored.erase(at, colored.find('m', at) - at + 1);
  }
  CHECK(colored == render(d, sources, false));
}

TEST_CASE("diagnostics are sorted by path, place, code and message, and repetitions dropped") {
  Sources sources;
  const auto b = sources.add("b", "text");
  const auto a = sources.add("a", "text");
  Diagnostics all;
  all.error("z", {b, 0, 1}, "in b");
  all.error("z", {a, 2, 3}, "later");
  all.error("z", {a, 0, 1}, "second");
  all.error("z", {a, 0, 1}, "first");
  all.warning("y", {a, 0, 1}, "third");
  all.error("x", {}, "nowhere");
  all.error("z", {a, 2, 3}, "later");
  all.error("z", {a, 2, 3}, "later", "but with help");
  all.sort(sources);
  std::string order;
  for (const Diagnostic& d : all.all()) order += d.message + d.help + ", ";
  CHECK(order == "nowhere, third, first, second, later, laterbut with help, in b, ");
}

TEST_CASE("errors and open warnings are counted") {
  Diagnostics all;
  CHECK_FALSE(all.has_errors());
  all.warning("w", {}, "one");
  all.warning("w", {}, "two").acknowledged = true;
  CHECK_FALSE(all.has_errors());
  CHECK(all.open_warnings() == 1);
  Diagnostics more;
  more.error("e", {}, "three");
  all.append(std::move(more));
  CHECK(all.has_errors());
  CHECK(all.all().size() == 3);
}
