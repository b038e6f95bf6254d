// SPDX-License-Identifier: MIT
// weald add: a new study from a template that knows the review's own words.
#include <algorithm>
#include <filesystem>
#include <span>
#include <variant>

#include <fmt/format.h>

#include "cli/commands/commands.h"
#include "cli/files.h"
#include "cli/import_commands.h"
#include "cli/record_entry.h"
#include "cli/terminal.h"
#include "cli/work.h"
#include "cli/yaml_edit.h"
#include "cli/yaml_text.h"
#include "engine/effects/measure.h"
#include "engine/text/source.h"
#include "engine/text/suggest.h"

namespace weald {
namespace {

namespace fs = std::filesystem;

bool takes(const Analysis& analysis, DataKind kind) {
  const Measure* measure = find_measure(analysis.measure.value);
  return measure != nullptr && (measure->kinds & static_cast<unsigned>(kind)) != 0;
}

/// What the data of one group look like for an analysis.
std::string_view data_of_group(const Analysis& analysis) {
  if (takes(analysis, DataKind::two_by_two) || takes(analysis, DataKind::proportion))
    return "{events: 0, n: 0}";
  if (takes(analysis, DataKind::two_rates) || takes(analysis, DataKind::rate))
    return "{events: 0, time: 0}";
  if (takes(analysis, DataKind::correlation)) return "{r: 0, n: 0}";
  return "{mean: 0, sd: 0, n: 0}";
}

/// The groups that an analysis compares, by treatment.
std::vector<std::string> groups_of(const Review& review, const Analysis* analysis) {
  std::vector<std::string> keys;
  if (analysis != nullptr) {
    for (const auto& treatment : analysis->compare) keys.push_back(treatment.value);
  }
  if (keys.empty()) {
    for (const Treatment& treatment : review.treatments) keys.push_back(treatment.key);
  }
  return keys;
}

/// The keys of `citation` that are among `keys`, or those that are not. What only an entry of
/// references.yaml has is left out.
yaml::Node part_of(const yaml::Node& citation, std::span<const std::string_view> keys, bool among) {
  yaml::Node part = yaml_mapping();
  for (std::size_t i = 0; i < citation.keys.size(); ++i) {
    const std::string& key = citation.keys[i].text;
    if (key == "type" || key == "includes") continue;
    if ((std::ranges::find(keys, key) != keys.end()) == among)
      yaml_put(part, key, citation.items[i]);
  }
  return part;
}

struct UnknownLine {
  std::string_view key, line;
};
constexpr UnknownLine unknown_lines[] = {
    {"title", "title: \"Title of the paper\"\n"},
    {"authors", "# authors: [Family A, Family B]\n"},
    {"journal", "# journal: Name of the journal\n"},
    {"year", "# year: 2024\n"},
    {"doi", "# doi: 10.1000/example\n"},
    {"pmid", "# pmid: 12345678\n"},
    {"registration", "# registration: NCT00000000\n"},
    {"design", "# design: randomised\n"},
};

/// A descriptor to fill in, in the words of this review. What is to be filled in stands behind `#`,
/// so that no invented number is ever pooled.
std::string study_template(const Review& review, std::string_view key, const yaml::Node& citation) {
  const Analysis* first = nullptr;
  for (const Analysis& analysis : review.analyses) {
    if (!analysis.overview && first == nullptr) first = &analysis;
  }
  const std::vector<std::string> groups = groups_of(review, first);
  std::string text = fmt::format(
      "# {}: take the # away where you have the number, and leave out what the paper does not "
      "say.\n",
      key);
  // What is known stands first, then lines for what is not.
  const auto early = naming_keys();
  const yaml::Node known = part_of(citation, early, true);
  text += yaml_lines(known, 0, "\n");
  for (const auto& [name, line] : unknown_lines)
    if (known.find(name) == nullptr) text += line;
  if (!groups.empty()) {
    text += "\ngroups:\n";
    for (const std::string& group : groups)
      text += fmt::format("  {0}: {{treatment: {0}}}    # label: ..., n: as randomised\n", group);
  }
  text += "\nresults:\n";
  const std::string outcome = first != nullptr          ? first->outcome.value
                              : review.outcomes.empty() ? "outcome"
                                                        : review.outcomes.front().key;
  text += fmt::format(
      "  - outcome: {}\n    time: 1 month\n    finding: not extracted yet    # take this line away "
      "when the numbers stand below\n",
      outcome);
  if (first != nullptr && !groups.empty()) {
    text += "    # data:\n";
    for (const std::string& group : groups)
      text += fmt::format("    #   {}: {}\n", group, data_of_group(*first));
  }
  text +=
      "    # effect: {measure: RR, estimate: 1.5, ci: [1.1, 2.1]}    # a finished estimate in "
      "place of data\n";
  text += "    source: table 2\n";
  const yaml::Node rest = part_of(citation, early, false);
  if (!rest.keys.empty()) text += '\n' + yaml_lines(rest, 0, "\n");
  return text;
}

int stop_for_key(const Call& call, const std::string& key) {
  const std::string right = key_of_label(key);
  say_usage(
      *call.streams, fmt::format("`{}` is no key", key),
      right.empty()
          ? "a key is lower-case words and numbers joined by hyphens: smith-2020"
          : fmt::format("a key is lower-case words and numbers joined by hyphens: `weald add {}`",
                        right));
  return exit_code::usage;
}

/// Whether a text is a study's descriptor and no file of records: it has keys of one at the top.
bool is_descriptor(std::string_view text) {
  Sources sources;
  Diagnostics ignored;
  const auto root = yaml::parse(sources, sources.add("", std::string(text)), ignored);
  return root && (root->find("results") != nullptr || root->find("groups") != nullptr ||
                  root->find("title") != nullptr);
}

/// The text of the new descriptor: a copy of another, or the template with what a record says.
std::variant<std::string, int> text_for(const Call& call, const Loaded& loaded,
                                        const std::string& key) {
  if (!call.has("from")) return study_template(*loaded.review(), key, yaml_mapping());
  FileText file = read_text_file(call.value("from"));
  if (file.text && is_descriptor(*file.text)) return std::move(*file.text);
  auto citation = citation_from_record(call, loaded, key);
  if (const int* stop = std::get_if<int>(&citation)) return *stop;
  return study_template(*loaded.review(), key, std::get<yaml::Node>(citation));
}

int run_add(const Call& call) {
  SourceAndWords found = find_source(call, call.words);
  if (found.stop) return *found.stop;
  if (found.words.size() != 1) {
    say_usage(*call.streams, "which study?",
              "one key, which becomes the file's name: `weald add smith-2020`");
    return exit_code::usage;
  }
  const std::string& key = found.words.front();
  if (!is_key(key)) return stop_for_key(call, key);
  if (const std::string free = study_key_of_label(key); free != key) {
    say_usage(*call.streams,
              fmt::format(
                  "a study cannot be called `{0}`: {0}.yaml means something else in a review", key),
              fmt::format("`weald add {}`", free));
    return exit_code::usage;
  }
  // The review may have errors (one is usually being written); what was read of it will do.
  const Loaded loaded = load_source(found.source);
  const Review* review = loaded.review();
  if (review == nullptr || !loaded.readable) {
    say_file(*call.streams, fmt::format("{} is no review", found.source.string()),
             "a study goes into a folder that holds review.yaml");
    return exit_code::file;
  }
  if (const Study* study = review->study(key)) {
    say_file(*call.streams, fmt::format("{} is there already", loaded.sources.path(study->source)),
             "nothing was changed");
    return exit_code::file;
  }
  const auto text = text_for(call, loaded, key);
  if (const int* stop = std::get_if<int>(&text)) return *stop;
  const fs::path path = (found.source / (key + ".yaml")).lexically_normal();
  if (const auto problem = write_new_file(path, std::get<std::string>(text))) {
    say_file(*call.streams, *problem, "");
    return exit_code::file;
  }
  say(call, fmt::format("wrote {}: fill it in, then `weald check {}`", path.string(),
                        found.source.string()));
  return exit_code::done;
}

constexpr Flag flags[] = {
    {.key = "from",
     .value = "FILE",
     .help =
         "a file of records (RIS, NBIB, BibTeX, …), whose paper is filled in; or a descriptor to "
         "copy"},
    {.key = "record",
     .value = "WHICH",
     .help = "the record of a file that holds several: its key, DOI, PubMed number, or number in "
             "the file"},
};

constexpr Example examples[] = {
    {"weald add smith-2020",
     "in a review's folder: smith-2020.yaml with the review's own outcomes and treatments to fill "
     "in"},
    {"weald add my-review nguyen-2017 --from pubmed.nbib --record 28319997",
     "with the citation, identifiers and references of a record"},
    {"weald add my-review jones-2021 --from my-review/smith-2020.yaml",
     "begin with a copy of another study"},
};

}  // namespace

const Command add_command{
    .key = "add",
    .arguments = "[REVIEW] KEY",
    .help = "add a study to a review, from a template or a bibliographic record",
    .about =
        "Writes KEY.yaml into the review (left out: the review around the current folder), with "
        "the review's own outcomes and treatments to "
        "fill in, and what a record of --from says of the paper. A descriptor that is there "
        "already is never overwritten.",
    .flags = flags,
    .examples = examples,
    .run = run_add,
};

}  // namespace weald
