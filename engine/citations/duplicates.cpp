// SPDX-License-Identifier: MIT
// Groups of people that may be counted twice. Studies are sorted into blocks that share something,
// and only the pairs within a block are looked at.
#include <algorithm>
#include <map>
#include <set>
#include <variant>

#include <fmt/format.h>

#include "engine/citations/anomalies.h"
#include "engine/citations/parts.h"
#include "engine/review/dataset.h"
#include "engine/review/fingerprint.h"
#include "engine/review/recruitment.h"
#include "engine/text/identifier.h"
#include "engine/text/number.h"

namespace weald {
namespace {

/// Of larger blocks every study is compared with one alone: a cohort of 10,000 papers makes
/// as many findings, not fifty million.
constexpr std::size_t block_limit = 100;

enum Certainty { certain, likely, possible };
constexpr std::string_view certainty_names[] = {"certain", "likely", "possible"};

struct Reasons {
  std::vector<std::string> hard{};
  std::vector<std::string> same_numbers{}, same_site{}, same_people{};
};
using Pairs = std::map<std::pair<std::uint32_t, std::uint32_t>, Reasons>;

/// Calls f(a, b) for the pairs of a block, a < b.
template <class F>
void each_pair(const std::vector<std::uint32_t>& block, F&& f) {
  const std::size_t firsts = block.size() > block_limit ? 1 : block.size();
  for (std::size_t i = 0; i < firsts; ++i)
    for (std::size_t k = i + 1; k < block.size(); ++k)
      if (block[i] != block[k]) f(std::min(block[i], block[k]), std::max(block[i], block[k]));
}

void add(std::vector<std::string>& reasons, std::string reason) {
  if (std::ranges::find(reasons, reason) == reasons.end()) reasons.push_back(std::move(reason));
}

/// A printed number with the digits it was written with.
std::string as_printed(const Number& number) {
  return number.decimals >= 0 ? fixed(number.value, number.decimals) : shortest(number.value);
}

/// Significant digits as printed: 0.8 has one, 1.35 three.
int digits_of(const Number& number) {
  int digits = 0;
  bool begun = false;
  for (const char c : as_printed(number)) {
    begun = begun || (c >= '1' && c <= '9');
    digits += begun && c >= '0' && c <= '9';
  }
  return digits;
}

/// An estimate with its precision, where it has digits enough that two studies do not share it by
/// chance.
std::string fingerprint(const PrintedEffect& effect) {
  if (!effect.estimate || digits_of(*effect.estimate) < 2) return {};
  const std::string name = effect.measure.value + " " + as_printed(*effect.estimate);
  if (effect.se && digits_of(*effect.se) > 1)
    return fmt::format("{} (se {})", name, as_printed(*effect.se));
  if (effect.ci)
    return fmt::format("{} ({} to {})", name, as_printed(effect.ci->lower),
                       as_printed(effect.ci->upper));
  return {};
}

/// The raw numbers of all groups, where they are telling: means with their spread, or ten events
/// and ten people without one in each group.
std::string fingerprint(const std::vector<GroupData>& groups) {
  std::vector<std::string> parts;
  for (const GroupData& g : groups) {
    if (g.misread || !g.n) return {};
    const std::optional<Number>& spread = g.sd ? g.sd : g.se;
    if (g.events && g.events->value >= 10 && g.n->value - g.events->value >= 10)
      parts.push_back(fmt::format("{}/{}", as_printed(*g.events), as_printed(*g.n)));
    else if (g.mean && spread && digits_of(*g.mean) + digits_of(*spread) >= 4)
      parts.push_back(fmt::format("{} ({} {}, n {})", as_printed(*g.mean), g.sd ? "sd" : "se",
                                  as_printed(*spread), as_printed(*g.n)));
    else
      return {};
  }
  // One group alone matches too easily.
  if (parts.size() < 2) return {};
  std::string all = parts.front();
  for (std::size_t i = 1; i < parts.size(); ++i) all += " and " + parts[i];
  return all;
}

/// Studies by outcome and the numbers that they have in its pools.
using PooledNumbers = std::map<std::pair<std::string, std::string>, std::vector<std::uint32_t>>;
PooledNumbers pooled_numbers(const Review& review, const std::vector<const Study*>& studies) {
  std::map<std::string_view, std::uint32_t> number;
  for (std::uint32_t i = 0; i < studies.size(); ++i) number[studies[i]->key] = i;
  std::map<std::pair<std::string, std::string>, std::set<std::uint32_t>> found;
  for (const Analysis& analysis : review.analyses) {
    if (analysis.overview || analysis.misread || !find_measure(analysis.measure.value)) continue;
    Diagnostics said_already;  // by whatever read the review
    for (const Dataset& pool : datasets(review, analysis, {}, said_already))
      for (const Row& row : pool.rows) {
        const auto at = number.find(row.study);
        std::string print = fingerprint(row.data);
        if (at != number.end() && !print.empty())
          found[{analysis.outcome.value, std::move(print)}].insert(at->second);
      }
  }
  PooledNumbers numbers;
  for (const auto& [what, holders] : found)
    if (holders.size() > 1) numbers[what].assign(holders.begin(), holders.end());
  return numbers;
}

/// People of a study: as randomised, else as analysed in the largest result.
double people(const Study& study) {
  double n = 0;
  for (const Group& group : study.groups) n += group.n ? group.n->value : 0;
  if (n > 0) return n;
  for (const Result& result : study.results) {
    double here = 0;
    for (const GroupData& data : result.data) here += data.n ? data.n->value : 0;
    n = std::max(n, here);
  }
  return n;
}

/// The pools in which a study has a result, as numbers of `names`.
struct Pools {
  std::vector<std::string> names;
  std::vector<std::vector<std::size_t>> of;  ///< by study, in order
};

Pools pools_of(const Review& review, const std::vector<const Study*>& studies) {
  Pools pools;
  pools.of.resize(studies.size());
  for (const Analysis& analysis : review.analyses) {
    if (analysis.overview) continue;
    std::vector<const Horizon*> horizons;
    for (const Located<std::string>& key : analysis.horizons)
      if (const Horizon* horizon = review.horizon(key.value)) horizons.push_back(horizon);
    if (horizons.empty()) horizons.push_back(nullptr);
    std::set<std::string_view> left_out;
    for (const Located<std::string>& key : analysis.exclude) left_out.insert(key.value);
    for (const Horizon* horizon : horizons) {
      const std::size_t number = pools.names.size();
      pools.names.push_back(horizon ? analysis.key + "/" + horizon->key : analysis.key);
      for (std::size_t i = 0; i < studies.size(); ++i)
        if (!left_out.contains(studies[i]->key) &&
            std::ranges::any_of(studies[i]->results, [&](const Result& result) {
              return result.outcome.value == analysis.outcome.value &&
                     (!result.data.empty() || result.effect) &&
                     (!horizon || lies_in(result, *horizon));
            }))
          pools.of[i].push_back(number);
    }
  }
  return pools;
}

}  // namespace

std::vector<Duplicate> find_duplicates(const CitationGraph& graph, const Review& review) {
  std::map<std::string_view, const Study*> by_key;
  for (const Study& study : review.studies) by_key[study.key] = &study;
  // Included studies, numbered by key, so that pairs come out in that order.
  std::map<std::string_view, std::uint32_t> included;
  for (std::uint32_t i = 0; i < graph.nodes.size(); ++i)
    if (graph.nodes[i].included && by_key.contains(graph.nodes[i].key))
      included[graph.nodes[i].key] = i;
  std::vector<std::uint32_t> node;
  std::vector<const Study*> studies;
  std::map<std::uint32_t, std::uint32_t> number;
  for (const auto& [key, i] : included) {
    number[i] = static_cast<std::uint32_t>(node.size());
    node.push_back(i);
    studies.push_back(by_key[key]);
  }
  const auto count = static_cast<std::uint32_t>(node.size());

  // The blocks.
  std::map<std::string, std::vector<std::uint32_t>> registrations, cohorts, papers, numbers;
  std::map<std::pair<std::string, double>, std::vector<std::uint32_t>> people_of_author;
  struct Window {
    Recruitment when;
    std::uint32_t study;
  };
  std::map<std::string, std::vector<Window>> sites;
  for (std::uint32_t i = 0; i < count; ++i) {
    const Node& paper = graph.nodes[node[i]];
    const Study& study = *studies[i];
    for (const std::string& registration : paper.registrations)
      if (!registers_reviews(registration)) registrations[registration].push_back(i);
    if (!paper.cohort.empty()) cohorts[plain_cohort(paper.cohort)].push_back(i);
    for (const auto& [what, id] : paper_identifiers(paper))
      papers[fmt::format("{} {}", what, id)].push_back(i);
    if (const auto when = recruitment(study.site.value)) sites[when->place].push_back({*when, i});
    std::set<std::string> prints;
    for (const Result& result : study.results) {
      prints.insert(fingerprint(result.data));
      if (result.effect) prints.insert(fingerprint(*result.effect));
      if (result.reported) prints.insert(fingerprint(*result.reported));
    }
    for (const std::string& print : prints)
      if (!print.empty()) numbers[print].push_back(i);
    const double n = people(study);
    std::set<std::string> authors;
    for (const std::string& author : paper.authors) authors.insert(author_key(author));
    for (const std::string& author : authors)
      if (!author.empty() && n > 0) people_of_author[{author, n}].push_back(i);
  }

  Pairs pairs;
  for (const auto& [registration, block] : registrations)
    each_pair(block, [&, &registration = registration](std::uint32_t a, std::uint32_t b) {
      add(pairs[{a, b}].hard, "the same registration, " + registration);
    });
  for (const auto& [plain, block] : cohorts)
    each_pair(block, [&](std::uint32_t a, std::uint32_t b) {
      add(pairs[{a, b}].hard, "the same cohort, " + graph.nodes[node[a]].cohort);
    });
  for (const auto& [id, block] : papers)
    each_pair(block, [&, &id = id](std::uint32_t a, std::uint32_t b) {
      add(pairs[{a, b}].hard, "one paper, " + id);
    });
  for (const Edge& edge : graph.edges) {
    if (edge.kind != EdgeKind::version_of) continue;
    const auto from = number.find(edge.from), to = number.find(edge.to);
    if (from == number.end() || to == number.end() || edge.from == edge.to) continue;
    add(pairs[std::minmax(from->second, to->second)].hard, "one is a version of the other");
  }
  for (const auto& [print, block] : numbers)
    each_pair(block, [&, &print = print](std::uint32_t a, std::uint32_t b) {
      add(pairs[{a, b}].same_numbers, "identical numbers, " + print);
    });
  for (const auto& [what, block] : pooled_numbers(review, studies))
    each_pair(block, [&, &what = what](std::uint32_t a, std::uint32_t b) {
      auto& reasons = pairs[{a, b}].same_numbers;
      if (reasons.empty()) reasons.push_back("identical numbers, " + what.second);
    });
  for (auto& [place, windows] : sites) {
    const auto one_site = [&](const Window& x, const Window& y) {
      const bool in_order = x.study < y.study;
      const Window &a = in_order ? x : y, &b = in_order ? y : x;
      if (std::max(a.when.first, b.when.first) <= std::min(a.when.last, b.when.last))
        add(pairs[{a.study, b.study}].same_site,
            fmt::format("recruited at one site in overlapping years ({}-{} and {}-{})",
                        a.when.first, a.when.last, b.when.first, b.when.last));
    };
    std::ranges::stable_sort(windows, {}, [](const Window& w) { return w.when.first; });
    // Of a large block, each with the one that began before it and ended last.
    std::size_t longest = 0;
    for (std::size_t k = 1; k < windows.size(); ++k) {
      for (std::size_t l = windows.size() > block_limit ? k : 0; l < k; ++l)
        one_site(windows[l], windows[k]);
      if (windows.size() > block_limit) one_site(windows[longest], windows[k]);
      if (windows[k].when.last > windows[longest].when.last) longest = k;
    }
  }
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::size_t> authors_shared;
  for (const auto& [author, block] : people_of_author)
    each_pair(block, [&](std::uint32_t a, std::uint32_t b) { ++authors_shared[std::pair{a, b}]; });
  for (const auto& [pair, shared] : authors_shared)
    add(pairs[pair].same_people,
        fmt::format("{} shared and as many people ({})", counted(shared, "author", "authors"),
                    shortest(people(*studies[pair.first]))));

  const Pools pools = pools_of(review, studies);
  std::vector<std::pair<Certainty, Duplicate>> found;
  for (auto& [pair, why] : pairs) {
    const int soft = int{!why.same_numbers.empty()} + int{!why.same_site.empty()} +
                     int{!why.same_people.empty()};
    const Certainty certainty = !why.hard.empty()                       ? certain
                                : soft > 1 || !why.same_numbers.empty() ? likely
                                                                        : possible;
    Duplicate duplicate{
        .a = node[pair.first], .b = node[pair.second], .certainty = certainty_names[certainty]};
    for (auto* reasons : {&why.hard, &why.same_numbers, &why.same_site, &why.same_people})
      std::ranges::move(*reasons, std::back_inserter(duplicate.reasons));
    std::vector<std::size_t> both;
    std::ranges::set_intersection(pools.of[pair.first], pools.of[pair.second],
                                  std::back_inserter(both));
    for (const std::size_t pool : both) duplicate.pools.push_back(pools.names[pool]);
    found.emplace_back(certainty, std::move(duplicate));
  }
  std::ranges::stable_sort(found, {}, [](const auto& entry) { return entry.first; });
  std::vector<Duplicate> duplicates;
  for (auto& entry : found) duplicates.push_back(std::move(entry.second));
  return duplicates;
}

}  // namespace weald
