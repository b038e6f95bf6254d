// SPDX-License-Identifier: MIT
// weald explain: a diagnostic, a measure, a method, or the arithmetic of a study.
#include "cli/explain.h"

#include <filesystem>

#include <fmt/format.h>

#include "cli/commands/commands.h"
#include "cli/explain_study.h"
#include "cli/files.h"
#include "cli/terminal.h"
#include "cli/work.h"
#include "engine/text/suggest.h"

namespace weald {
namespace {

/// The studies of a SOURCE, for «did you mean».
std::vector<std::string> studies_of(const Report& report, const Loaded& loaded) {
  std::vector<std::string> keys;
  if (const Review* review = loaded.review()) {
    for (const Study& study : review->studies) keys.push_back(study.key);
  }
  for (const AnalysisReport& analysis : report.analyses) {
    for (const Pooling& pool : analysis.pools) {
      for (const StudyResult& result : pool.studies) keys.push_back(result.row.study);
    }
  }
  return keys;
}

int say_unknown(const Call& call, const std::string& word,
                const std::vector<std::string>& studies) {
  std::vector<std::string_view> words = explained_words();
  words.insert(words.end(), studies.begin(), studies.end());
  const auto near = nearest(word, words);
  say_usage(*call.streams, fmt::format("nothing here is called `{}`", word),
            near ? fmt::format("did you mean `weald explain {}`?", *near)
                 : "a code that a message bears, a measure, a method, an option, or a study of the "
                   "review");
  return exit_code::usage;
}

int explain_in(const Call& call, const std::vector<std::string>& words) {
  const Work work =
      analyse_source(call, words, {.may_be_empty = true});  // words: SOURCE alone, or none
  if (work.stop) return *work.stop;
  std::string text;
  const std::vector<std::string> studies = studies_of(work.report, work.loaded);
  const std::size_t first = words.size();
  for (std::size_t i = first; i < call.words.size(); ++i) {
    std::string one = explain_study(work.report, call.words[i]);
    const Review* review = work.loaded.review();
    if (one.empty() && review != nullptr && review->study(call.words[i]) != nullptr) {
      one = fmt::format("{}: no analysis of the review uses a result of it\n", call.words[i]);
    }
    if (one.empty()) one = explain_word(call.words[i]);
    if (one.empty()) return say_unknown(call, call.words[i], studies);
    if (!text.empty()) text += '\n';
    text += one;
  }
  return deliver(call, text);
}

int run_explain(const Call& call) {
  if (call.words.empty()) {
    say_usage(*call.streams, "explain what?",
              "a code that a message bears, a measure, a method, or a study: `weald explain REML`");
    return exit_code::usage;
  }
  std::error_code error;
  if (call.words.size() > 1 && std::filesystem::exists(call.words.front(), error))
    return explain_in(call, {call.words.front()});
  std::string text;
  for (const std::string& word : call.words) {
    const std::string one = explain_word(word);
    if (one.empty()) {
      // Perhaps a study of the review around the current folder.
      if (find_review(std::filesystem::current_path(error))) return explain_in(call, {});
      return say_unknown(call, word, {});
    }
    if (!text.empty()) text += '\n';
    text += one;
  }
  return deliver(call, text);
}

constexpr Flag flags[] = {output_flag};

constexpr Example examples[] = {
    {"weald explain events-exceed-total",
     "why a message appears, why it matters, and what to type instead"},
    {"weald explain SMD REML HK", "formulas and sources of a measure and two methods"},
    {"weald explain studies/intradiscal-steroid nguyen-2017",
     "how each effect of a study is computed, number by number"},
};

}  // namespace

const Command explain_command{
    .key = "explain",
    .arguments = "[SOURCE] CODE|MEASURE|METHOD|STUDY...",
    .help = "why a message appears; a measure's formula; the arithmetic of a study",
    .about =
        "Explains a diagnostic's code, a measure, a method, an option, or a study of the review: "
        "its raw numbers, the formula, the effect, "
        "its variance and interval.",
    .analyses = true,
    .flags = flags,
    .examples = examples,
    .words = explained_words,
    .run = run_explain,
};

}  // namespace weald
