// SPDX-License-Identifier: MIT
// The lists of a multiverse: from review.yaml and the command line, with horizons and fields of the
// studies; and when results were measured.
#include <algorithm>
#include <fstream>
#include <memory>

#include <catch2/catch.hpp>

#include "engine/analysis/follow_up.h"
#include "engine/analysis/multiverse_lists.h"
#include "engine/analysis/sensitivity.h"
#include "tests/support/temporary_folder.h"

using namespace weald;

namespace {

struct Asked {
  Loaded loaded;
  Report report;
  Diagnostics diagnostics;
  std::vector<PoolSensitivity> pools;
};

const std::string studies_text =
    "smith-2001|France|36|21|30|28;adams-2005|France|22|20|19|21;baker-2010|Spain|40|25|33|31;"
    "okafor-2012|Spain|18|12|15|14";

/// Four trials at two horizons; `lists` goes into the analysis, `top` to the end of review.yaml.
std::unique_ptr<Asked> ask(const std::string& lists, const std::string& top = "",
                           const std::string& command_line = "") {
  const test::TemporaryFolder folder;
  const auto write = [&](const std::string& name, const std::string& text) {
    std::ofstream(folder.path() / name, std::ios::binary) << text;
  };
  write("review.yaml",
        "title: A\nhorizons:\n  short: {label: Short term, to: 3 months}\n"
        "  long: {label: Long term, after: 3 months}\ntreatments:\n  gc: {label: A}\n"
        "  control: {label: B}\noutcomes:\n  relief: {label: Relief, better: higher}\n"
        "analyses:\n  relief:\n    outcome: relief\n    compare: [gc, control]\n"
        "    measure: RR\n    horizons: [short, long]\n" +
            lists + top);
  std::string rest = studies_text;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find(';'), rest.size());
    std::vector<std::string> cells(1);
    for (const char c : rest.substr(0, end))
      if (c == '|')
        cells.emplace_back();
      else
        cells.back() += c;
    rest.erase(0, end + 1);
    const auto result = [&](const char* time, std::size_t at) {
      return std::string("  - {outcome: relief, time: ") + time +
             ", data: {gc: {events: " + cells[at] + ", n: 65}, control: {events: " + cells[at + 1] +
             ", n: 63}}, source: table 2}\n";
    };
    write(cells[0] + ".yaml",
          "year: 2001\nmoderators: {country: " + cells[1] +
              "}\ngroups: {gc: {treatment: gc, n: 67}, control: {treatment: control, n: "
              "68}}\nresults:\n" +
              result("1 month", 2) + result("1 year", 4));
  }
  auto asked = std::make_unique<Asked>();
  asked->loaded = load_source(folder.path());
  for (const Diagnostic& d : asked->loaded.diagnostics.all()) INFO(d.message);
  if (asked->loaded.diagnostics.has_errors()) {
    asked->diagnostics = asked->loaded.diagnostics;
    return asked;
  }
  asked->report = analyse(asked->loaded, {}, asked->diagnostics);
  asked->pools =
      sensitivity(asked->report,
                  {.kinds = {"multiverse"}, .multiverse = command_line, .loaded = &asked->loaded},
                  asked->diagnostics);
  return asked;
}

std::vector<std::string> values_of(const Multiverse& m, std::string_view name) {
  for (const auto& [key, values] : m.lists)
    if (key == name) return values;
  return {};
}

using Words = std::vector<std::string>;

}  // namespace

TEST_CASE("lists of the analysis replace those of the review, those of the command line both") {
  const std::string own = "    multiverse:\n      tau2: [REML, DL]\n      measure: [RR]\n",
                    all = "multiverse: {tau2: [REML, SJ, ML], ci: [HK, z], measure: [RR, OR]}\n";
  const auto asked = ask(own, all);
  REQUIRE_FALSE(asked->diagnostics.has_errors());
  REQUIRE(asked->pools.size() == 2);
  const Multiverse& m = *asked->pools.front().multiverse;
  CHECK(values_of(m, "tau2") == Words{"REML", "DL"});
  CHECK(values_of(m, "ci") == Words{"HK", "z"});
  CHECK(values_of(m, "measure") == Words{"RR"});
  CHECK(values_of(m, "horizon").empty());
  // random with 2 × 2, common once.
  CHECK(m.universes.size() == 5);
  const auto over = ask(own, all, "tau2=PM; measure=RR,OR");
  CHECK(values_of(*over->pools.front().multiverse, "tau2") == Words{"PM"});
  CHECK(values_of(*over->pools.front().multiverse, "measure") == Words{"RR", "OR"});
}

TEST_CASE("another horizon is the pool of that horizon") {
  const auto asked = ask("", "", "horizon=short,long; measure=RR; model=random; tau2=REML; ci=HK");
  REQUIRE_FALSE(asked->diagnostics.has_errors());
  for (std::size_t p = 0; p < 2; ++p) {
    const Multiverse& m = *asked->pools[p].multiverse;
    REQUIRE(m.universes.size() == 2);
    for (std::size_t u = 0; u < 2; ++u) {
      CHECK(m.universes[u].result.estimate->estimate ==
            asked->report.analyses[0].pools[u].pooled->estimate.estimate);
      CHECK(m.universes[u].primary == (u == p));
    }
  }
}

TEST_CASE("a list of a field keeps the studies with a value, or those without it") {
  const auto asked =
      ask("", "", "country=all,France,not France; measure=RR; model=random; tau2=REML; ci=HK");
  REQUIRE_FALSE(asked->diagnostics.has_errors());
  const Multiverse& m = *asked->pools.front().multiverse;
  REQUIRE(m.universes.size() == 3);
  CHECK(m.universes[0].result.k == 4);
  CHECK(m.universes[0].primary);
  CHECK(m.universes[1].result.k == 2);
  CHECK(m.universes[2].result.k == 2);
}

TEST_CASE("no analysis is the primary one where the lists do not hold it") {
  const auto asked = ask("", "", "tau2=DL; model=random; ci=z; measure=RR");
  const Multiverse& m = *asked->pools.front().multiverse;
  CHECK(std::ranges::none_of(m.universes, &Universe::primary));
}

TEST_CASE("misspelt lists and values are errors once, with what is meant") {
  const auto first = [](const Asked& asked) {
    CHECK(asked.diagnostics.all().size() == 1);
    return asked.diagnostics.all().empty() ? Diagnostic{} : asked.diagnostics.all().front();
  };
  CHECK(first(*ask("", "", "tua2=REML")).message.find("did you mean `tau2`") != std::string::npos);
  CHECK(first(*ask("", "", "country=Frances")).message.find("did you mean `France`") !=
        std::string::npos);
  CHECK(first(*ask("", "", "horizon=shrot")).message.find("did you mean `short`") !=
        std::string::npos);
  CHECK(first(*ask("", "", "zero-cells=none")).message.find("double zeros kept") !=
        std::string::npos);
  const Diagnostic value = first(*ask("    multiverse: {tau2: [REMS]}\n"));
  CHECK(value.code == "bad-option");
  CHECK(value.primary.span.known());
  CHECK(value.message.find("did you mean `REML`") != std::string::npos);
  CHECK(first(*ask("    multiverse: {contry: [all, France]}\n")).code == "unknown-field");
  CHECK(first(*ask("    multiverse: {horizon: [shrot]}\n")).code == "unknown-horizon");
  CHECK(first(*ask("    multiverse: {tau2: []}\n")).code == "wrong-type");
  CHECK(first(*ask("    multiverse: {tau2: REML}\n")).code == "wrong-type");
}

TEST_CASE("lists that have no meaning for an analysis are passed over with a note") {
  const auto asked =
      ask("    method: mh\n", "multiverse: {tau2: [REML, DL], measure: [MD, SMD]}\n");
  REQUIRE_FALSE(asked->diagnostics.has_errors());
  const PoolSensitivity& pool = asked->pools.front();
  CHECK(values_of(*pool.multiverse, "tau2").empty());
  CHECK(values_of(*pool.multiverse, "measure") == Words{"RR", "OR", "RD"});
  CHECK(pool.notes.size() == 2);
}

TEST_CASE("zero cells are a choice where they change something: not in Peto's method") {
  const auto asked = ask("");
  Pooling pool = asked->report.analyses[0].pools[0];
  const auto has_zero_cells = [&] {
    return std::ranges::any_of(usual_lists(pool),
                               [](const auto& list) { return list.first == "zero-cells"; });
  };
  CHECK_FALSE(has_zero_cells());
  std::get<TwoByTwo>(pool.studies[0].row.data).a = 0;
  CHECK(has_zero_cells());
  pool.choices.method = Method::mh;
  CHECK(has_zero_cells());
  pool.choices.method = Method::peto;
  CHECK_FALSE(has_zero_cells());
}

TEST_CASE("results stand at their times, pools at the median of theirs") {
  const auto asked = ask("");
  std::vector<const Pooling*> pools;
  for (const Pooling& pool : asked->report.analyses[0].pools) pools.push_back(&pool);
  REQUIRE(pools.size() == 2);
  FollowUp times = follow_up(pools);
  CHECK(times.in_days);
  CHECK(times.without_time == 0);
  CHECK(times.pools[0].at == Approx(365.25 / 12));
  CHECK(times.pools[1].at == Approx(365.25));
  Pooling first = *pools[0], second = *pools[1];
  first.studies[0].row.time = "2-4 months";
  first.studies[1].row.time = "";
  second.studies[0].row.time = "after 8 months";
  times = follow_up(std::vector<const Pooling*>{&first, &second});
  CHECK(times.pools[0].studies[0] == Approx(3 * 365.25 / 12));
  CHECK(times.pools[0].studies[1] == times.pools[0].at);
  CHECK(times.pools[1].studies[0] == Approx(365.25));
  CHECK(times.without_time == 1);
  // The same time twice is no order in time.
  CHECK_FALSE(follow_up(std::vector<const Pooling*>{&first, &first}).in_days);
}
