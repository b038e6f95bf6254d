// SPDX-License-Identifier: MIT
// weald add --from a file of records: the one that is meant, and what it says of the paper.
#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include "cli/import_commands.h"
#include "cli/known_papers.h"
#include "cli/record_entry.h"
#include "cli/terminal.h"
#include "engine/text/identifier.h"

namespace weald {
namespace {

/// The record that `--record` names: by its key, an identifier, or its number in the file. None
/// where several answer to it.
const Record* chosen(const std::vector<Record>& records, std::string_view choice) {
  const std::string doi = normal_doi(choice), pmid = normal_pmid(choice),
                    work = normal_openalex(choice);
  const Record* found = nullptr;
  for (const Record& record : records)
    if (record.key == choice || (!doi.empty() && record.doi == doi) ||
        (!pmid.empty() && record.pmid == pmid) || (!work.empty() && record.openalex == work)) {
      if (found != nullptr) return nullptr;  // the number in the file tells them apart
      found = &record;
    }
  if (found != nullptr) return found;
  for (std::size_t i = 0; i < records.size(); ++i)
    if (choice == std::to_string(i + 1)) return &records[i];
  return nullptr;
}

/// What there is to choose from, the first ones of many.
std::string choices_of(const std::vector<Record>& records) {
  constexpr std::size_t enough = 20;
  std::string lines;
  for (std::size_t i = 0; i < std::min(records.size(), enough); ++i) {
    const Record& record = records[i];
    const std::string id = !record.doi.empty()    ? record.doi
                           : !record.pmid.empty() ? "PubMed " + record.pmid
                                                  : record.key;
    lines += fmt::format("\n  {}  {}{}", i + 1, record_name(record),
                         id.empty() ? "" : fmt::format(" ({})", id));
  }
  if (records.size() > enough) lines += fmt::format("\n  … {} more", records.size() - enough);
  return lines;
}

/// Says where the review has this paper already: a paper is a study or a reference, not both.
void say_if_known(const Call& call, const Review& review, const KnownPapers& known,
                  const std::string& key, const Record& record) {
  std::vector<std::string> remarks;
  const auto match = known.find(record, remarks);
  if (review.reference(key) != nullptr)
    call.err() << fmt::format(
        "warning: references.yaml has an entry `{}` too\n  = help: take it out there: a paper is "
        "a study or a reference, not both\n",
        key);
  if (match && known[match->paper].key != key) {
    const KnownPaper& paper = known[match->paper];
    const bool study = paper.source != Span::nowhere;
    call.err() << fmt::format(
        "warning: the review has this paper already, as {} ({})\n  = help: {}\n",
        study ? paper.where : fmt::format("`{}` in references.yaml", paper.key), match->why,
        study ? "one paper has one descriptor: keep one of the two"
              : fmt::format("take the entry out there, and write `{}` where it is cited", key));
  }
}

}  // namespace

std::variant<yaml::Node, int> citation_from_record(const Call& call, const Loaded& loaded,
                                                   const std::string& key) {
  RecordFileOrStop read = read_record_file(call, call.value("from"));
  if (read.stop) return *read.stop;
  const std::vector<Record>& records = read.file.reading.records;
  if (records.empty()) {
    const auto& rejected = read.file.reading.rejected;
    say_file(*call.streams, fmt::format("{} holds no record that can be read", read.file.name),
             rejected.empty()
                 ? ""
                 : fmt::format("line {}: {}", rejected.front().line, rejected.front().reason));
    return exit_code::data_errors;
  }
  const Record* record = call.has("record")    ? chosen(records, call.value("record"))
                         : records.size() == 1 ? &records.front()
                                               : nullptr;
  if (record == nullptr) {
    say_usage(*call.streams,
              call.has("record")
                  ? fmt::format("{} has no record, or several, called `{}`", read.file.name,
                                call.value("record"))
                  : fmt::format("{} holds {} records: which one?", read.file.name, records.size()),
              fmt::format("choose one with --record, by number, DOI, PubMed number or key:{}",
                          choices_of(records)));
    return exit_code::usage;
  }
  const Review& review = *loaded.review();
  const KnownPapers known(review, loaded.sources);
  say_if_known(call, review, known, key, *record);
  for (const PublishedNotice& notice : record->notices)
    if (notice.kind == "retraction" || notice.kind == "concern")
      call.err() << fmt::format(
          "warning: {} {}\n", record_name(*record),
          notice.kind == "retraction" ? "was RETRACTED" : "carries an EXPRESSION OF CONCERN");
  return entry_of(*record, std::filesystem::path(read.file.name).filename().string(),
                  [&](std::string_view id) -> std::string {
                    const auto with_id = known.with_id(id);
                    const auto paper = with_id ? with_id : known.with_key(id);
                    return paper ? known[*paper].key : std::string();
                  });
}

}  // namespace weald
