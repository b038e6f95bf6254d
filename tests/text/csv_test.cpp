// SPDX-License-Identifier: MIT
#include "engine/text/csv.h"

#include <catch2/catch.hpp>
#include <fmt/format.h>

using namespace weald;

namespace {

/// A table read from text, with everything that was said about it.
struct Read {
  Sources sources{};
  Diagnostics diagnostics{};
  std::optional<csv::Sheet> sheet{};

  explicit Read(const std::string& text, bool tabs = false) {
    const auto id = sources.add(tabs ? "t.tsv" : "t.csv", text);
    sheet = csv::parse(sources, id, tabs, diagnostics);
  }
  std::string codes() const {
    std::string all;
    for (const Diagnostic& d : diagnostics.all())
      all += fmt::format("{}{}", all.empty() ? "" : " ", d.code);
    return all;
  }
  /// Cells as `a|b/c|d`, quoted ones in «».
  std::string cells() const {
    std::string all;
    for (const auto& row : sheet.value().rows) {
      if (!all.empty()) all += '/';
      for (std::size_t i = 0; i < row.size(); ++i) {
        if (i > 0) all += '|';
        all += row[i].quoted ? fmt::format("«{}»", row[i].text) : row[i].text;
      }
    }
    return all;
  }
  std::string_view under(std::size_t i) const {
    return sources.text(diagnostics.all().at(i).primary.span);
  }
};

}  // namespace

TEST_CASE("a table is read with LF, CRLF and lone CR, with and without a last line break") {
  for (const std::string eol : {"\n", "\r\n", "\r"}) {
    for (const std::string& last : {std::string(), eol, eol + eol + eol}) {
      const Read read("study,ai" + eol + "A,1" + eol + eol + "B,2" + last);
      CHECK(read.codes().empty());
      CHECK(read.cells() == "A|1/B|2");
      CHECK(read.sheet->header.size() == 2);
    }
  }
}

TEST_CASE("a byte order mark is no part of the first name") {
  const Read read("\xEF\xBB\xBFstudy,n\nA,1\n");
  CHECK(read.sheet->column("study") == 0u);
  CHECK(read.sheet->column("n") == 1u);
  CHECK_FALSE(read.sheet->column("N"));
  CHECK(read.sources.text(read.sheet->header[0].span) == "study");
}

TEST_CASE("quoted cells hold separators, doubled quotes and line breaks") {
  const Read read("a,b\n\"x, y\",\"say \"\"so\"\"\"\n\"two\r\nlines\",\"\"\n");
  CHECK(read.codes().empty());
  CHECK(read.cells() == "«x, y»|«say \"so\"»/«two\r\nlines»|«»");
}

TEST_CASE("the place of a cell is its text, with its quotes") {
  const Read read("study,note\nÉtude 1 , \"a\"\"b\" \n");
  const auto& row = read.sheet.value().rows.at(0);
  CHECK(read.sources.text(row[0].span) == "Étude 1");
  CHECK(read.sources.text(row[1].span) == "\"a\"\"b\"");
  CHECK(row[1].text == "a\"b");
}

TEST_CASE("empty cells and NA are missing, unless they are quoted") {
  const Read read("a,b,c,d,e\n,NA,\"\",\"NA\",na\n");
  const auto& row = read.sheet.value().rows.at(0);
  CHECK(row[0].missing());
  CHECK(row[1].missing());
  CHECK_FALSE(row[2].missing());
  CHECK_FALSE(row[3].missing());
  CHECK_FALSE(row[4].missing());
}

TEST_CASE("blanks around a cell that is not quoted are no part of it") {
  const Read read("study , ai\n A b ,  12\t\n");
  CHECK(read.sheet->column("ai") == 1u);
  CHECK(read.cells() == "A b|12");
}

TEST_CASE("a quotation mark within a cell is a character") {
  CHECK(Read("a,b\n5\" disc,x\"y\"\n").cells() == "5\" disc|x\"y\"");
}

TEST_CASE("tabs separate where asked, and keep empty cells") {
  const Read read("a\tb\tc\nx, y\t\t3\n", true);
  CHECK(read.codes().empty());
  CHECK(read.cells() == "x, y||3");
}

TEST_CASE("lines of nothing but separators are blank") {
  CHECK(Read("a,b\n1,2\n,\n , \n\n").cells() == "1|2");
}

TEST_CASE("every row of the wrong length is reported, and the others are kept") {
  const Read read("a,b,c\n1,2\n1,2,3\n1,2,3,4\n");
  CHECK(read.codes() == "csv-row-length csv-row-length");
  CHECK(read.under(0) == "1,2");
  CHECK(read.under(1) == "1,2,3,4");
  CHECK(read.diagnostics.all()[0].message == "this row has 2 cells, but the table has 3 columns");
  CHECK(read.cells() == "1|2|3");
}

TEST_CASE("a header that fits no row is one mistake") {
  const Read read("My table\n1,2\n1,2\n3,4\n");
  CHECK(read.codes() == "csv-row-length");
  CHECK(read.diagnostics.all()[0].message ==
        "the first line names 1 column, but all 3 rows have 2 cells");
}

TEST_CASE("an unclosed quote is shown where it opens, and nothing is read") {
  const Read read("a,b\n1,\"2\n3,4\n");
  CHECK(read.codes() == "csv-unclosed-quote");
  CHECK(read.diagnostics.all()[0].primary.span.begin == 6);
  CHECK_FALSE(read.sheet);
  CHECK_FALSE(Read("\"a,b\n1,2\n").sheet);
}

TEST_CASE("text behind a closing quote is an error, and reading goes on") {
  const Read read("a,b\n\"x\"y,2\n1,\"2\" z\n");
  CHECK(read.codes() == "csv-unclosed-quote csv-unclosed-quote");
  CHECK(read.under(0) == "y");
  CHECK(read.under(1) == "z");
}

TEST_CASE("a table separated by semicolons is recognised") {
  const Read read("study;ai;bi\nA;1;0,5\n");
  CHECK(read.codes() == "csv-semicolons");
  CHECK_FALSE(read.sheet);
}

TEST_CASE("tabs in a .csv and commas in a .tsv are recognised") {
  CHECK(Read("a\tb\n1\t2\n").codes() == "csv-header");
  CHECK(Read("a,b\n1,2\n", true).codes() == "csv-header");
}

TEST_CASE("a missing header, an empty name and a doubled name are errors") {
  for (const char* text : {"", "\n\n", "\xEF\xBB\xBF", " \n,,\n"}) {
    CHECK(Read(text).codes() == "csv-header");
    CHECK_FALSE(Read(text).sheet);
  }
  const Read empty("a,,b\n1,2,3\n");
  CHECK(empty.codes() == "csv-header");
  CHECK(empty.diagnostics.all()[0].message == "column 2 has no name");
  const Read twice("ai,bi,ai\n1,2\n");
  CHECK(twice.codes() == "csv-header csv-row-length");
  CHECK(twice.diagnostics.all()[0].primary.span.begin == 6);
  CHECK(twice.diagnostics.all()[0].secondary.at(0).span.begin == 0);
  CHECK_FALSE(twice.sheet);
}

TEST_CASE("a header without rows is a table without rows") {
  const Read read("a,b\n");
  CHECK(read.codes().empty());
  CHECK(read.sheet->rows.empty());
}

TEST_CASE("a cell is quoted where it must be, and reads back") {
  CHECK(csv::quote("plain") == "plain");
  CHECK(csv::quote("") == "");
  CHECK(csv::quote("a,b") == "\"a,b\"");
  CHECK(csv::quote("a,b", '\t') == "a,b");
  CHECK(csv::quote("a\tb", '\t') == "\"a\tb\"");
  for (const std::string text : {"a,b", "\"", "x\ny", "x\ry", " padded ", "say \"so\"", "é中"}) {
    const Read read("a,b\n" + csv::quote(text) + ",1\n");
    CHECK(read.codes().empty());
    CHECK(read.sheet.value().rows.at(0).at(0).text == text);
  }
}
