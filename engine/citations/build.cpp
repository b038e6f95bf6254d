// SPDX-License-Identifier: MIT
// From descriptors and records to the graph: who is who first, then who cites whom.
#include <algorithm>
#include <set>
#include <tuple>

#include <fmt/format.h>

#include "engine/citations/graph.h"
#include "engine/citations/same_paper.h"
#include "engine/expects.h"
#include "engine/review/fingerprint.h"
#include "engine/review/key.h"
#include "engine/text/identifier.h"

namespace weald {
namespace {

using Index = std::uint32_t;

NodeKind kind_of(std::string_view word) {
  for (const NodeKind kind : {NodeKind::review, NodeKind::guideline, NodeKind::notice,
                              NodeKind::study, NodeKind::recommendation, NodeKind::result})
    if (node_kind_name(kind) == word) return kind;
  return NodeKind::report;
}

EdgeStatus status_of(std::string_view word) {
  if (word == edge_status_name(EdgeStatus::in_text)) return EdgeStatus::in_text;
  if (word == edge_status_name(EdgeStatus::inferred)) return EdgeStatus::inferred;
  return EdgeStatus::stated;
}

std::optional<EdgeKind> edge_kind_of(std::string_view word) {
  for (const EdgeKind kind : {EdgeKind::reports, EdgeKind::version_of, EdgeKind::retracts,
                              EdgeKind::corrects, EdgeKind::concerns, EdgeKind::includes})
    if (edge_kind_name(kind) == word) return kind;
  return std::nullopt;
}

std::vector<std::string> trials_in(std::string_view registration) {
  std::vector<std::string> ids = registrations_in(registration);
  std::erase_if(ids, [](const std::string& id) { return registers_reviews(id); });
  return ids;
}

/// The identifiers by which a paper is known, as edges name them.
std::vector<std::string> identifiers_of(const Node& node) {
  std::vector<std::string> ids;
  if (!node.doi.empty()) ids.push_back("doi:" + node.doi);
  if (!node.pmid.empty()) ids.push_back("pmid:" + node.pmid);
  if (!node.pmc.empty()) ids.push_back("pmc:" + node.pmc);
  if (!node.openalex.empty()) ids.push_back("openalex:" + node.openalex);
  return ids;
}

/// «the same DOI 10.7326/m16-1700»
std::string same_identifier(std::string_view id) {
  struct Name {
    std::string_view prefix, words;
  };
  constexpr Name names[] = {{"doi:", "DOI"},
                            {"pmid:", "PubMed number"},
                            {"pmc:", "PubMed Central number"},
                            {"openalex:", "OpenAlex number"}};
  for (const Name& name : names)
    if (id.starts_with(name.prefix))
      return fmt::format("the same {} {}", name.words, id.substr(name.prefix.size()));
  return fmt::format("the same identifier {}", id);
}

std::optional<long> as_count(const std::optional<Number>& number) {
  return number ? std::optional(static_cast<long>(number->value)) : std::nullopt;
}

class Builder {
 public:
  explicit Builder(const Review& review, std::span<const Record> index)
      : review_(review), index_(index) {}

  CitationGraph build() {
    for (const Study& study : review_.studies) add_study(study);
    for (const Reference& reference : review_.references) add_reference(reference);
    for (Index i = 0; i < graph_.nodes.size(); ++i) claim_identifiers(i);
    add_recommendations();
    add_trials();
    record_node_.resize(index_.size());
    for (std::size_t i = 0; i < index_.size(); ++i) add_record(i);
    for (const Study& study : review_.studies) add_edges(study.citation, node_of(study.key));
    for (const Reference& reference : review_.references) {
      const Index from = node_of(reference.key);
      add_edges(reference.citation, from);
      for (const auto& included : reference.includes)
        want(from, EdgeKind::includes, included.value, included.span);
    }
    for (std::size_t i = 0; i < index_.size(); ++i) add_record_edges(i);
    resolve();
    return std::move(graph_);
  }

 private:
  /// An edge whose other end may not be there yet.
  struct Wanted {
    Index from;
    std::string to;  ///< a key, an identifier, or what is printed
    Edge edge;
  };

  Index add(Node node) {
    const Index i = static_cast<Index>(graph_.nodes.size());
    graph_.by_id.emplace(node.key, i);
    graph_.nodes.push_back(std::move(node));
    return i;
  }

  Index node_of(std::string_view key) const {
    const auto at = graph_.by_id.find(key);
    EXPECTS(at != graph_.by_id.end());
    return at->second;
  }

  static Node described(std::string_view key, std::string_view label, const Citation& citation,
                        Span span) {
    Node node{.key = std::string(key), .label = std::string(label), .span = span};
    node.title = citation.title;
    node.journal = citation.journal;
    node.volume = citation.volume;
    node.issue = citation.issue;
    node.pages = citation.pages;
    node.url = citation.url.value;
    node.authors = citation.authors;
    for (const ExtraTag& one : citation.extra) {
      if (one.tag == "type")
        node.type = one.value;
      else
        node.extra.emplace_back(one.tag, one.value);
    }
    node.date = read_date_text(citation.date.value);
    if (!node.date.known() && citation.year)
      node.date.year = static_cast<int>(citation.year->value);
    node.doi = normal_doi(citation.doi.value);
    node.pmid = normal_pmid(citation.pmid.value);
    node.pmc = normal_pmc(citation.pmc.value);
    node.openalex = normal_openalex(citation.openalex.value);
    node.registrations = trials_in(citation.registration.value);
    for (const NoticeEntry& notice : citation.notices) {
      const std::string id = normal_identifier(notice.notice.value);
      node.notices.push_back({notice.kind, read_date_text(notice.date.value),
                              id.empty() ? notice.notice.value : id, notice.reason});
    }
    node.references_known = citation.cites_given;
    node.reference_count = as_count(citation.reference_count);
    node.cited_by_count = as_count(citation.cited_by_count);
    return node;
  }

  void add_study(const Study& study) {
    Node node = described(study.key, study.label, study.citation, study.span);
    node.included = true;
    node.cohort = study.cohort.value;
    add(std::move(node));
    distinct(study.citation, study.key);
  }

  void add_reference(const Reference& reference) {
    // The same key as a study's is an error of `check`; the study stands.
    if (graph_.by_id.contains(reference.key)) return;
    Node node = described(reference.key, reference.label, reference.citation, reference.span);
    node.kind = kind_of(reference.type);
    node.searched = read_date_text(reference.searched.value);
    add(std::move(node));
    distinct(reference.citation, reference.key);
  }

  void distinct(const Citation& citation, const std::string& key) {
    for (const auto& other : citation.distinct_from) {
      const std::string id = normal_identifier(other.value);
      distinct_[key].insert(id.empty() ? other.value : id);
    }
  }

  /// The first description with an identifier stands for it; titles too, for records without any.
  void claim_identifiers(Index i) {
    const Node& node = graph_.nodes[i];
    for (const std::string& id : identifiers_of(node)) graph_.by_id.emplace(id, i);
    const std::string title =
        title_key(node.title, node.authors.empty() ? "" : node.authors.front(), node.date.year);
    if (!title.empty()) titles_[title].insert(i);
  }

  void add_recommendations() {
    for (const Reference& reference : review_.references) {
      const Index guideline = node_of(reference.key);
      for (const Recommendation& one : reference.recommendations) {
        Node node{.key = reference.key + "/" + one.key,
                  .kind = NodeKind::recommendation,
                  .label = one.text.empty() ? one.key : one.text,
                  .title = one.text,
                  .date = graph_.nodes[guideline].date,
                  .span = one.span};
        const Index recommendation = add(std::move(node));
        graph_.edges.push_back({guideline, recommendation, EdgeKind::states, EdgeStatus::stated,
                                one.source, "", 0, one.span});
        for (const auto& result : one.rests_on)
          graph_.edges.push_back({result_node(result.value), recommendation, EdgeKind::informs,
                                  EdgeStatus::stated, one.source, "", 0, result.span});
      }
    }
  }

  Index result_node(const std::string& name) {
    const std::string key = "result:" + name;
    if (const auto at = graph_.by_id.find(key); at != graph_.by_id.end()) return at->second;
    const Analysis* analysis = review_.analysis(std::string_view(name).substr(0, name.find('/')));
    return add({.key = key,
                .kind = NodeKind::result,
                .label = name,
                .title = analysis != nullptr ? analysis->title : ""});
  }

  /// The trial or cohort of that name; made where it is new.
  Index trial_node(const std::string& key, const std::string& label, Span span) {
    if (const auto at = graph_.by_id.find(key);
        at != graph_.by_id.end() && graph_.nodes[at->second].kind == NodeKind::study)
      return at->second;
    Node node{.key = key, .kind = NodeKind::study, .label = label, .span = span};
    if (!normal_registration(key).empty()) node.registrations = {key};
    return add(std::move(node));
  }

  /// The node of a cohort, named as it is first spelt: case, blanks and hyphens tell none apart.
  Index cohort_node(const std::string& cohort, Span span) {
    const auto [at, is_new] = cohorts_.try_emplace(plain_cohort(cohort), 0);
    if (is_new) at->second = trial_node("cohort:" + cohort, cohort, span);
    return at->second;
  }

  void reports(Index paper, Index trial, Span span) {
    graph_.edges.push_back({paper, trial, EdgeKind::reports, EdgeStatus::stated, "", "", 0, span});
  }

  void add_trials() {
    const Index papers = static_cast<Index>(graph_.nodes.size());
    for (Index i = 0; i < papers; ++i) {
      if (graph_.nodes[i].kind != NodeKind::report) continue;
      const Span span = graph_.nodes[i].span;
      for (const std::string& id : std::vector<std::string>(graph_.nodes[i].registrations))
        reports(i, trial_node(id, id, span), span);
      if (const std::string cohort = graph_.nodes[i].cohort; !cohort.empty())
        reports(i, cohort_node(cohort, span), span);
    }
    const auto declared = [&](const Citation& citation, const std::string& key) {
      for (const auto& name : citation.reports) {
        const Index paper = node_of(key);
        if (const std::string id = normal_registration(name.value); !id.empty()) {
          reports(paper, trial_node(id, id, name.span), name.span);
        } else if (const Study* study = review_.study(name.value)) {
          for (const Index trial : trials_of(*study)) reports(paper, trial, name.span);
        }
      }
    };
    for (const Study& study : review_.studies) declared(study.citation, study.key);
    for (const Reference& reference : review_.references)
      declared(reference.citation, reference.key);
  }

  /// The trials that a study's descriptor reports; one of its own where it names none.
  std::vector<Index> trials_of(const Study& study) {
    const Index paper = node_of(study.key);
    std::vector<Index> trials = trials_[paper];
    if (trials.empty()) {
      trials.push_back(trial_node("study:" + study.key, study.label, study.span));
      reports(paper, trials.front(), study.span);
    }
    return trials;
  }

  bool told_apart(Index node, const std::vector<std::string>& ids) const {
    const auto at = distinct_.find(graph_.nodes[node].key);
    return at != distinct_.end() &&
           std::ranges::any_of(ids, [&](const std::string& id) { return at->second.contains(id); });
  }

  static Node node_from(const Record& record) {
    Node node{.kind = kind_of(record.kind), .origin = Origin::index, .title = record.title};
    node.journal = record.container;
    node.volume = record.volume;
    node.issue = record.issue;
    node.pages = record.pages;
    node.url = record.url;
    node.type = record.type;
    node.extra = record.extra;
    for (const std::string& author : record.authors) node.authors.push_back(short_author(author));
    node.date = record.date;
    node.doi = record.doi;
    node.pmid = record.pmid;
    node.pmc = record.pmc;
    node.openalex = record.openalex;
    for (const std::string& id : record.registrations)
      if (!registers_reviews(id)) node.registrations.push_back(id);
    return node;
  }

  void add_record(std::size_t i) {
    const Record& record = index_[i];
    Node node = node_from(record);
    std::vector<std::string> ids = identifiers_of(node);
    if (!record.key.empty()) ids.push_back(record.key);
    std::optional<Index> same;
    std::string why;
    for (const std::string& id : identifiers_of(node)) {
      const auto at = graph_.by_id.find(id);
      if (at == graph_.by_id.end() || told_apart(at->second, ids)) continue;
      same = at->second;
      why = same_identifier(id);
      break;
    }
    if (!same) {
      const std::string title = title_key(
          record.title, record.authors.empty() ? "" : record.authors.front(), record.date.year);
      if (const auto at = titles_.find(title); at != titles_.end())
        for (const Index one : at->second) {
          if (told_apart(one, ids) || !same_by_title(graph_.nodes[one], node)) continue;
          same = one;
          why = "the same title, first author and year";
          break;
        }
    }
    // A key is a name and no identity, but records that weald exported bear those of the review.
    if (!same)
      if (const auto at = graph_.by_id.find(record.key);
          at != graph_.by_id.end() && agree(graph_.nodes[at->second], node)) {
        same = at->second;
        why = "the same key, and nothing that tells them apart";
      }
    if (same) {
      record_node_[i] = *same;
      graph_.merges.push_back(
          {*same, record_name(record) + (record.line ? fmt::format(" (line {})", record.line) : ""),
           why});
      complete(graph_.nodes[*same], node);
    } else {
      node.key = ids.empty() ? "" : ids.front();
      if (node.key.empty())
        node.key = as_key(fmt::format(
            "{} {}", node.authors.empty() ? "anonymous" : node.authors.front(), node.date.year));
      // A name that is taken is not an identity: number it.
      for (int n = 2; graph_.by_id.contains(node.key); ++n)
        node.key = fmt::format("{}-{}", ids.empty() ? "record" : ids.front(), n);
      node.label = node.authors.empty() || !node.date.known()
                       ? node.key
                       : fmt::format("{} {}", family_of(node.authors.front()), node.date.year);
      record_node_[i] = add(std::move(node));
    }
    Node& target = graph_.nodes[record_node_[i]];
    for (const PublishedNotice& notice : record.notices)
      if (std::ranges::find(target.notices, notice) == target.notices.end())
        target.notices.push_back(notice);
    if (!record.cites.empty() || record.cites_known) target.references_known = true;
    if (!target.reference_count) target.reference_count = record.reference_count;
    if (!target.cited_by_count) target.cited_by_count = record.cited_by_count;
    claim_identifiers(record_node_[i]);
    if (target.kind == NodeKind::report && target.origin == Origin::index) {
      const std::vector<std::string> registrations = target.registrations;
      for (const std::string& id : registrations)
        reports(record_node_[i], trial_node(id, id, {}), {});
    }
  }

  /// Of two papers of one title, author and year: two DOIs are two papers (a preprint, a reply, a
  /// second edition), and so are two journals or first pages.
  static bool same_by_title(const Node& a, const Node& b) {
    const auto one = [](const std::string& x, const std::string& y) {
      return x.empty() || y.empty() || x == y;
    };
    if (!one(a.doi, b.doi) || !one(a.pmid, b.pmid)) return false;
    if (is_generic_title(a.title) &&
        (a.journal.empty() || b.journal.empty() || a.pages.empty() || b.pages.empty()))
      return false;
    return !place_difference({a.journal, a.volume, a.pages}, {b.journal, b.volume, b.pages});
  }

  /// Whether no member that both have differs.
  static bool agree(const Node& a, const Node& b) {
    const auto same = [](const auto& x, const auto& y) { return x.empty() || y.empty() || x == y; };
    return same(a.title, b.title) && same(a.doi, b.doi) && same(a.pmid, b.pmid) &&
           same(a.pmc, b.pmc) && same(a.openalex, b.openalex) &&
           (!a.date.known() || !b.date.known() || a.date.year == b.date.year);
  }

  static std::string family_of(const std::string& author) {
    const std::size_t space = author.rfind(' ');
    return space == std::string::npos ? author : author.substr(0, space);
  }

  /// What the descriptor does not say; it is never contradicted.
  static void complete(Node& node, const Node& more) {
    const auto fill = [](std::string& to, const std::string& from) {
      if (to.empty()) to = from;
    };
    fill(node.title, more.title);
    fill(node.journal, more.journal);
    fill(node.volume, more.volume);
    fill(node.issue, more.issue);
    fill(node.pages, more.pages);
    fill(node.url, more.url);
    fill(node.doi, more.doi);
    fill(node.pmid, more.pmid);
    fill(node.pmc, more.pmc);
    fill(node.openalex, more.openalex);
    if (node.authors.empty()) node.authors = more.authors;
    if (!node.date.known() || (node.date.month == 0 && node.date.year == more.date.year))
      node.date = more.date;
    if (node.registrations.empty()) node.registrations = more.registrations;
  }

  void want(Index from, EdgeKind kind, const std::string& name, Span span) {
    if (name.empty()) return;
    wanted_.push_back({from, name, {.from = from, .kind = kind, .span = span}});
  }

  void add_edges(const Citation& citation, Index from) {
    for (const CitedPaper& cited : citation.cites) {
      Edge edge{.from = from,
                .status = status_of(cited.status),
                .source = cited.source,
                .as = cited.as,
                .number = cited.number ? static_cast<int>(cited.number->value) : 0,
                .span = cited.span};
      wanted_.push_back({from, cited.paper.value.empty() ? "as:" + cited.as : cited.paper.value,
                         std::move(edge)});
    }
    want(from, EdgeKind::version_of, citation.version_of.value, citation.version_of.span);
    for (const auto& paper : citation.retracts)
      want(from, EdgeKind::retracts, paper.value, paper.span);
    for (const auto& paper : citation.corrects)
      want(from, EdgeKind::corrects, paper.value, paper.span);
    for (const auto& paper : citation.concerns)
      want(from, EdgeKind::concerns, paper.value, paper.span);
  }

  void add_record_edges(std::size_t i) {
    const Index from = record_node_[i];
    for (const CitedRecord& cited : index_[i].cites) {
      if (cited.id.empty()) {
        ++graph_.nodes[from].unidentified;
        continue;
      }
      wanted_.push_back(
          {from, cited.id, {.from = from, .status = status_of(cited.status), .as = cited.text}});
    }
    for (const Relation& relation : index_[i].relations)
      if (const auto kind = edge_kind_of(relation.kind); kind && *kind != EdgeKind::reports)
        want(from, *kind, relation.id, {});
  }

  /// Placeholders for what nobody describes, then every edge once.
  void resolve() {
    std::set<std::string> unknown;
    for (Wanted& wanted : wanted_) {
      if (graph_.find(wanted.to)) continue;
      if (const std::string id = normal_identifier(wanted.to); !id.empty()) wanted.to = id;
      unknown.insert(wanted.to);
    }
    for (const std::string& name : unknown) {
      const std::string printed = name.starts_with("as:") ? name.substr(3) : name;
      Node node{.key = name.starts_with("as:") ? "as:" + as_key(printed) : name,
                .origin = Origin::placeholder,
                .label = printed};
      if (name.starts_with("doi:")) node.doi = printed.substr(4);
      if (name.starts_with("pmid:")) node.pmid = printed.substr(5);
      if (name.starts_with("pmc:")) node.pmc = printed.substr(4);
      if (name.starts_with("openalex:")) node.openalex = printed.substr(9);
      if (!normal_registration(name).empty()) {
        node.kind = NodeKind::study;
        node.registrations = {name};
      }
      for (int n = 2; graph_.by_id.contains(node.key); ++n)
        node.key = fmt::format("as:{}-{}", as_key(printed), n);
      graph_.by_id.emplace(name, add(std::move(node)));
    }
    std::set<std::tuple<Index, Index, EdgeKind>> seen;
    for (const Edge& edge : graph_.edges) seen.insert({edge.from, edge.to, edge.kind});
    std::vector<std::pair<Index, Index>> pairs;
    for (Wanted& wanted : wanted_) {
      wanted.edge.to = *graph_.find(wanted.to);
      if (!seen.insert({wanted.from, wanted.edge.to, wanted.edge.kind}).second) continue;
      if (wanted.edge.kind == EdgeKind::cites) pairs.emplace_back(wanted.from, wanted.edge.to);
      graph_.edges.push_back(std::move(wanted.edge));
    }
    graph_.cites = make_links(static_cast<Index>(graph_.nodes.size()), pairs);
    graph_.cited_by = reversed(graph_.cites);
    add_notices();
  }

  /// A notice that is a node of its own marks the paper that it speaks of.
  void add_notices() {
    struct Word {
      EdgeKind edge;
      std::string_view kind;
    };
    constexpr Word words[] = {{EdgeKind::retracts, "retraction"},
                              {EdgeKind::corrects, "correction"},
                              {EdgeKind::concerns, "concern"}};
    for (const Edge& edge : graph_.edges)
      for (const Word& word : words) {
        if (edge.kind != word.edge) continue;
        const Node& notice = graph_.nodes[edge.from];
        Node& paper = graph_.nodes[edge.to];
        const bool told = std::ranges::any_of(paper.notices, [&](const PublishedNotice& one) {
          const auto at = graph_.find(one.notice);
          return one.kind == word.kind && (one.notice.empty() || (at && *at == edge.from));
        });
        if (!told) paper.notices.push_back({std::string(word.kind), notice.date, notice.key, ""});
      }
  }

  const Review& review_;
  std::span<const Record> index_;
  CitationGraph graph_;
  std::vector<Wanted> wanted_;
  std::vector<Index> record_node_;
  std::map<Index, std::vector<Index>> trials_;
  std::map<std::string, Index> cohorts_;
  std::map<std::string, std::set<Index>, std::less<>> titles_;
  std::map<std::string, std::set<std::string>, std::less<>> distinct_;
};

}  // namespace

CitationGraph build_graph(const Review& review, std::span<const Record> index) {
  return Builder(review, index).build();
}

std::vector<Record> graph_records(const CitationGraph& graph) {
  std::vector<Record> records;
  std::vector<std::optional<std::size_t>> at(graph.nodes.size());
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    const Node& node = graph.nodes[i];
    if (node.origin == Origin::placeholder) continue;
    at[i] = records.size();
    Record record{.key = node.key, .kind = std::string(node_kind_name(node.kind))};
    record.title = node.title;
    record.container = node.journal;
    record.volume = node.volume;
    record.issue = node.issue;
    record.pages = node.pages;
    record.url = node.url;
    record.type = node.type;
    record.extra = node.extra;
    record.authors = node.authors;
    record.date = node.date;
    record.doi = node.doi;
    record.pmid = node.pmid;
    record.pmc = node.pmc;
    record.openalex = node.openalex;
    record.registrations = node.registrations;
    record.cites_known = node.references_known;
    record.reference_count = node.reference_count;
    record.cited_by_count = node.cited_by_count;
    record.notices = node.notices;
    records.push_back(std::move(record));
  }
  for (const Edge& edge : graph.edges) {
    if (!at[edge.from]) continue;
    Record& from = records[*at[edge.from]];
    const std::string& to = graph.nodes[edge.to].key;
    if (edge.kind == EdgeKind::cites)
      from.cites.push_back(
          {to, edge.as,
           std::string(edge.status == EdgeStatus::stated ? "" : edge_status_name(edge.status))});
    else
      from.relations.push_back({std::string(edge_kind_name(edge.kind)), to});
  }
  return records;
}

}  // namespace weald
