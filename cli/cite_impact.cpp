// SPDX-License-Identifier: MIT
#include "cli/cite_impact.h"

#include <algorithm>
#include <filesystem>
#include <system_error>

#include <fmt/format.h>

#include "cli/terminal.h"
#include "engine/text/identifier.h"
#include "engine/text/suggest.h"

namespace weald {
namespace {

namespace fs = std::filesystem;

/// A word that can only be meant as a file.
bool meant_as_file(std::string_view word) {
  static constexpr std::string_view endings[] = {".csv",  ".tsv", ".nbib", ".ris",   ".bib",
                                                 ".json", ".yml", ".yaml", ".jsonl", ".txt"};
  if (!normal_identifier(word).empty()) return false;
  return word.starts_with("./") || word.starts_with("../") || word.starts_with('/') ||
         word.ends_with('/') || std::ranges::any_of(endings, [&](std::string_view ending) {
           return word.ends_with(ending);
         });
}

bool all_digits(std::string_view word) {
  return !word.empty() && std::ranges::all_of(word, [](char c) { return c >= '0' && c <= '9'; });
}

/// The node that a word names: key, identifier, or a bare PubMed number; nothing where none does
/// (it has been said).
std::optional<std::uint32_t> named_node(const Call& call, const CitationGraph& graph,
                                        const std::string& word) {
  auto node = graph.find(word);
  if (!node && all_digits(word)) node = graph.find("pmid:" + word);
  if (!node) node = graph.find("result:" + word);
  if (node) {
    const NodeKind kind = graph.nodes[*node].kind;
    if (kind != NodeKind::result && kind != NodeKind::recommendation) return node;
    say_usage(*call.streams,
              fmt::format("`{}` is a {}, not a paper", word,
                          kind == NodeKind::result ? "pooled result" : "recommendation"),
              "name a paper, a study or a list of retractions");
    return {};
  }
  std::vector<std::string_view> names;
  for (const auto& [name, at] : graph.by_id) {
    const NodeKind kind = graph.nodes[at].kind;
    if (kind != NodeKind::result && kind != NodeKind::recommendation) names.push_back(name);
  }
  const std::string normal = normal_identifier(word);
  const auto near = nearest(normal.empty() ? std::string_view(word) : normal, names);
  const std::string problem = normal.empty() ? identifier_problem(word) : std::string();
  say_usage(*call.streams,
            problem.empty()
                ? fmt::format("nothing in this graph is called `{}`", word)
                : fmt::format("nothing in this graph is called `{}`: {}", word, problem),
            near ? fmt::format("did you mean `{}`?", *near)
                 : "a key, DOI, PubMed number or registration of the review or of --with files; "
                   "or a file: a list of retractions");
  return {};
}

std::string title_of(const Node& node) {
  const std::string& name = node.label.empty() ? node.key : node.label;
  std::string text = fmt::format("Without {}", node.key);
  if (name != node.key) text += fmt::format(" ({})", name);
  return text;
}

/// Records of notices (PubMed's «Retraction of») as rows about the papers that they speak of.
std::vector<Record> with_notices_turned(const std::vector<Record>& records) {
  static constexpr std::pair<std::string_view, std::string_view> kinds[] = {
      {"retracts", "retraction"}, {"corrects", "correction"}, {"concerns", "concern"}};
  std::vector<Record> rows = records;
  for (const Record& record : records)
    for (const Relation& relation : record.relations)
      for (const auto& [verb, kind] : kinds) {
        if (relation.kind != verb) continue;
        Record row{.line = record.line};
        if (relation.id.starts_with("doi:")) row.doi = relation.id.substr(4);
        if (relation.id.starts_with("pmid:")) row.pmid = relation.id.substr(5);
        row.notices.push_back({.kind = std::string(kind),
                               .date = record.date,
                               .notice = !record.doi.empty()    ? "doi:" + record.doi
                                         : !record.pmid.empty() ? "pmid:" + record.pmid
                                                                : std::string()});
        if (!row.doi.empty() || !row.pmid.empty()) rows.push_back(std::move(row));
      }
  return rows;
}

/// Reads a list; nothing where it cannot be read or says nothing of notices (it has been said).
std::optional<ListOfRetractions> read_list(const Call& call, const CitationGraph& graph,
                                           const std::string& path) {
  const auto file = read_reference_file(call, path);
  if (!file) return {};
  const std::vector<Record>& records = file->reading.records;
  const std::vector<Record> rows = with_notices_turned(records);
  if (!records.empty() &&
      std::ranges::all_of(rows, [](const Record& row) { return row.notices.empty(); })) {
    say_file(*call.streams,
             fmt::format("{} holds records ({}), and none says that a paper was retracted, "
                         "corrected or is under a concern",
                         path, file->format->key),
             "a list of retractions is the CSV file of Retraction Watch, or records of PubMed, "
             "Crossref or OpenAlex with their notices; references join the graph with --with FILE");
    return {};
  }
  ListOfRetractions list{.name = path,
                         .format = std::string(file->format->key),
                         .flags = match_retractions(graph, rows),
                         .rejected = file->reading.rejected.size()};
  list.flags.rows = records.size();
  for (const Record& row : rows)
    for (const PublishedNotice& notice : row.notices)
      list.latest = std::max(list.latest, notice.date);
  return list;
}

}  // namespace

ImpactWords sort_impact_words(const Call& call, const std::vector<std::string>& words) {
  ImpactWords sorted;
  for (const std::string& word : words) {
    std::error_code error;
    if (fs::is_directory(word, error)) {
      sorted.source.push_back(word);
    } else if (fs::exists(word, error)) {
      // A study's own file, as a shell completes it, means the study.
      if (word.ends_with(".yaml") &&
          fs::exists(fs::path(word).parent_path() / "review.yaml", error))
        sorted.names.push_back(fs::path(word).stem().string());
      else
        sorted.lists.push_back(word);
    } else if (meant_as_file(word)) {
      say_file(
          *call.streams, fmt::format("there is no file or folder {}", word),
          "WHAT is a key, DOI, PubMed number or registration, or a file: a list of retractions");
      sorted.stop = exit_code::file;
      return sorted;
    } else {
      sorted.names.push_back(word);
    }
  }
  if (sorted.source.size() > 1) {
    say_usage(*call.streams,
              fmt::format("two folders are named: {} and {}", sorted.source[0], sorted.source[1]),
              "SOURCE is one review's folder");
    sorted.stop = exit_code::usage;
  }
  return sorted;
}

ImpactRun run_impact(const Call& call, const CiteWork& work, const ImpactWords& words) {
  ImpactRun run;
  const CitationGraph& graph = work.graph;
  const Request request{.options = call.settings};
  const auto add = [&](std::string key, std::string title, std::vector<std::uint32_t> flagged) {
    run.answer.scenarios.push_back(
        {.key = std::move(key),
         .title = std::move(title),
         .impact = impact(work.review(), work.work.report, request, graph, std::move(flagged))});
  };
  std::vector<std::uint32_t> named, together;
  for (const std::string& word : words.names) {
    const auto node = named_node(call, graph, word);
    if (!node) {
      run.stop = exit_code::usage;
      return run;
    }
    if (std::ranges::find(named, *node) == named.end()) named.push_back(*node);
  }
  Flags all;
  for (const std::string& path : words.lists) {
    auto list = read_list(call, graph, path);
    if (!list) {
      run.stop = exit_code::file;
      return run;
    }
    all.flags.insert(all.flags.end(), list->flags.flags.begin(), list->flags.flags.end());
    run.answer.lists.push_back(std::move(*list));
  }
  for (const std::uint32_t node : named) {
    const std::vector<std::uint32_t> papers = papers_of(graph, node);
    together.insert(together.end(), papers.begin(), papers.end());
    add(graph.nodes[node].key, title_of(graph.nodes[node]), papers);
  }
  if (named.size() > 1) add("together", "Without all of these together", together);

  const FlaggedPapers flagged = flagged_papers(all);
  run.answer.reinstated = flagged.reinstated;
  const auto of = [](std::size_t n, std::string_view what) {
    return fmt::format("Without the {} {}", n == 1 ? "paper" : fmt::format("{} papers", n), what);
  };
  if (!flagged.retracted.empty())
    add("retracted", of(flagged.retracted.size(), "listed as retracted"), flagged.retracted);
  if (!flagged.concerned.empty())
    add("concern", of(flagged.concerned.size(), "under an expression of concern"),
        flagged.concerned);
  if (!flagged.corrected.empty())
    add("corrected", of(flagged.corrected.size(), "listed as corrected, were they left out"),
        flagged.corrected);
  return run;
}

}  // namespace weald
