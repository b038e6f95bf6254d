// SPDX-License-Identifier: MIT
// Tables become pools: which columns a measure takes, what is refused at which cell, and what is
// left out.
#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "engine/effects/measure.h"
#include "engine/review/dataset.h"
#include "engine/review/table_check.h"
#include "engine/text/csv.h"

namespace {

using namespace weald;

struct Read {
  std::vector<Dataset> pools{};
  Diagnostics diagnostics{};
  Sources sources{};

  std::vector<std::string> codes() const {
    std::vector<std::string> out;
    for (const Diagnostic& d : diagnostics.all()) out.emplace_back(d.code);
    return out;
  }
  std::string where(std::size_t i) const {
    return std::string(sources.text(diagnostics.all().at(i).primary.span));
  }
};

Read read(const std::string& text, const char* measure, std::vector<std::string> horizons = {}) {
  Read out;
  const std::uint32_t source = out.sources.add("trials.csv", text);
  Table table{.name = "trials", .source = source};
  auto sheet = csv::parse(out.sources, source, false, out.diagnostics);
  REQUIRE(sheet);
  table.sheet = std::move(*sheet);
  const Measure* wanted = measure ? find_measure(measure) : nullptr;
  if (measure) REQUIRE(wanted);
  out.pools =
      datasets(table, {.measure = wanted, .horizons = std::move(horizons)}, out.diagnostics);
  return out;
}

template <class T>
T data(const Read& r, std::size_t row, std::size_t pool = 0) {
  REQUIRE(r.pools.size() > pool);
  REQUIRE(r.pools[pool].rows.size() > row);
  REQUIRE(std::holds_alternative<T>(r.pools[pool].rows[row].data));
  return std::get<T>(r.pools[pool].rows[row].data);
}

using Codes = std::vector<std::string>;

}  // namespace

TEST_CASE("counts are read as events and non-events or as events and totals") {
  for (const char* text : {"study,ai,bi,ci,di\nA,4,36,9,32\n", "study,ai,n1i,ci,n2i\nA,4,40,9,41\n",
                           "study,ai,n1i,ci,di\nA,4,40,9,32\n"}) {
    const Read r = read(text, "OR");
    CHECK(r.codes().empty());
    const auto t = data<TwoByTwo>(r, 0);
    CHECK(t.a == 4);
    CHECK(t.b == 36);
    CHECK(t.c == 9);
    CHECK(t.d == 32);
    REQUIRE(r.pools[0].rows[0].arms.size() == 2);
    CHECK(r.pools[0].rows[0].arms[1].n == 41);
  }
}

TEST_CASE("a column means what the measure makes of it") {
  CHECK(data<Proportion>(read("study,xi,mi\nA,3,17\n", "PLO"), 0).n == 20);
  CHECK(data<Mean>(read("study,mi,sdi,ni\nA,3,1,17\n", "MN"), 0).m == 3);
  CHECK(data<Rate>(read("study,xi,ti\nA,3,17.5\n", "IR"), 0).t == 17.5);
  CHECK(data<Correlation>(read("study,ti,ni\nA,-2.4,17\n", "ZCOR"), 0).t == -2.4);
  CHECK(data<TwoRates>(read("study,x1i,t1i,x2i,t2i\nA,3,17.5,4,20\n", "IRR"), 0).x2 == 4);
  CHECK(data<ObservedExpected>(read("study,oe,v\nA,-3.5,17.5\n", "HR"), 0).oe == -3.5);
  const auto hr = data<Reported>(read("study,estimate,lower,upper\nA,0.8,0.65,0.98\n", "HR"), 0);
  CHECK(hr.estimate == 0.8);
  CHECK(hr.lower == 0.65);
  CHECK(data<Generic>(read("study,yi,sei\nA,0.8,0.5\n", "GEN"), 0).v == 0.25);
  const std::string both = "study,yi,vi,ai,n1i,ci,n2i\nA,0.1,0.2,4,40,9,41\n";
  CHECK(data<Generic>(read(both, "GEN"), 0).y == 0.1);
  CHECK(data<TwoByTwo>(read(both, "RR"), 0).a == 4);
}

TEST_CASE("a standardised difference takes means where they are, else d, t or p") {
  const Read r = read(
      "study,m1i,sd1i,n1i,m2i,sd2i,n2i,di,ti,pi\n"
      "A,12.1,3.2,20,10.3,2.9,22,NA,NA,NA\n"
      "B,NA,NA,30,NA,NA,28,0.35,NA,NA\n"
      "C,NA,NA,18,NA,NA,20,NA,NA,-0.2\n"
      "D,NA,NA,18,NA,NA,20,NA,NA,NA\n",
      "SMD");
  CHECK(r.codes().empty());
  CHECK(data<TwoMeans>(r, 0).m1 == 12.1);
  CHECK(data<StandardisedInput>(r, 1).d == 0.35);
  CHECK(data<StandardisedInput>(r, 2).p == -0.2);
  REQUIRE(r.pools[0].excluded.size() == 1);
  CHECK(r.pools[0].excluded[0].study == "D");
}

TEST_CASE("a missing cell leaves its line out and is named") {
  const Read r = read("study,ai,n1i,ci,n2i\nA,4,40,9,41\nB,NA,31,5,\n", "RR");
  CHECK(r.codes().empty());
  CHECK(r.pools[0].rows.size() == 1);
  REQUIRE(r.pools[0].excluded.size() == 1);
  CHECK(r.pools[0].excluded[0].code == "missing-data");
  CHECK(r.pools[0].excluded[0].reason == "no value in `ai`, `n2i`");
}

TEST_CASE("cells that cannot be right are errors at the cell") {
  struct Bad {
    const char *text, *measure, *code, *cell;
  };
  for (const Bad& bad : {
           Bad{"study,ai,n1i,ci,n2i\nA,-4,40,9,41\n", "RR", "negative-count", "-4"},
           Bad{"study,ai,n1i,ci,n2i\nA,4.5,40,9,41\n", "RR", "fractional-count", "4.5"},
           Bad{"study,ai,n1i,ci,n2i\nA,44,40,9,41\n", "RR", "events-exceed-total", "44"},
           Bad{"study,ai,n1i,ci,n2i\nA,4,0,9,41\n", "RR", "n-not-positive", "0"},
           Bad{"study,ai,bi,ci,di\nA,0,0,9,41\n", "RR", "n-not-positive", "0"},
           Bad{"study,ai,n1i,ci,n2i\nA,four,40,9,41\n", "RR", "not-a-number", "four"},
           Bad{"study,mi,sdi,ni\nA,3,0,17\n", "MN", "sd-not-positive", "0"},
           Bad{"study,mi,sdi,ni\nA,\"3,5\",1,17\n", "MN", "decimal-comma", "\"3,5\""},
           Bad{"study,xi,ti\nA,3,0\n", "IR", "person-time-not-positive", "0"},
           Bad{"study,ri,ni\nA,35,20\n", "COR", "correlation-out-of-range", "35"},
           Bad{"study,yi,vi\nA,3,-1\n", "GEN", "sd-not-positive", "-1"},
           Bad{"study,yi,vi\nA,nan,1\n", "GEN", "not-finite", "nan"},
           Bad{"study,estimate,lower,upper\nA,0.8,0.98,0.65\n", "HR", "interval-swapped", "0.98"},
           Bad{"study,estimate,lower,upper\nA,8,0.65,0.98\n", "HR", "interval-misses-estimate",
               "8"},
       }) {
    INFO(bad.text);
    const Read r = read(bad.text, bad.measure);
    REQUIRE(r.codes() == Codes{bad.code});
    CHECK(r.where(0) == bad.cell);
    CHECK(!r.diagnostics.all()[0].help.empty());
    CHECK(r.pools[0].rows.empty());
  }
}

TEST_CASE("every bad cell of a table is reported in one run") {
  CHECK(read("study,ai,n1i,ci,n2i\nA,-4,4.5,9,x\nB,50,40,9,41\n", "RR").codes() ==
        Codes{"negative-count", "fractional-count", "not-a-number", "events-exceed-total"});
}

TEST_CASE("columns that do not give the measure are one error that names them") {
  const Read r = read("study,mi,sdi,ni\nA,3,1,17\n", "RR");
  REQUIRE(r.codes() == Codes{"measure-does-not-fit"});
  const std::string help = r.diagnostics.all()[0].help;
  CHECK(help.find("`ai`, `bi` or `n1i`, `ci`, `di` or `n2i`") != std::string::npos);
  CHECK(help.find("`study`, `mi`, `sdi`, `ni`") != std::string::npos);
  CHECK(r.pools.empty());
}

TEST_CASE("a measure is guessed only where there is one answer") {
  const Read generic = read("study,yi,vi\nA,0.1,0.2\n", nullptr);
  CHECK(generic.codes().empty());
  REQUIRE(generic.pools.size() == 1);
  CHECK(generic.pools[0].measure->key == "GEN");
  const Read counts = read("study,ai,n1i,ci,n2i\nA,4,40,9,41\n", nullptr);
  REQUIRE(counts.codes() == Codes{"measure-needed"});
  CHECK(counts.diagnostics.all()[0].message.find("RR, OR, RD, PETO, AS") != std::string::npos);
  CHECK(read("study,estimate,lower,upper\nA,1,0.5,2\n", nullptr).codes() ==
        Codes{"measure-needed"});
  CHECK(read("study,yi,vi,xi,ni\nA,1,0.5,2,4\n", nullptr).codes() == Codes{"measure-needed"});
  CHECK(read("study,dose\nA,1\n", nullptr).codes() == Codes{"measure-does-not-fit"});
}

TEST_CASE("other columns are fields, and time is follow-up only where it has units") {
  const Read r = read(
      "study,yi,vi,year,alloc,time\nA,0.1,0.2,1948,random,3 months\nB,0.2,0.1,1960,NA,1 year\n",
      "GEN");
  const Row& row = r.pools[0].rows[0];
  CHECK(row.year == 1948);
  CHECK(row.fields.at("alloc").text == "random");
  CHECK(!row.fields.at("alloc").number);
  CHECK(row.fields.at("year").number == 1948);
  CHECK(row.time == "3 months");
  CHECK(r.pools[0].rows[1].fields.count("alloc") == 0);
  CHECK(row.fields.count("yi") == 0);
  const Read plain = read("study,yi,vi,time\nA,0.1,0.2,47\nB,0.2,0.1,3 months\n", "GEN");
  CHECK(plain.pools[0].rows[0].time.empty());
  CHECK(plain.pools[0].rows[0].fields.at("time").number == 47);
}

TEST_CASE("a horizon column makes one pool a value, in order of appearance") {
  const std::string text =
      "study,yi,vi,horizon,outcome\nA,0.1,0.2,long,pain\nB,0.2,0.1,short,pain\nC,0.3,0.1,long,"
      "pain\nD,1,1,NA,pain\n";
  const Read r = read(text, "GEN");
  REQUIRE(r.pools.size() == 2);
  REQUIRE(r.pools[0].horizon);
  CHECK(r.pools[0].horizon->key == "long");
  CHECK(r.pools[1].horizon->key == "short");
  CHECK(r.pools[0].rows.size() == 2);
  CHECK(r.pools[0].title == "pain");
  REQUIRE(r.pools[1].excluded.size() == 1);
  CHECK(r.pools[1].excluded[0].code == "time-missing");
  CHECK(read(text, "GEN", {"short"}).pools.size() == 1);
  CHECK(read(text, "GEN", {"shrot"}).codes() == Codes{"unknown-horizon"});
  CHECK(read("study,yi,vi\nA,1,1\n", "GEN", {"short"}).codes() == Codes{"unknown-horizon"});
}

TEST_CASE("study labels may repeat and are then noted") {
  const Read r = read("study,yi,vi\nA,0.1,0.2\nA,0.2,0.1\n", "GEN");
  CHECK(r.pools[0].rows.size() == 2);
  REQUIRE(r.pools[0].notes.size() == 1);
  CHECK(r.pools[0].notes[0].code == "duplicate-study");
  CHECK(read("yi,vi\n0.1,0.2\n", "GEN").pools[0].rows[0].study == "Row 1");
}

TEST_CASE("a long table costs time in proportion to its length") {
  const auto seconds = [](std::size_t lines) {
    std::string text = "study,ai,n1i,ci,n2i\n";
    for (std::size_t i = 0; i < lines; ++i) text += fmt::format("S{},4,40,9,41\n", i);
    const auto start = std::chrono::steady_clock::now();
    CHECK(read(text, "RR").pools[0].rows.size() == lines);
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  };
  const auto best = [&](std::size_t lines) {
    return std::min({seconds(lines), seconds(lines), seconds(lines)});
  };
  const double small = best(5000), large = best(50000);
  CHECK(large < 60 * std::max(small, 1e-3));
}

TEST_CASE("a horizon is asked for without regard to case") {
  const Read r = read("study,horizon,yi,vi\nA,short,1,1\nB,long,2,1\n", "GEN", {"SHORT"});
  CHECK(r.codes().empty());
  REQUIRE(r.pools.size() == 1);
  CHECK(r.pools[0].horizon->key == "short");
}

TEST_CASE("rows of one cluster are pooled with a note") {
  const Read shared = read("study,cluster,yi,vi\nA,x,1,1\nB,x,2,1\nC,y,2,1\n", "GEN");
  REQUIRE(shared.pools[0].notes.size() == 1);
  CHECK(shared.pools[0].notes[0].code == "shared-cluster");
  CHECK(read("study,cluster,yi,vi\nA,x,1,1\nB,z,2,1\n", "GEN").pools[0].notes.empty());
}

TEST_CASE("a time column of which one cell has no unit is warned of at that cell") {
  const Read r = read("study,time,yi,vi\nA,6 months,1,1\nB,12,2,1\nC,13,2,1\n", "GEN");
  REQUIRE(r.codes() == Codes{"time-column"});
  CHECK(r.where(0) == "12");
  CHECK(read("study,time,yi,vi\nA,6,1,1\nB,12,2,1\n", "GEN").codes().empty());
}

TEST_CASE("a column in capitals is named in lower case") {
  const Read warned = read("Study,yi,vi\nA,1,1\n", "GEN");
  REQUIRE(warned.codes() == Codes{"column-case"});
  const Read refused = read("Study,Yi,VI\nA,1,1\n", "GEN");
  REQUIRE(refused.codes() == Codes{"measure-does-not-fit"});
  CHECK(refused.diagnostics.all()[0].help.find("`study`, `yi`, `vi`") != std::string::npos);
}

TEST_CASE("a table is checked under every kind of data, each cell once") {
  const auto check = [](const std::string& text) {
    Sources sources;
    Diagnostics diagnostics;
    Table table{.name = "t", .source = sources.add("t.csv", text)};
    table.sheet = *csv::parse(sources, table.source, false, diagnostics);
    check_table(table, diagnostics);
    Codes codes;
    for (const Diagnostic& d : diagnostics.all()) codes.emplace_back(d.code);
    return codes;
  };
  CHECK(check("study,ai,n1i,ci,n2i\nA,14,12,x,10\nB,14,12,1,10\n") ==
        Codes{"not-a-number", "events-exceed-total"});
  CHECK(check("study,xi,ni,mi,sdi\nA,1,0,2,1\n") == Codes{"n-not-positive"});
  CHECK(check("study,yi,vi,sei\nA,1,0,-1\n") == Codes{"sd-not-positive", "zero-variance"});
  CHECK(check("study,n\nA,1\n") == Codes{"measure-does-not-fit"});
}
