// SPDX-License-Identifier: MIT
#include "tests/support/picture_builder.h"

#include <array>
#include <random>

namespace weald::build {

std::uint32_t Literature::paper(const std::string& key, int year, NodeKind kind, Origin origin) {
  Node node;
  node.key = key;
  node.kind = kind;
  node.origin = origin;
  node.label = origin == Origin::placeholder ? "" : key;
  node.title = origin == Origin::placeholder ? "" : "On the matter of " + key;
  node.date.year = year;
  graph.nodes.push_back(std::move(node));
  return static_cast<std::uint32_t>(graph.nodes.size() - 1);
}

std::uint32_t Literature::study(const std::string& key, int year,
                                std::initializer_list<std::pair<const char*, Verdict>> found) {
  const std::uint32_t node = paper(key, year);
  graph.nodes[node].included = true;
  graph.nodes[node].references_known = true;
  for (const auto& [horizon, verdict] : found)
    shown.verdicts.push_back(
        {.study = key, .horizon = horizon, .verdict = verdict, .analysis = "pain"});
  return node;
}

std::uint32_t Literature::placeholder(const std::string& key, int year) {
  return paper(key, year, NodeKind::report, Origin::placeholder);
}

void Literature::cites(std::uint32_t from, std::uint32_t to, EdgeStatus status) {
  Edge edge;
  edge.from = from;
  edge.to = to;
  edge.status = status;
  graph.edges.push_back(std::move(edge));
}

CitationPicture Literature::picture() const {
  CitationPicture out = shown;
  out.graph = &graph;
  return out;
}

Literature small_literature() {
  Literature l;
  l.shown.title = "Injections for back pain";
  l.shown.horizons = {{"short", "Short term"}, {"long", "Long term"}};
  using enum Verdict;
  const auto early = l.study("Modic 1988", 1988, {{"short", none}});
  const auto khot = l.study("Khot 2004", 2004, {{"short", inconclusive}, {"long", inconclusive}});
  const auto cao = l.study("Cao 2011", 2011, {{"short", favourable}, {"long", words}});
  const auto nguyen = l.study("Nguyen 2017", 2017, {{"short", favourable}, {"long", inconclusive}});
  const auto tavares =
      l.study("Tavares 2021", 2021, {{"short", unfavourable}, {"long", different}});
  const auto review = l.paper("Daste 2021", 2021, NodeKind::review);
  const auto guideline = l.paper("NICE 2020", 2020, NodeKind::guideline);
  const auto notice = l.paper("Notice 2013", 2013, NodeKind::notice);
  const auto other = l.paper("Rannou 2007", 2007);
  const auto fraud = l.paper("Fuji 2009", 2009);
  const auto news = l.paper("Clinical Pain Advisor", 0);
  const auto old = l.placeholder("doi:10.1000/carragee", 1995);
  const auto unknown = l.placeholder("pmid:12345", 0);
  const auto alone = l.paper("Alone 2015", 2015);
  (void)alone;
  l.graph.nodes[fraud].notices.push_back({.kind = "retraction", .date = {.year = 2013}});
  l.cites(khot, early);
  l.cites(khot, old, EdgeStatus::in_text);
  l.cites(other, early);
  l.cites(cao, khot);
  l.cites(nguyen, cao);
  l.cites(nguyen, early, EdgeStatus::inferred);
  l.cites(nguyen, fraud);
  l.cites(tavares, nguyen);
  l.cites(tavares, tavares);
  l.cites(review, nguyen);
  l.cites(review, khot);
  l.cites(guideline, nguyen);
  l.cites(notice, fraud);
  l.cites(news, nguyen);
  l.cites(news, early);
  l.cites(other, unknown);
  Edge edge;
  edge.from = notice;
  edge.to = fraud;
  edge.kind = EdgeKind::retracts;
  l.graph.edges.push_back(edge);
  l.shown.main_path = {tavares, nguyen, cao, khot, early};
  return l;
}

Literature large_literature(std::uint32_t papers, std::uint32_t references) {
  Literature l;
  l.shown.title = "A large literature";
  l.shown.horizons = {{"short", "Short term"}, {"medium", "Medium term"}, {"long", "Long term"}};
  // The generator's numbers are used as they come: distributions differ between libraries.
  std::mt19937 random{20240229};
  const auto below = [&](std::uint32_t n) { return static_cast<std::uint32_t>(random() % n); };
  constexpr std::array names{"Nguyen",
                             "Østergård",
                             "van der Windt-Scholten-Peeters",
                             "王小明",
                             "محمد الرشيد",
                             "כהן",
                             "क्षितिज",
                             "Ó Súilleabháin",
                             "Li",
                             "Jensen",
                             "Smith and the Collaborative Group for Back Pain",
                             "Kim"};
  constexpr std::array verdicts{Verdict::favourable, Verdict::inconclusive, Verdict::unfavourable,
                                Verdict::words,      Verdict::none,         Verdict::different};
  for (std::uint32_t i = 0; i < papers; ++i) {
    // More papers in later years: the larger of two draws.
    int year = 1984 + static_cast<int>(std::max(below(40), below(40)));
    if (below(10) == 0) year = 0;
    const std::string key = std::string{names[below(names.size())]} + " " +
                            (year ? std::to_string(year) : "n.d.") + " (" + std::to_string(i) + ")";
    const std::uint32_t kind = below(20);
    if (kind < 5) {
      l.study(key, year,
              {{"short", verdicts[below(6)]},
               {"medium", verdicts[below(6)]},
               {"long", verdicts[below(6)]}});
    } else if (kind < 7) {
      l.paper(key, year, kind == 5 ? NodeKind::review : NodeKind::guideline);
    } else if (kind < 12) {
      l.paper(key, year, NodeKind::report, Origin::index);
    } else {
      l.placeholder("10.1000/journal." + std::to_string(i), year);
    }
    if (below(25) == 0)
      l.graph.nodes[i].notices.push_back({.kind = "retraction", .date = {.year = 2022}});
  }
  for (std::uint32_t i = 0; i < papers; ++i) {
    if (l.graph.nodes[i].origin == Origin::placeholder) continue;
    for (std::uint32_t r = 0; r < references; ++r) {
      const std::uint32_t to = below(papers);
      const int mine = l.graph.nodes[i].date.year, theirs = l.graph.nodes[to].date.year;
      if (to == i || (mine != 0 && theirs > mine)) continue;
      l.cites(i, to, static_cast<EdgeStatus>(below(12) == 0 ? 1 + below(2) : 0));
    }
  }
  return l;
}

}  // namespace weald::build
