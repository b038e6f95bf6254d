// SPDX-License-Identifier: MIT
#include "cli/cite_impact.h"

#include <algorithm>
#include <filesystem>
#include <system_error>

#include <fmt/format.h>

#include "cli/files.h"
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

/// The nodes that a word names: the key's, or all that bear the identifier or bare PubMed number;
/// none where nothing does (it has been said).
std::vector<std::uint32_t> named_by(const Call& call, const CitationGraph& graph,
                                    const std::string& word) {
  std::vector<std::uint32_t> nodes = nodes_named(graph, word);
  if (nodes.empty())
    if (const auto result = graph.find("result:" + word)) nodes.push_back(*result);
  if (!nodes.empty()) {
    const NodeKind kind = graph.nodes[nodes.front()].kind;
    if (kind != NodeKind::result && kind != NodeKind::recommendation) return nodes;
    say_usage(*call.streams,
              fmt::format("`{}` is a {}, not a paper", word,
                          kind == NodeKind::result ? "pooled result" : "recommendation"),
              "name a paper, a study or a list of retractions");
    return {};
  }
  std::error_code error;
  if (fs::is_directory(word, error)) {
    say_usage(*call.streams,
              fmt::format("`{}` is a folder, and nothing in this graph is called so", word),
              "SOURCE is one review's folder and stands last; two folders cannot be asked at once");
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

/// A word that may be a key as well as a file or folder: it has neither an ending nor a slash.
bool may_be_key(std::string_view word) { return word.find_first_of("./") == std::string::npos; }

/// What is left out, by the key of the one node, else by the identifier that several bear.
std::string key_of(const CitationGraph& graph, const std::vector<std::uint32_t>& nodes,
                   const std::string& word) {
  if (nodes.size() == 1) return graph.nodes[nodes.front()].key;
  for (const std::uint32_t node : nodes)
    if (graph.nodes[node].kind == NodeKind::study) return graph.nodes[node].key;
  const std::string id = normal_identifier(word);
  return id.empty() ? "pmid:" + normal_pmid(word) : id;
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

/// Why a list in which nothing could be read is none, in words.
std::string why_unreadable(std::string_view text, const ReferenceFile* file) {
  if (text.find_first_not_of(" \t\r\n") == std::string_view::npos) return "it is empty";
  const std::string_view head = text.substr(0, std::min<std::size_t>(text.find('\n'), 4096));
  if (head.find("RetractionNature;") != std::string_view::npos ||
      head.find(";RetractionNature") != std::string_view::npos)
    return "its cells are separated by semicolons, not by commas";
  const std::size_t rejected = file != nullptr ? file->reading.rejected.size() : 0;
  return rejected == 0   ? "it has no row"
         : rejected == 1 ? fmt::format("1 entry, rejected: {}", file->reading.rejected[0].reason)
                         : fmt::format("{} entries, all rejected; the first: {}", rejected,
                                       file->reading.rejected[0].reason);
}

/// A list, or an exit code where it cannot be read or says nothing of notices (it has been said).
struct ListOrStop {
  ListOfRetractions list{};
  std::optional<int> stop{};
};

ListOrStop read_list(const Call& call, const CitationGraph& graph, const std::string& path) {
  const FileText bytes = read_binary_file(path);
  std::string was;
  const std::string text = bytes.text ? to_utf8(*bytes.text, was) : std::string();
  const bool blank = bytes.text && text.find_first_not_of(" \t\r\n") == std::string::npos;
  std::optional<ReferenceFile> file;
  if (!blank) {
    file = read_reference_file(call, path);
    if (!file) return {.stop = exit_code::file};
  }
  if (!file || file->reading.records.empty()) {
    // No word about nothing: an empty answer would read as an all-clear.
    say_file(*call.streams,
             fmt::format("nothing could be read of the list of retractions {}: {}", path,
                         why_unreadable(text, file ? &*file : nullptr)),
             "whether a paper was retracted is not known; give the CSV file of Retraction Watch as "
             "it is downloaded, with commas and every row, or records of PubMed, Crossref or "
             "OpenAlex with their notices");
    return {.stop = exit_code::data_errors};
  }
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
    return {.stop = exit_code::file};
  }
  ListOfRetractions list{.name = path,
                         .format = std::string(file->format->key),
                         .flags = match_retractions(graph, rows),
                         .rejected = file->reading.rejected.size()};
  list.flags.rows = file->reading.read();
  for (const Record& row : rows)
    for (const PublishedNotice& notice : row.notices)
      list.latest = std::max(list.latest, notice.date);
  return {.list = std::move(list)};
}

}  // namespace

ImpactWords sort_impact_words(const Call& call, const std::vector<std::string>& words) {
  ImpactWords sorted;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string& word = words[i];
    std::error_code error;
    const bool last_of_several = words.size() > 1 && i + 1 == words.size();
    if (fs::is_directory(word, error)) {
      // A folder of a paper's files may bear its key; a review's folder is one unless its key
      // stands beside it.
      const bool review =
          fs::exists(fs::path(word) / "review.yaml", error) && !fs::exists(word + ".yaml", error);
      if (may_be_key(word) && !last_of_several && !review)
        sorted.names.push_back(word);
      else
        sorted.source.push_back(word);
    } else if (fs::exists(word, error) && !may_be_key(word)) {
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
  struct Named {
    std::vector<std::uint32_t> nodes;
    std::string key;
  };
  std::vector<Named> named;
  std::vector<std::uint32_t> together;
  std::vector<std::string> lists = words.lists;
  for (const std::string& word : words.names) {
    std::error_code error;
    if (fs::is_regular_file(word, error) && nodes_named(graph, word).empty()) {
      lists.push_back(word);
      continue;
    }
    Named one{.nodes = named_by(call, graph, word), .key = {}};
    if (one.nodes.empty()) {
      run.stop = exit_code::usage;
      return run;
    }
    one.key = key_of(graph, one.nodes, word);
    if (std::ranges::find(named, one.nodes, &Named::nodes) == named.end())
      named.push_back(std::move(one));
  }
  Flags all;
  for (const std::string& path : lists) {
    ListOrStop read = read_list(call, graph, path);
    if (read.stop) {
      run.stop = read.stop;
      return run;
    }
    const Flags& flags = read.list.flags;
    all.flags.insert(all.flags.end(), flags.flags.begin(), flags.flags.end());
    run.answer.lists.push_back(std::move(read.list));
  }
  for (const Named& one : named) {
    std::vector<std::uint32_t> papers;
    for (const std::uint32_t node : one.nodes) {
      const std::vector<std::uint32_t> with = papers_of(graph, node);
      papers.insert(papers.end(), with.begin(), with.end());
    }
    together.insert(together.end(), papers.begin(), papers.end());
    add(one.key,
        one.nodes.size() == 1 ? title_of(graph.nodes[one.nodes.front()]) : "Without " + one.key,
        std::move(papers));
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
