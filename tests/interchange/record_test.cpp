// SPDX-License-Identifier: MIT
#include "engine/interchange/record.h"

#include <catch2/catch.hpp>

#include "engine/interchange/loose_date.h"
#include "engine/interchange/names.h"
#include "engine/interchange/text_lines.h"

using namespace weald;

TEST_CASE("a date is written as far as it is known and read back strictly") {
  for (const PartialDate date :
       {PartialDate{2017, 0, 0}, {2017, 4, 0}, {2017, 4, 18}, {2016, 2, 29}})
    CHECK(read_date_text(date_text(date)) == date);
  CHECK(date_text({2017, 4, 18}) == "2017-04-18");
  CHECK(date_text({2017, 0, 0}) == "2017");
  CHECK(date_text({}).empty());
  for (const char* wrong : {"", "17", "2017-4", "2017-13", "2017-02-29", "2017-00", "2017-04-00",
                            "2017/04", "0000", "2017-04-18 ", "x017", "1900-02-29"}) {
    INFO(wrong);
    CHECK(!read_date_text(wrong).known());
  }
}

TEST_CASE("dates of databases are understood as far as they are clear") {
  struct Row {
    const char* text;
    PartialDate date;
    bool whole;
  };
  const Row rows[] = {
      {"2016", {2016, 0, 0}, true},
      {"2016/09//", {2016, 9, 0}, true},
      {"2016/09/01/", {2016, 9, 1}, true},
      {"2016/09/01/Autumn", {2016, 9, 1}, false},
      {"2016-09-01", {2016, 9, 1}, true},
      {"20160901", {2016, 9, 1}, true},
      {"2016 Sep 1", {2016, 9, 1}, true},
      {"1 September 2016", {2016, 9, 1}, true},
      {"Sep 1, 2016", {2016, 9, 1}, true},
      {"2019 Spring", {2019, 0, 0}, false},
      {"2016 Sep-Oct", {2016, 9, 0}, false},
      {"2018 Dec 15-2019 Jan 5", {2018, 12, 15}, false},
      {"SEP 1", {0, 9, 1}, true},
      {"2015/02/30/", {2015, 2, 0}, false},
      {"09/01/2016", {2016, 0, 0}, false},
      {"in press", {}, false},
      {"", {}, false},
  };
  for (const Row& row : rows) {
    INFO(row.text);
    const LooseDate read = read_loose_date(row.text);
    CHECK(date_text(read.date) == date_text(row.date));
    CHECK(read.date == row.date);
    CHECK(read.whole == row.whole);
  }
}

TEST_CASE("an author is short as indexes write it") {
  CHECK(short_author("Nguyen, Christelle") == "Nguyen C");
  CHECK(short_author("Nguyen, C.") == "Nguyen C");
  CHECK(short_author("Nguyen, CM") == "Nguyen CM");
  CHECK(short_author("Nguyen, Jean-Marie P.") == "Nguyen JMP");
  CHECK(short_author("van der Berg, jan") == "van der Berg J");
  CHECK(short_author("King, Martin Luther, Jr.") == "King ML Jr");
  CHECK(short_author("Ängström, Åke") == "Ängström Å");
  CHECK(short_author("Invented Trials Group") == "Invented Trials Group");
  CHECK(short_author("") == "");
  CHECK(short_author("Smith, John A Jr") == "Smith JA Jr");
  CHECK(short_author("King, Martin Luther 3rd") == "King ML 3rd");
  CHECK(short_author("Berg, C. van der") == "van der Berg C");
  CHECK(short_author("Barnes and Noble, Inc.") == "Barnes and Noble, Inc.");
}

TEST_CASE("a short name is as short as it gets, and keeps its family name") {
  for (const std::string name :
       {"Smith, John, Jr.", "Smith, Jr., John", "Smith, John A Jr", "King, Martin Luther 3rd",
        "Berg, C. van der", "van der Berg, C", "Silva, Maria José Pereira Alves", "Smith,",
        ", John", "Barnes and Noble, Inc.", "GISSI HF", "Plato", "Smith, J., Jr., MD", ", van"}) {
    const std::string brief = short_author(name);
    INFO(name << " -> " << brief);
    CHECK(short_author(brief) == brief);
    CHECK(family_name(brief) == family_name(name));
  }
  CHECK(family_name("Smith, John, Jr.") == "Smith");
  CHECK(family_name("Smith, Jr., John") == "Smith");
  CHECK(family_name("van der Berg C") == "van der Berg");
}

TEST_CASE("several persons in one field are told apart, one person is not torn") {
  using Names = std::vector<std::string>;
  CHECK(persons_in("Smith, A., Jones, B.") == Names{"Smith, A.", "Jones, B."});
  CHECK(persons_in("Smith, A and Jones, B") == Names{"Smith, A", "Jones, B"});
  CHECK(persons_in("Smith, J; Doe, K; Poe, L") == Names{"Smith, J", "Doe, K", "Poe, L"});
  CHECK(persons_in("Smith A, Jones B") == Names{"Smith, A", "Jones, B"});
  CHECK(persons_in("Smith, John, Jr.") == Names{"Smith, John, Jr."});
  CHECK(persons_in("Barnes and Noble, Inc.") == Names{"Barnes and Noble, Inc."});
}

TEST_CASE("a record is named by what it has") {
  Record record;
  CHECK(record_name(record) == "a record without author, year and title");
  record.key = "k1";
  CHECK(record_name(record) == "k1");
  record.doi = "10.5555/x";
  CHECK(record_name(record) == "doi:10.5555/x");
  record.authors = {"Nguyen, Christelle"};
  record.date.year = 2017;
  CHECK(record_name(record) == "Nguyen 2017, doi:10.5555/x");
  record.title = "Short";
  CHECK(record_name(record) == "Nguyen 2017: Short");
  record.title = "Intradiscal glucocorticoid injection for patients with chronic low back pain";
  CHECK(record_name(record) ==
        "Nguyen 2017: Intradiscal glucocorticoid injection for patients with…");
  record.authors.clear();
  record.date = {};
  record.title = "ééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééé";
  CHECK(record_name(record).ends_with("é…"));
}

TEST_CASE("the same record elsewhere in a file is the same; a changed one is not") {
  Record a, b;
  a.line = 1;
  b.line = 7;
  CHECK(same_record(a, b));
  b.extra.emplace_back("note", "x");
  CHECK(!same_record(a, b));
  CHECK(b.more("note") == "x");
  CHECK(b.more("other").empty());
}

TEST_CASE("names of indexes become persons, groups stay") {
  CHECK(text::person("Nguyen,Christelle") == "Nguyen, Christelle");
  CHECK(text::person("Nguyen C") == "Nguyen, C");
  CHECK(text::person("van der Berg JK") == "van der Berg, JK");
  CHECK(text::person("King ML Jr") == "King, ML, Jr");
  CHECK(text::person("Study Group II") == "Study Group II");
  CHECK(text::person("World Health Organization") == "World Health Organization");
  CHECK(text::person("GISSI HF") == "GISSI HF");
}
