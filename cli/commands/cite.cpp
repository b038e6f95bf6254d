// SPDX-License-Identifier: MIT
// weald cite: questions to the citation graph, one verb each.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "cli/cite_impact.h"
#include "cli/cite_work.h"
#include "cli/commands/commands.h"
#include "cli/files.h"
#include "cli/terminal.h"
#include "engine/analysis/verdicts.h"
#include "engine/citations/anomalies.h"
#include "engine/citations/bias.h"
#include "engine/citations/missing.h"
#include "engine/citations/overlap.h"
#include "engine/citations/rank.h"
#include "engine/citations/summary.h"
#include "engine/output/cite_output.h"
#include "engine/review/time.h"
#include "engine/text/number.h"
#include "engine/text/suggest.h"

namespace weald {
namespace {

using Words = std::vector<std::string>;

/// Prints an answer, made only in the form that is asked for. `found`: whether there is something
/// that --strict makes a failure of; a question that has no such findings of its own fails for the
/// warnings about the data.
template <class Tables, class Records, class Json>
int print(const Call& call, const CiteWork& work, std::optional<bool> found, Tables tables,
          Records records, Json json) {
  const std::string text = in_format(call, json, records, tables);
  if (const int written = deliver(call, text); written != exit_code::done) return written;
  if (!found) return closing_code(call, work.work);
  return *found && call.has("strict") ? exit_code::data_errors : exit_code::done;
}

// ---- Values of options ----

/// A number of an option, or `otherwise` where it is not given; nothing where it is no good (it has
/// been said).
std::optional<double> number_of(const Call& call, std::string_view flag, double otherwise,
                                bool (*good)(double), std::string_view help) {
  if (!call.has(flag)) return otherwise;
  const auto value = read_number(call.value(flag)).value;
  if (value && good(*value)) return value;
  say_usage(*call.streams, fmt::format("`--{}` cannot be `{}`", flag, call.value(flag)), help);
  return {};
}

/// How many rows are listed: --top, else 20 for people and all for programs (0).
std::optional<std::size_t> top_of(const Call& call) {
  const std::string format = call.value("format", "text");
  const auto top = number_of(
      call, "top", format == "json" || format == "csv" ? 0 : 20,
      [](double n) { return n >= 1 && n <= 1e9 && n == std::floor(n); },
      "a whole number from 1: --top 50");
  if (!top) return {};
  return static_cast<std::size_t>(*top);
}

/// Months and years of --lag are those of the calendar; what is left of a fraction is days.
std::optional<Lag> lag_of(const Call& call) {
  if (!call.has("lag")) return Lag{};
  const std::string text = call.value("lag");
  const auto duration = read_duration(text);
  if (duration && duration->days < 36525) {
    constexpr double month = 365.25 / 12;
    const std::size_t at =
        text.find_first_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
    const std::string_view unit =
        at == std::string::npos ? std::string_view() : std::string_view(text).substr(at);
    const bool calendar = unit.starts_with('y') || unit.starts_with('Y') ||
                          (unit.size() > 1 && (unit[0] == 'm' || unit[0] == 'M') &&
                           (unit[1] == 'o' || unit[1] == 'O'));
    const double months = calendar ? std::floor(duration->days / month + 1e-6) : 0;
    const double days = std::max(0.0, duration->days - months * month);
    return Lag{.months = static_cast<int>(months),
               .days = static_cast<int>(std::lround(days)),
               .text = text};
  }
  say_usage(*call.streams, fmt::format("`--lag` cannot be `{}`", call.value("lag")),
            "a length of time, below a hundred years: --lag \"12 months\"");
  return {};
}

// ---- The verbs ----

int run_graph(const Call& call, const Words& words) {
  const CiteWork work = read_graph(call, words, false);
  if (work.stop) return *work.stop;
  const GraphSummary summary = summarise(work.graph);
  return print(
      call, work, {}, [&] { return cite_graph_tables(work.graph, summary); },
      [&] { return cite_graph_records(work.graph); },
      [&] { return cite_graph_json(work.graph, summary); });
}

int run_rank(const Call& call, const Words& words) {
  const auto top = top_of(call);
  if (!top) return exit_code::usage;
  const auto damping = number_of(
      call, "damping", 0.85, [](double d) { return d > 0 && d < 1; },
      "a number between 0 and 1: 0.85 as is usual, 0.5 as some use for citations");
  if (!damping) return exit_code::usage;
  const CiteWork work = read_graph(call, words, false);
  if (work.stop) return *work.stop;
  const Ranking ranking = rank(work.graph, *damping);
  return print(
      call, work, {}, [&] { return cite_rank_tables(work.graph, ranking, *top); },
      [&] { return cite_rank_records(work.graph, ranking, *top); },
      [&] { return cite_rank_json(work.graph, ranking, *top); });
}

int run_missing(const Call& call, const Words& words) {
  const auto top = top_of(call);
  if (!top) return exit_code::usage;
  const CiteWork work = read_graph(call, words, false);
  if (work.stop) return *work.stop;
  const Chase found = chase(work.graph);
  const Completeness completeness = summarise(work.graph).completeness;
  return print(
      call, work, {}, [&] { return cite_missing_tables(work.graph, found, completeness, *top); },
      [&] { return cite_missing_records(work.graph, found, *top); },
      [&] { return cite_missing_json(work.graph, found, completeness, *top); });
}

int run_overlap(const Call& call, const Words& words) {
  const CiteWork work = read_graph(call, words, false);
  if (work.stop) return *work.stop;
  const Overlap found = overlap(work.graph, work.review());
  return print(
      call, work, {}, [&] { return cite_overlap_tables(work.graph, found); },
      [&] { return cite_overlap_records(work.graph, found); },
      [&] { return cite_overlap_json(work.graph, found); });
}

int run_anomalies(const Call& call, const Words& words) {
  const CiteWork work = read_graph(call, words, false);
  if (work.stop) return *work.stop;
  const std::vector<Anomaly> found = find_anomalies(work.graph, work.review());
  return print(
      call, work, !found.empty(), [&] { return cite_anomalies_tables(found); },
      [&] { return cite_anomalies_records(work.graph, found); },
      [&] { return cite_anomalies_json(work.graph, found); });
}

int run_duplicates(const Call& call, const Words& words) {
  const CiteWork work = read_graph(call, words, false);
  if (work.stop) return *work.stop;
  const std::vector<Duplicate> found = find_duplicates(work.graph, work.review());
  return print(
      call, work, !found.empty(), [&] { return cite_duplicates_tables(work.graph, found); },
      [&] { return cite_duplicates_records(work.graph, found); },
      [&] { return cite_duplicates_json(work.graph, found); });
}

/// The studies that have a number somewhere, and whether any of them is good news.
struct Citable {
  std::vector<CitableStudy> studies{};
  std::size_t without_number = 0, without_side = 0;
};

Citable citable(const CiteWork& work, std::string_view by) {
  Citable result;
  const std::vector<StudyVerdict> all = verdicts(work.work.report, work.review());
  for (const Study& study : work.review().studies) {
    const auto node = work.graph.find(study.key);
    if (!node) continue;
    bool number = false, significant = false, favourable = false, unknown = false;
    for (const StudyVerdict& verdict : all) {
      if (verdict.study != study.key || verdict.verdict == Verdict::none ||
          verdict.verdict == Verdict::words)
        continue;
      number = true;
      significant |= verdict.verdict != Verdict::inconclusive;
      favourable |= verdict.verdict == Verdict::favourable;
      unknown |= verdict.verdict == Verdict::different;
    }
    if (!number)
      ++result.without_number;
    else if (by == "favourable" && unknown && !favourable)
      ++result.without_side;
    else
      result.studies.push_back({*node, by == "favourable" ? favourable : significant});
  }
  return result;
}

int run_bias(const Call& call, const Words& words) {
  const auto lag = lag_of(call);
  if (!lag) return exit_code::usage;
  const CiteWork work = read_graph(call, words, true);
  if (work.stop) return *work.stop;
  const std::string by = call.value("by", "significant");
  const auto seed =
      static_cast<std::uint64_t>(read_number(call.value("seed", "1")).value.value_or(1));
  Citable given = citable(work, by);
  CitationBias bias = citation_bias(work.graph, given.studies, by, *lag, seed);
  if (given.without_number > 0)
    bias.notes.push_back(fmt::format(
        "{} without a number in any analysis that has a value of no effect: left out of this",
        given.without_number == 1 ? "1 study is"
                                  : fmt::format("{} studies are", given.without_number)));
  if (given.without_side > 0)
    bias.notes.push_back(fmt::format(
        "{} different from no effect where the outcome does not say which side is `better:`: left "
        "out of this",
        given.without_side == 1 ? "1 study is"
                                : fmt::format("{} studies are", given.without_side)));
  return print(
      call, work, {}, [&] { return cite_bias_tables(bias, *lag); },
      [&] { return cite_bias_records(bias); }, [&] { return cite_bias_json(bias, *lag); });
}

int run_impact_verb(const Call& call, const Words& words) {
  const ImpactWords sorted = sort_impact_words(call, words);
  if (sorted.stop) return *sorted.stop;
  if (sorted.lists.empty() && sorted.names.empty()) {
    say_usage(*call.streams, "the impact of what?",
              "name a paper, a study, a DOI, a PubMed number, a registration or a list of "
              "retractions: `weald cite impact nguyen-2017 SOURCE`");
    return exit_code::usage;
  }
  const CiteWork work = read_graph(call, sorted.source, true);
  if (work.stop) return *work.stop;
  const ImpactRun run = run_impact(call, work, sorted);
  if (run.stop) return *run.stop;
  return print(
      call, work, {}, [&] { return cite_impact_tables(work.graph, run.answer); },
      [&] { return cite_impact_records(work.graph, run.answer); },
      [&] { return cite_impact_json(work.graph, run.answer); });
}

int run_export_verb(const Call& call, const Words& words) {
  if (!call.has("as")) {
    say_usage(*call.streams, "export as what?",
              fmt::format("--as {}", fmt::join(written_formats(), "|")));
    return exit_code::usage;
  }
  return export_references(call, words);
}

/// A verb is a row: what it answers, the options that mean something to it, and what it does.
struct Verb {
  std::string_view key, help;
  std::string_view options;  ///< of its own, between blanks
  bool analyses = false;     ///< the analysis's options count
  int (*run)(const Call&, const Words&) = nullptr;
};

constexpr Verb verbs[] = {
    {"graph", "what is known: papers, studies, who cites whom, and how much is missing",
     " with format ", false, run_graph},
    {"rank", "which papers carry the literature, and the main path through it",
     " with format top damping ", false, run_rank},
    {"missing", "which papers the included studies point at and the review lacks",
     " with format top ", false, run_missing},
    {"overlap", "how far reviews rest on the same studies, by horizon", " with format ", false,
     run_overlap},
    {"anomalies", "citations that cannot or should hardly be", " with format ", false,
     run_anomalies},
    {"duplicates", "studies that may be one group of people", " with format ", false,
     run_duplicates},
    {"bias", "whether studies with good news are cited more", " with format by lag seed ", true,
     run_bias},
    {"impact", "what each pooled result would be without a paper, or without a list of them",
     " with format ", true, run_impact_verb},
    {"export", "the graph as a file: --as ris, bibtex, graphml, ...", " with as ", false,
     run_export_verb},
};

std::vector<std::string_view> verb_names() {
  std::vector<std::string_view> names;
  for (const Verb& verb : verbs) names.push_back(verb.key);
  return names;
}

std::vector<std::string_view> by_names() { return {"significant", "favourable"}; }

const Verb* find_verb(std::string_view word) {
  const auto found =
      std::ranges::find_if(verbs, [&](const Verb& verb) { return same_word(verb.key, word); });
  return found == std::end(verbs) ? nullptr : &*found;
}

/// The verb that the first word names; nothing where it names none (it has been said).
const Verb* chosen_verb(const Call& call) {
  const std::vector<std::string_view> names = verb_names();
  const std::string all = fmt::format("{}", fmt::join(names, ", "));
  if (call.words.empty()) {
    say_usage(*call.streams, "cite what?",
              fmt::format("the questions are: {}; for example `weald cite graph SOURCE`", all));
    return nullptr;
  }
  const std::string& word = call.words.front();
  if (const Verb* verb = find_verb(word)) return verb;
  const auto later = std::ranges::find_if(
      call.words, [](const std::string& other) { return find_verb(other) != nullptr; });
  const auto near = nearest(word, names);
  say_usage(*call.streams, fmt::format("`weald cite` has no question `{}`", word),
            later != call.words.end()
                ? fmt::format("the question comes first: `weald cite {} {}`", *later, word)
            : near ? fmt::format("did you mean `weald cite {}`?", *near)
                   : fmt::format("the questions are: {}; they come before SOURCE", all));
  return nullptr;
}

/// Whether every option given means something to the verb (otherwise it has been said).
bool options_fit(const Call& call, const Verb& verb) {
  static constexpr std::string_view everywhere = " output strict quiet color ascii threads help ";
  for (const auto& [key, value] : call.values) {
    const std::string word = fmt::format(" {} ", key);
    if (everywhere.find(word) != std::string_view::npos ||
        verb.options.find(word) != std::string_view::npos)
      continue;
    std::vector<std::string_view> of;
    for (const Verb& other : verbs)
      if (other.options.find(word) != std::string_view::npos) of.push_back(other.key);
    say_usage(*call.streams, fmt::format("`weald cite {}` has no option `--{}`", verb.key, key),
              key == "format"
                  ? "`--as` names the format of an export"
                  : fmt::format("it belongs to `weald cite {}`", fmt::join(of, "`, `")));
    return false;
  }
  if (!verb.analyses && !call.settings.empty()) {
    say_usage(*call.streams,
              fmt::format("`weald cite {}` has no option `--{}`: it analyses nothing", verb.key,
                          call.settings.front().key),
              "options of the analysis belong to `weald cite bias` and `weald cite impact`");
    return false;
  }
  return true;
}

int run_cite(const Call& call) {
  const Verb* verb = chosen_verb(call);
  if (verb == nullptr || !options_fit(call, *verb)) return exit_code::usage;
  const Words words(call.words.begin() + 1, call.words.end());
  if (verb->run != run_impact_verb && words.size() > 1) {
    say_usage(*call.streams,
              fmt::format("`weald cite {}` takes one SOURCE, and `{}` is one too many", verb->key,
                          words[1]),
              "files of references join the graph with --with FILE");
    return exit_code::usage;
  }
  return verb->run(call, words);
}

constexpr Flag flags[] = {
    with_flag,
    format_flag,
    output_flag,
    strict_flag,
    {.key = "top", .value = "N", .help = "rank, missing: list so many (20 in text, else all)"},
    {.key = "damping",
     .value = "D",
     .help = "rank: how far PageRank follows references, between 0 and 1 (0.85)"},
    {.key = "by", .value = "WHICH", .help = "bias: what counts as good news", .choices = by_names},
    {.key = "lag",
     .value = "TIME",
     .help = "bias: how long before the citing paper a study must have been out, e.g. \"12 "
             "months\" (0)"},
    seed_flag,
    {.key = "as", .value = "FORMAT", .help = "export: what to write", .choices = written_formats},
};

constexpr Example examples[] = {
    {"weald cite graph studies/intradiscal-steroid", "who cites whom, and how much is known"},
    {"weald cite impact nguyen-2017 studies/intradiscal-steroid",
     "every pooled result without that trial"},
    {"weald cite impact retraction_watch.csv my-review",
     "which papers of the review were retracted, and what is left without them"},
    {"weald cite missing my-review --with pubmed.nbib --with openalex.json --top 50",
     "citation chasing in the files of two indexes"},
    {"weald cite bias studies/bcg-vaccine --by favourable --seed 7",
     "are favourable studies cited more?"},
    {"weald cite export studies/intradiscal-steroid --as graphml -o graph.graphml",
     "the graph for Gephi, yEd or igraph"},
};

}  // namespace

const Command cite_command{
    .key = "cite",
    .arguments =
        "graph|rank|missing|overlap|anomalies|duplicates|bias|export [SOURCE], or impact WHAT... "
        "[SOURCE]",
    .help = "the citation graph: what is missing, counted twice, impossible; what a paper changes",
    .about =
        "Asks the citation graph of SOURCE (a review's folder) and of the files given by --with. "
        "graph: papers, studies, who cites whom and how much is known. rank: counts, PageRank, "
        "main path. missing: citation chasing, backward, forward, co-cited, co-citing. overlap: "
        "corrected covered area of reviews, by horizon. anomalies: impossible or odd citations. "
        "duplicates: groups of people counted twice. bias: are studies with significant or "
        "favourable results cited more? impact: WHAT is a key, DOI, PubMed number or registration, "
        "or a file that lists retractions (Retraction Watch's CSV, or records of PubMed, Crossref "
        "or OpenAlex with notices); each pool is run again without it. An identifier means every "
        "file that bears it, a key that file alone. A word that is a key and a file or folder too "
        "is the key; the folder is meant with / at its end, or as the last of several words. "
        "export: the graph as RIS, BibTeX, CSL-JSON, GraphML, DOT, GEXF or a list of edges. A "
        "citation points from the "
        "citing paper to the cited one. "
        "--strict: anomalies and duplicates fail for what they find, the other questions for "
        "warnings about the data.",
    .analyses = true,
    .flags = flags,
    .examples = examples,
    .words = verb_names,
    .run = run_cite,
};

}  // namespace weald
