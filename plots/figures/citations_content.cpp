// SPDX-License-Identifier: MIT
// What the citation timeline says: which papers are drawn one by one, which are put together, which
// references lead from mark to mark, all in words.
#include <algorithm>
#include <functional>
#include <map>
#include <set>

#include <fmt/format.h>

#include "plots/figures/citations.h"

namespace weald::timeline {
namespace {

constexpr std::array<LaneRow, 4> lane_rows{
    LaneRow{Lane::reviews, "Reviews and guidelines", "paper", "papers"},
    LaneRow{Lane::included, "Included studies", "study", "studies"},
    LaneRow{Lane::others, "Other papers", "paper", "papers"},
    LaneRow{Lane::cited_only, "Known only as cited", "paper", "papers"}};

constexpr std::array<VerdictLook, 6> looks{
    VerdictLook{Verdict::favourable, "favourable", Role::found_favourable, "plus",
                Role::found_symbol},
    VerdictLook{Verdict::unfavourable, "unfavourable", Role::found_unfavourable, "minus",
                Role::found_symbol},
    VerdictLook{Verdict::inconclusive, "inconclusive", Role::found_inconclusive, "dot",
                Role::found_symbol_dark},
    VerdictLook{Verdict::different, "a difference, better side not said", Role::found_different,
                "slash", Role::found_symbol},
    VerdictLook{Verdict::words, "said in words", Role::found_words, "lines",
                Role::found_symbol_dark},
    VerdictLook{Verdict::none, "no result", Role::found_none, "empty", Role::found_symbol_dark}};

std::string counted(std::size_t count, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

bool is_paper(NodeKind kind) {
  return kind == NodeKind::report || kind == NodeKind::review || kind == NodeKind::guideline ||
         kind == NodeKind::notice;
}

/// Retracted and not reinstated since, by its notices or by a paper that retracts it.
bool is_retracted(const Node& node) {
  PartialDate last{};
  bool retracted = false;
  for (const PublishedNotice& notice : node.notices) {
    const bool retraction = notice.kind == "retraction";
    if (!retraction && notice.kind != "reinstatement") continue;
    if (notice.date < last) continue;
    last = notice.date;
    retracted = retraction;
  }
  return retracted;
}

bool has_concern(const Node& node) {
  return std::ranges::any_of(node.notices,
                             [](const PublishedNotice& n) { return n.kind == "concern"; });
}

Lane lane_of(const Node& node) {
  if (node.included) return Lane::included;
  if (node.origin == Origin::placeholder) return Lane::cited_only;
  return node.kind == NodeKind::review || node.kind == NodeKind::guideline ||
                 node.kind == NodeKind::notice
             ? Lane::reviews
             : Lane::others;
}

Form form_of(const Node& node) {
  if (node.included) return Form::included;
  if (node.origin == Origin::placeholder) return Form::cited_only;
  switch (node.kind) {
    case NodeKind::review:
      return Form::review;
    case NodeKind::guideline:
      return Form::guideline;
    case NodeKind::notice:
      return Form::notice;
    default:
      return Form::report;
  }
}

/// A reference from node to node, each pair once with its surest status.
struct Reference {
  std::uint32_t from = 0, to = 0;
  EdgeStatus status = EdgeStatus::stated;
  friend auto operator<=>(const Reference&, const Reference&) = default;
};

std::vector<Reference> references_of(const CitationGraph& graph) {
  std::vector<Reference> out;
  for (const Edge& edge : graph.edges)
    if (edge.kind == EdgeKind::cites) out.push_back({edge.from, edge.to, edge.status});
  std::ranges::sort(out);
  const auto same = [](const Reference& a, const Reference& b) {
    return a.from == b.from && a.to == b.to;
  };
  out.erase(std::unique(out.begin(), out.end(), same), out.end());
  return out;
}

/// A node that is drawn, with what decides about its mark.
struct Paper {
  std::uint32_t node = 0;
  Lane lane = Lane::others;
  std::optional<int> year{};
  std::size_t cited_by = 0, cites = 0;
  bool retracted = false, on_path = false;
};

/// Steps of putting papers together: which join at each, and over how many years.
struct Step {
  bool (*joins)(const Paper&);
  int years;
  std::string_view words;
};
constexpr std::array<Step, 7> steps{
    Step{[](const Paper& p) { return p.lane == Lane::cited_only && p.cited_by <= 1; }, 1,
         "papers known only as cited, and cited once,"},
    Step{[](const Paper& p) {
           return p.lane == Lane::cited_only ||
                  (p.lane == Lane::others && p.cited_by + p.cites <= 1);
         },
         1, "papers known only as cited and other papers with one reference at most"},
    Step{[](const Paper& p) {
           return p.lane == Lane::cited_only || (p.lane == Lane::others && p.cited_by <= 1);
         },
         1, "papers known only as cited and other papers cited once at most"},
    Step{[](const Paper& p) { return p.lane == Lane::cited_only || p.lane == Lane::others; }, 1,
         "papers that are no included study, review or guideline"},
    Step{[](const Paper& p) { return p.lane != Lane::included; }, 1,
         "papers that are no included study"},
    Step{[](const Paper&) { return true; }, 1, "papers"},
    Step{[](const Paper&) { return true; }, 10, "papers"}};

using GroupKey = std::tuple<Lane, std::optional<int>>;

/// Whose marks may be joined at all: what the figure is there to show stays visible.
bool may_join(const Paper& paper, const Step& step) {
  return step.joins(paper) && (step.years > 1 || (!paper.retracted && !paper.on_path));
}

GroupKey group_of(const Paper& paper, const Step& step) {
  std::optional<int> year = paper.year;
  if (year) *year -= *year % step.years;
  return {paper.lane, year};
}

std::size_t marks_after(const std::vector<Paper>& papers, const Step& step) {
  std::set<GroupKey> groups;
  std::size_t single = 0;
  for (const Paper& paper : papers)
    if (may_join(paper, step))
      groups.insert(group_of(paper, step));
    else
      ++single;
  return single + groups.size();
}

std::string name_of(const Node& node) {
  const std::string& name = !node.label.empty() ? node.label : node.key;
  return drawable_text(name.empty() ? "(no name)" : name);
}

struct Maker {
  const CitationPicture& picture;
  Timeline timeline{};
  std::vector<std::string> cell_keys{};  ///< horizons drawn, a cell each; empty: one cell
  std::map<std::string, std::map<std::string, Verdict>> found{};  ///< study -> horizon -> verdict

  const Node& node(std::uint32_t i) const { return picture.graph->nodes[i]; }

  /// Cells are the horizons at which anything was found: all of up to four, else the first and
  /// last.
  void read_verdicts() {
    std::set<std::string> occur;
    for (const StudyVerdict& v : picture.verdicts) {
      found[v.study][v.horizon.value_or("")] = v.verdict;
      if (v.verdict != Verdict::none && v.horizon) occur.insert(*v.horizon);
    }
    for (const auto& [key, label] : picture.horizons)
      if (occur.contains(key)) {
        cell_keys.push_back(key);
        timeline.cells.push_back(drawable_text(label.empty() ? key : label));
      }
    if (cell_keys.size() > 4) {
      cell_keys = {cell_keys.front(), cell_keys.back()};
      timeline.cells = {timeline.cells.front(), timeline.cells.back()};
    }
  }

  Verdict verdict(const std::string& study, const std::string& horizon) const {
    const auto row = found.find(study);
    if (row == found.end()) return Verdict::none;
    const auto cell = row->second.find(horizon);
    return cell == row->second.end() ? Verdict::none : cell->second;
  }

  /// What a study found, for its mark, in words, and as data.
  void add_findings(Item& item, const std::string& study, std::string& words) const {
    for (const std::string& key : cell_keys) item.findings.push_back(verdict(study, key));
    const bool undivided =
        std::ranges::all_of(item.findings, [](Verdict v) { return v == Verdict::none; }) &&
        (cell_keys.empty() || verdict(study, "") != Verdict::none);
    if (undivided) item.findings = {verdict(study, "")};
    std::string data;
    const auto add = [&](std::string_view place, std::string_view key, Verdict v) {
      const std::string_view said = look_of(v).words;
      words += fmt::format("{}{}{}", words.empty() ? "" : ", ",
                           place.empty() ? "" : fmt::format("{}: ", place), said);
      data += fmt::format("{}{}{}", data.empty() ? "" : "; ",
                          key.empty() ? "" : fmt::format("{}: ", key), said);
    };
    if (undivided)
      add("", "", item.findings.front());
    else
      for (const auto& [key, label] : picture.horizons)
        if (std::ranges::find(cell_keys, key) != cell_keys.end() ||
            verdict(study, key) != Verdict::none)
          add(drawable_text(label.empty() ? key : label), key, verdict(study, key));
    item.data.emplace_back("findings", data);
  }

  Item single(const Paper& paper) const {
    const Node& n = node(paper.node);
    Item item{.lane = paper.lane,
              .form = form_of(n),
              .year = paper.year,
              .nodes = {paper.node},
              .key = n.key,
              .label = name_of(n),
              .retracted = paper.retracted,
              .on_path = paper.on_path,
              .cited_by = paper.cited_by,
              .cites = paper.cites};
    item.data = {{"paper", n.key},
                 {"lane", std::string{lane_rows[static_cast<std::size_t>(paper.lane)].label}}};
    if (paper.year) item.data.emplace_back("year", static_cast<double>(*paper.year));
    item.data.emplace_back("cited-by", static_cast<double>(paper.cited_by));
    item.data.emplace_back("cites", static_cast<double>(paper.cites));
    item.title = item.label;
    if (!n.title.empty() && n.title != n.label) item.title += ": " + drawable_text(n.title);
    item.title += paper.year ? fmt::format(", {}", *paper.year) : ", year unknown";
    if (n.included) {
      std::string words;
      add_findings(item, n.key, words);
      item.title += ". Included study, found: " + words;
    } else if (n.origin == Origin::placeholder) {
      item.title += ". Known only as cited";
    }
    if (paper.retracted) {
      item.title += ". Retracted";
      item.flag = "retracted";
      item.data.emplace_back("retracted", "yes");
    } else if (has_concern(n)) {
      item.title += ". Expression of concern";
      item.flag = "concern";
      item.data.emplace_back("concern", "yes");
    }
    item.title += fmt::format(". Cited by {}, cites {}", paper.cited_by, paper.cites);
    if (n.origin != Origin::placeholder && !n.references_known && paper.cites == 0)
      item.title += " (its references are not known)";
    if (paper.on_path) {
      item.title += ". On the main path";
      item.data.emplace_back("main-path", "yes");
    }
    return item;
  }

  Item pile(const std::vector<const Paper*>& papers, const GroupKey& group) const {
    const auto [lane, year] = group;
    const LaneRow& row = lane_rows[static_cast<std::size_t>(lane)];
    int first = 0, last = 0;
    Item item{.lane = lane, .form = Form::pile, .year = year};
    for (const Paper* paper : papers) {
      item.nodes.push_back(paper->node);
      item.cited_by += paper->cited_by;
      item.cites += paper->cites;
      item.retracted |= paper->retracted;
      item.on_path |= paper->on_path;
      if (paper->year) {
        first = first == 0 ? *paper->year : std::min(first, *paper->year);
        last = std::max(last, *paper->year);
      }
    }
    if (year) item.year = first;
    const std::string years = !year           ? "year unknown"
                              : first == last ? fmt::format("{}", first)
                                              : fmt::format("{} to {}", first, last);
    item.key = fmt::format("pile {} {}", static_cast<int>(lane),
                           year ? fmt::format("{}", first) : std::string{"unknown"});
    item.label = counted(papers.size(), row.one, row.many);
    if (first != last) item.label += fmt::format(" to {}", last);
    item.title = fmt::format("{} in one mark, {}: {}", counted(papers.size(), row.one, row.many),
                             row.label, years);
    const auto struck = std::ranges::count_if(papers, [](const Paper* p) { return p->retracted; });
    if (struck > 0) {
      item.title += fmt::format(". {} retracted", struck);
      item.flag = fmt::format("{} retracted", struck);
    }
    item.data = {{"papers", static_cast<double>(papers.size())},
                 {"lane", std::string{row.label}},
                 {"years", years}};
    return item;
  }

  void add_items(std::vector<Paper>& papers, std::vector<std::uint32_t>& item_of) {
    const Step* step = nullptr;
    if (papers.size() > most_marks) {
      step = &steps.back();
      for (const Step& each : steps)
        if (marks_after(papers, each) <= most_marks) {
          step = &each;
          break;
        }
    }
    std::map<GroupKey, std::vector<const Paper*>> groups;
    const auto add_single = [&](const Paper& paper) { timeline.items.push_back(single(paper)); };
    for (const Paper& paper : papers)
      if (step != nullptr && may_join(paper, *step))
        groups[group_of(paper, *step)].push_back(&paper);
      else
        add_single(paper);
    std::size_t joined = 0, piles = 0;
    for (const auto& [key, members] : groups) {
      if (members.size() == 1) {
        add_single(*members.front());
        continue;
      }
      timeline.items.push_back(pile(members, key));
      joined += members.size();
      ++piles;
    }
    if (piles > 0)
      timeline.notes.push_back(fmt::format(
          "More than {} papers: {} {} are put together by {} and lane into {} with their number.",
          most_marks, joined, step->words, step->years > 1 ? "decade" : "year",
          counted(piles, "mark", "marks")));
    std::ranges::sort(timeline.items, [](const Item& a, const Item& b) {
      return std::tuple{a.lane, a.year, b.cited_by, std::string_view{a.key}} <
             std::tuple{b.lane, b.year, a.cited_by, std::string_view{b.key}};
    });
    for (std::uint32_t i = 0; i < timeline.items.size(); ++i)
      for (const std::uint32_t n : timeline.items[i].nodes) item_of[n] = i;
  }

  void add_arcs(const std::vector<Reference>& references,
                const std::vector<std::uint32_t>& item_of) {
    std::map<std::pair<std::uint32_t, std::uint32_t>, Arc> arcs;
    for (const Reference& r : references) {
      const std::uint32_t citing = item_of[r.from], cited = item_of[r.to];
      if (citing == cited && r.from != r.to) {
        ++timeline.items[citing].among;
        continue;
      }
      Arc& arc = arcs[{citing, cited}];
      arc.citing = citing;
      arc.cited = cited;
      ++arc.by_status[static_cast<std::size_t>(r.status)];
    }
    const std::vector<std::uint32_t>& path = picture.main_path;
    for (std::size_t i = 0; i + 1 < path.size() && path.size() > 2; ++i) {
      const auto arc = arcs.find({item_of[path[i]], item_of[path[i + 1]]});
      if (arc != arcs.end()) arc->second.on_path = true;
    }
    for (auto& [ends, arc] : arcs) timeline.arcs.push_back(arc);
    for (Item& item : timeline.items) {
      if (item.nodes.size() < 2) continue;
      item.title += fmt::format(". Cited {} times, citing {} times", item.cited_by, item.cites);
      if (item.among > 0)
        item.title +=
            fmt::format("; {} among them", counted(item.among, "reference is", "references are"));
      item.data.emplace_back("references-among", static_cast<double>(item.among));
    }
  }

  /// What the figure leaves out, so that nothing is dropped in silence.
  void add_left_out(const std::vector<bool>& drawn) {
    constexpr std::array<std::array<std::string_view, 2>, 7> node_words{
        {{"paper", "papers"},
         {"trial or cohort", "trials or cohorts"},
         {"review", "reviews"},
         {"guideline", "guidelines"},
         {"notice", "notices"},
         {"recommendation", "recommendations"},
         {"pooled result", "pooled results"}}};
    constexpr std::array<std::array<std::string_view, 2>, 8> edge_words{
        {{"reference", "references"},
         {"report of a study", "reports of studies"},
         {"link between versions", "links between versions"},
         {"retraction link", "retraction links"},
         {"correction link", "correction links"},
         {"concern link", "concern links"},
         {"inclusion in a review", "inclusions in reviews"},
         {"link to a recommendation", "links to recommendations"}}};
    std::array<std::size_t, 7> nodes{};
    std::array<std::size_t, 8> edges{};
    for (std::size_t i = 0; i < drawn.size(); ++i)
      if (!drawn[i]) ++nodes[static_cast<std::size_t>(picture.graph->nodes[i].kind)];
    for (const Edge& edge : picture.graph->edges)
      if (edge.kind != EdgeKind::cites) ++edges[static_cast<std::size_t>(edge.kind)];
    std::string words;
    const auto add = [&](std::size_t count, const std::array<std::string_view, 2>& word) {
      if (count > 0)
        words += fmt::format("{}{}", words.empty() ? "" : ", ", counted(count, word[0], word[1]));
    };
    for (std::size_t i = 0; i < nodes.size(); ++i) add(nodes[i], node_words[i]);
    for (std::size_t i = 0; i < edges.size(); ++i) add(edges[i], edge_words[i]);
    if (!words.empty()) timeline.notes.push_back("In the graph and not drawn: " + words + ".");
  }

  void add_captions(const std::vector<Paper>& papers, const std::vector<Reference>& references) {
    const std::string review = drawable_text(picture.title);
    timeline.title = review.empty() ? "Citations" : "Citations: " + review;
    std::array<std::size_t, 3> by_status{};
    for (const Reference& r : references) ++by_status[static_cast<std::size_t>(r.status)];
    timeline.counts = counted(papers.size(), "paper", "papers") + ", " +
                      (references.empty() ? std::string{"no references known"}
                                          : counted(references.size(), "reference", "references") +
                                                ": " + status_counts(by_status));
    std::optional<int> first, last;
    std::size_t unknown = 0;
    std::string retracted;
    for (const Paper& paper : papers) {
      if (paper.year) {
        first = first ? std::min(*first, *paper.year) : *paper.year;
        last = last ? std::max(*last, *paper.year) : *paper.year;
      } else {
        ++unknown;
      }
      if (paper.retracted) retracted += (retracted.empty() ? "" : ", ") + name_of(node(paper.node));
    }
    std::string& d = timeline.description;
    d = "Citation timeline";
    if (first) d += fmt::format(", {} to {}", *first, *last);
    d += fmt::format(". {}. Arcs lead from the citing to the cited paper.", timeline.counts);
    if (unknown > 0) d += fmt::format(" Year unknown: {}.", counted(unknown, "paper", "papers"));
    if (!retracted.empty()) d += " Retracted: " + retracted + ".";
    if (picture.main_path.size() == 2)
      timeline.notes.push_back("No main path: no paper that is cited here cites another.");
    if (picture.main_path.size() > 2) {
      std::string path;
      // Of a long path its ends: the rest is highlighted anyway.
      const std::size_t length = picture.main_path.size(), shown = 12;
      for (std::size_t i = 0; i < length; ++i) {
        if (length > shown && i == shown / 2) {
          path += fmt::format(" → … ({} more)", length - shown);
          i = length - shown / 2;
        }
        path += (path.empty() ? "" : " → ") + name_of(node(picture.main_path[i]));
      }
      d += " Main path, from citing to cited: " + path + ".";
      timeline.notes.push_back("Main path, from citing to cited: " + path + ".");
    }
  }
};

}  // namespace

std::string status_counts(const std::array<std::size_t, 3>& by_status) {
  constexpr std::array<std::string_view, 3> names{"explicit", "in-text", "inferred"};
  std::string out;
  for (std::size_t i = 0; i < names.size(); ++i)
    if (by_status[i] > 0)
      out += fmt::format("{}{} {}", out.empty() ? "" : ", ", by_status[i], names[i]);
  return out;
}

std::span<const LaneRow> lanes() { return lane_rows; }
std::span<const VerdictLook> verdict_looks() { return looks; }

const VerdictLook& look_of(Verdict verdict) {
  return *std::ranges::find(looks, verdict, &VerdictLook::verdict);
}

EdgeStatus Arc::status() const {
  return by_status[0] > 0   ? EdgeStatus::stated
         : by_status[1] > 0 ? EdgeStatus::in_text
                            : EdgeStatus::inferred;
}

Timeline timeline_of(const CitationPicture& picture) {
  const CitationGraph& graph = *picture.graph;
  Maker maker{.picture = picture};
  maker.read_verdicts();
  const std::vector<Reference> references = references_of(graph);
  // Papers, and whatever else takes part in a reference: every reference is drawn.
  std::vector<bool> drawn(graph.nodes.size());
  std::vector<Paper> known(graph.nodes.size());
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) drawn[i] = is_paper(graph.nodes[i].kind);
  for (const Reference& r : references) {
    drawn[r.from] = drawn[r.to] = true;
    ++known[r.from].cites;
    ++known[r.to].cited_by;
  }
  for (const Edge& edge : graph.edges)
    if (edge.kind == EdgeKind::retracts)
      known[edge.to].retracted = graph.nodes[edge.to].notices.empty();
  if (picture.main_path.size() > 2)
    for (const std::uint32_t n : picture.main_path) known[n].on_path = true;
  std::vector<Paper> papers;
  for (std::uint32_t i = 0; i < graph.nodes.size(); ++i) {
    if (!drawn[i]) continue;
    const Node& node = graph.nodes[i];
    Paper& paper = known[i];
    paper.node = i;
    paper.lane = lane_of(node);
    if (node.date.known()) paper.year = node.date.year;
    paper.retracted |= is_retracted(node);
    papers.push_back(paper);
  }
  std::vector<std::uint32_t> item_of(graph.nodes.size());
  maker.add_items(papers, item_of);
  maker.add_arcs(references, item_of);
  maker.add_captions(papers, references);
  maker.add_left_out(drawn);
  return std::move(maker.timeline);
}

}  // namespace weald::timeline
