// SPDX-License-Identifier: MIT
#include "engine/citations/bias.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>

#include <fmt/format.h>

#include "engine/citations/parts.h"
#include "engine/numerics/random.h"

namespace weald {
namespace {

/// One citing paper: the studies that it could cite and those that it does, as numbers.
struct Stratum {
  std::vector<std::uint32_t> cited{};
  std::size_t eligible = 0;              ///< the first so many studies by day, without `without`
  std::vector<std::uint32_t> without{};  ///< of these: itself, and in the sensitivity its own
};

/// The studies in the order of the day from which they can be cited.
struct Studies {
  std::vector<std::uint32_t> node{};
  std::vector<long> day{};  ///< latest day it may have appeared, and the lag
  std::vector<int> year{};
  std::vector<char> positive{};
};

TwoByTwo table_of(const Stratum& stratum, const std::vector<char>& positive,
                  const std::vector<std::uint32_t>& positive_before) {
  double all = positive_before[stratum.eligible], cited = 0;
  for (const std::uint32_t j : stratum.without) all -= positive[j];
  for (const std::uint32_t j : stratum.cited) cited += positive[j];
  const double others = static_cast<double>(stratum.eligible - stratum.without.size()) - all;
  const double cited_others = static_cast<double>(stratum.cited.size()) - cited;
  return {.a = cited, .b = all - cited, .c = cited_others, .d = others - cited_others};
}

/// How many of the first i studies are positive.
std::vector<std::uint32_t> running(const std::vector<char>& positive) {
  std::vector<std::uint32_t> sum{0};
  for (const char p : positive) sum.push_back(sum.back() + static_cast<std::uint32_t>(p));
  return sum;
}

/// |ln OR| of Mantel & Haenszel; infinite where one of its sums is 0, nothing where both are.
std::optional<double> distance(const std::vector<Stratum>& strata,
                               const std::vector<char>& positive) {
  const std::vector<std::uint32_t> before = running(positive);
  double r = 0, s = 0;
  for (const Stratum& stratum : strata) {
    const TwoByTwo t = table_of(stratum, positive, before);
    const double n = t.n1() + t.n2();
    if (!(n > 0)) continue;
    r += t.a * t.d / n;
    s += t.b * t.c / n;
  }
  if (!(r > 0) && !(s > 0)) return std::nullopt;
  if (!(r > 0) || !(s > 0)) return std::numeric_limits<double>::infinity();
  return std::fabs(std::log(r / s));
}

CitationBiasTest test_of(std::string key, const std::vector<Stratum>& strata,
                         const std::vector<char>& positive) {
  CitationBiasTest test{.key = std::move(key)};
  const std::vector<std::uint32_t> before = running(positive);
  std::vector<TwoByTwo> tables;
  for (const Stratum& stratum : strata) {
    const std::size_t pairs = stratum.eligible - stratum.without.size();
    if (pairs == 0) continue;
    ++test.citing;
    test.pairs += pairs;
    test.cited += stratum.cited.size();
    tables.push_back(table_of(stratum, positive, before));
  }
  test.fit = mantel_haenszel(tables, CountMeasure::OR, 0, 0.95);
  return test;
}

/// The studies of each year, and how many arrangements of `positive` within years exist; more than
/// `most` are not counted on.
struct Years {
  std::vector<std::vector<std::uint32_t>> studies{};
  std::size_t arrangements = 1;
  bool mixed = false;  ///< some year has both
};

Years years_of(const Studies& studies, std::size_t most) {
  std::map<int, std::vector<std::uint32_t>> by_year;
  for (std::uint32_t j = 0; j < studies.node.size(); ++j) by_year[studies.year[j]].push_back(j);
  Years years;
  for (auto& [year, of_year] : by_year) {
    std::size_t positive = 0;
    for (const std::uint32_t j : of_year) positive += static_cast<std::size_t>(studies.positive[j]);
    years.mixed = years.mixed || (positive > 0 && positive < of_year.size());
    // n over positive, factor by factor: every step is a whole number.
    double ways = 1;
    for (std::size_t k = 1; k <= positive; ++k)
      ways = std::min(1e18, std::round(ways * static_cast<double>(of_year.size() - positive + k) /
                                       static_cast<double>(k)));
    const double all = static_cast<double>(years.arrangements) * ways;
    years.arrangements = all > static_cast<double>(most) ? most + 1 : static_cast<std::size_t>(all);
    years.studies.push_back(std::move(of_year));
  }
  return years;
}

/// The next arrangement of one year's marks in lexicographic order; false after the last, which is
/// followed by the first.
bool next_arrangement(const std::vector<std::uint32_t>& year, std::vector<char>& positive) {
  std::vector<char> marks;
  for (const std::uint32_t j : year) marks.push_back(positive[j]);
  const bool more = std::next_permutation(marks.begin(), marks.end());
  for (std::size_t k = 0; k < year.size(); ++k) positive[year[k]] = marks[k];
  return more;
}

void permute(const Studies& studies, const std::vector<Stratum>& strata, std::size_t most,
             CitationBias& bias) {
  const Years years = years_of(studies, most);
  const auto observed = distance(strata, studies.positive);
  if (!observed) return;
  if (!years.mixed) {
    bias.notes.push_back(
        "no permutation: in no year are there studies of both kinds, so there is nothing to "
        "exchange");
    return;
  }
  const auto as_far = [&](const std::vector<char>& positive) {
    const auto here = distance(strata, positive);
    return here && *here >= *observed * (1 - 1e-10);
  };
  std::size_t extreme = 0;
  std::vector<char> positive = studies.positive;
  if (years.arrangements <= most) {
    bias.exact = true;
    for (const auto& year : years.studies) {
      std::size_t ones = 0;
      for (const std::uint32_t j : year) ones += static_cast<std::size_t>(positive[j]);
      for (std::size_t k = 0; k < year.size(); ++k) positive[year[k]] = k + ones >= year.size();
    }
    // Years turn like the wheels of a counter.
    for (bool more = true; more;) {
      ++bias.permutations;
      extreme += as_far(positive);
      more = false;
      for (std::size_t y = 0; y < years.studies.size() && !more; ++y)
        more = next_arrangement(years.studies[y], positive);
    }
    bias.permutation_p = static_cast<double>(extreme) / static_cast<double>(bias.permutations);
    return;
  }
  // No more work than a few seconds, and at least 999.
  double work = static_cast<double>(studies.node.size());
  for (const Stratum& stratum : strata)
    work += 4.0 + static_cast<double>(stratum.cited.size() + stratum.without.size());
  bias.permutations =
      std::min(most, std::max<std::size_t>(999, static_cast<std::size_t>(2e9 / work)));
  Random random{.seed = bias.seed};
  for (std::size_t b = 0; b < bias.permutations; ++b) {
    for (const auto& year : years.studies)
      for (std::size_t k = year.size(); k > 1; --k)
        std::swap(positive[year[k - 1]], positive[year[random.below(k)]]);
    extreme += as_far(positive);
  }
  bias.permutation_p =
      (1 + static_cast<double>(extreme)) / (1 + static_cast<double>(bias.permutations));
}

/// The last day of a date, so many calendar months and days later.
std::optional<long> citable_from(const PartialDate& date, const Lag& lag) {
  const auto days = days_of(date);
  if (!days) return {};
  // A date without a month ends in December, one without a day at the end of its month.
  const int month = date.month == 0 ? 12 : date.month;
  const int months = date.year * 12 + (month - 1) + lag.months;
  PartialDate later{.year = months / 12, .month = months % 12 + 1};
  const DayRange whole = *days_of(later);
  // The 31st of a month that has but 30 days is its last.
  const long day =
      date.day == 0 ? whole.to : std::min(whole.to, whole.from + static_cast<long>(date.day) - 1);
  return day + lag.days;
}

std::set<std::string> author_keys(const Node& node) {
  std::set<std::string> keys;
  for (const std::string& author : node.authors)
    if (std::string key = author_key(author); !key.empty()) keys.insert(std::move(key));
  return keys;
}

}  // namespace

bool share_author(const Node& a, const Node& b) {
  const std::set<std::string> of_a = author_keys(a);
  return std::ranges::any_of(author_keys(b),
                             [&](const std::string& key) { return of_a.contains(key); });
}

CitationBias citation_bias(const CitationGraph& graph, const std::vector<CitableStudy>& citable,
                           std::string by, const Lag& lag, std::uint64_t seed, std::size_t most) {
  CitationBias bias{.by = std::move(by), .studies = citable.size(), .seed = seed};
  std::vector<std::pair<long, CitableStudy>> dated;
  for (const CitableStudy& study : citable) {
    bias.positive += study.positive;
    if (const auto day = citable_from(graph.nodes[study.node].date, lag))
      dated.emplace_back(*day, study);
  }
  std::ranges::sort(dated, {}, [](const auto& d) { return std::pair(d.first, d.second.node); });
  Studies studies;
  std::map<std::uint32_t, std::uint32_t> number;
  std::map<std::string, std::vector<std::uint32_t>> by_author;
  for (const auto& [day, study] : dated) {
    const auto j = static_cast<std::uint32_t>(studies.node.size());
    number[study.node] = j;
    studies.node.push_back(study.node);
    studies.day.push_back(day);
    studies.year.push_back(graph.nodes[study.node].date.year);
    studies.positive.push_back(study.positive);
    for (const std::string& author : author_keys(graph.nodes[study.node]))
      by_author[author].push_back(j);
  }

  std::vector<Stratum> strata, without_self;
  std::size_t unknown_lists = 0, undated_citing = 0;
  for (std::uint32_t i = 0; i < graph.nodes.size(); ++i) {
    const Node& node = graph.nodes[i];
    if (!is_paper(node.kind) || node.kind == NodeKind::notice) continue;
    Stratum stratum;
    for (const std::uint32_t v : graph.cites.of(i))
      if (const auto at = number.find(v); at != number.end() && v != i)
        stratum.cited.push_back(at->second);
    // Papers of the same question: the review's own, and whatever cites one of the studies.
    if (!node.included && stratum.cited.empty()) continue;
    if (!node.references_known && graph.cites.of(i).empty()) {
      ++unknown_lists;
      continue;
    }
    const auto days = days_of(node.date);
    if (!days) {
      ++undated_citing;
      continue;
    }
    const auto out = std::ranges::upper_bound(studies.day, days->to);
    stratum.eligible = static_cast<std::size_t>(out - studies.day.begin());
    std::erase_if(stratum.cited, [&](std::uint32_t j) { return j >= stratum.eligible; });
    std::set<std::uint32_t> left_out;
    if (const auto self = number.find(i); self != number.end() && self->second < stratum.eligible)
      left_out.insert(self->second);
    stratum.without.assign(left_out.begin(), left_out.end());
    strata.push_back(stratum);

    for (const std::string& author : author_keys(node))
      if (const auto at = by_author.find(author); at != by_author.end())
        for (const std::uint32_t j : at->second)
          if (j < stratum.eligible) left_out.insert(j);
    stratum.without.assign(left_out.begin(), left_out.end());
    std::erase_if(stratum.cited, [&](std::uint32_t j) { return left_out.contains(j); });
    without_self.push_back(std::move(stratum));
  }

  bias.all = test_of("mantel-haenszel", strata, studies.positive);
  bias.without_self = test_of("without-self-citations", without_self, studies.positive);
  bias.too_small = bias.studies < 10 || bias.all.pairs < 50;
  permute(studies, strata, most, bias);

  if (bias.too_small)
    bias.notes.push_back(fmt::format(
        "too small to interpret: {} and {}; at least 10 studies and 50 potential citations are "
        "needed",
        counted(bias.studies, "study", "studies"),
        counted(bias.all.pairs, "potential citation", "potential citations")));
  if (const std::size_t undated = citable.size() - dated.size(); undated > 0)
    bias.notes.push_back(fmt::format("{} without a date left out: nobody knows who could cite them",
                                     counted(undated, "study", "studies")));
  if (undated_citing > 0)
    bias.notes.push_back(fmt::format("{} without a date left out",
                                     counted(undated_citing, "citing paper", "citing papers")));
  if (unknown_lists > 0)
    bias.notes.push_back(fmt::format(
        "{} without a known list of references left out: what they do not cite is unknown",
        counted(unknown_lists, "included study", "included studies")));
  return bias;
}

}  // namespace weald
