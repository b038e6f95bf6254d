// SPDX-License-Identifier: MIT
#include "cli/import_records.h"

#include <algorithm>
#include <filesystem>
#include <unordered_map>

#include <fmt/format.h>

#include "cli/record_entry.h"
#include "engine/expects.h"
#include "engine/text/identifier.h"

namespace weald {
namespace {

using yaml::Node;

/// Reads all files in order, twice: first who is who, then what each entry says, because a paper
/// may cite one that comes later.
class Importer {
 public:
  Importer(std::span<const RecordFile> files, const Review& review, const Sources& sources,
           const RefusedRecords& refused, bool complete)
      : files_(files), refused_(refused), complete_(complete), known_(review, sources) {
    existing_ = review.studies.size() + review.references.size();
  }

  RecordImport run() {
    for (std::size_t f = 0; f < files_.size(); ++f) sort_file(f);
    for (LedgerRow& row : result_.rows)
      if (row.fate != Fate::rejected) write_down(row);
    std::ranges::stable_sort(result_.rows, [](const LedgerRow& a, const LedgerRow& b) {
      return std::pair(a.file, a.line) < std::pair(b.file, b.line);
    });
    const auto by_place = [](const LedgerRemark& a, const LedgerRemark& b) {
      return std::pair(a.file, a.line) < std::pair(b.file, b.line);
    };
    std::ranges::stable_sort(result_.remarks, by_place);
    std::ranges::stable_sort(result_.alarms, by_place);
    for (std::size_t f = 0; f < files_.size(); ++f) {
      const RecordCount n = result_.count(f);
      EXPECTS(n.read == files_[f].reading.read());
      EXPECTS(n.read == n.fresh + n.duplicate + n.rejected);
    }
    return std::move(result_);
  }

 private:
  void remark(std::size_t file, std::size_t line, std::string message) {
    result_.remarks.push_back({file, line, std::move(message)});
  }

  void sort_file(std::size_t f) {
    const Reading& reading = files_[f].reading;
    keys_of_file_.emplace_back();
    for (std::size_t r = 0; r < reading.records.size(); ++r) sort_record(f, r);
    for (const Rejected& one : reading.rejected)
      result_.rows.push_back({.file = f,
                              .line = one.line,
                              .name = one.name,
                              .fate = Fate::rejected,
                              .why = one.reason});
    for (const Remark& one : reading.remarks) remark(f, one.line, one.message);
  }

  /// New, a duplicate or rejected; the paper's number is kept for the second round.
  void sort_record(std::size_t f, std::size_t r) {
    const Record& record = files_[f].reading.records[r];
    LedgerRow row{.file = f, .line = record.line, .record = r, .name = record_name(record)};
    const auto refused = refused_.records.find({f, r});
    const bool nameless = record.title.empty() && record.doi.empty() && record.pmid.empty() &&
                          record.pmc.empty() && record.openalex.empty();
    if (refused != refused_.records.end() || nameless) {
      row.fate = Fate::rejected;
      row.why = nameless ? "it has neither a title nor a DOI or number of PubMed or OpenAlex"
                         : refused->second;
      result_.rows.push_back(std::move(row));
      return;
    }
    std::vector<std::string> remarks;
    std::size_t paper = 0;
    if (auto match = known_.find(record, remarks)) {
      paper = match->paper;
      row.fate = Fate::duplicate;
      row.why = std::move(match->why);
      if (!match->alarm.empty())
        result_.alarms.push_back({f, record.line, fmt::format("{}: {}", row.name, match->alarm)});
      known_.learn(paper, record);
    } else {
      const std::string where = record.line > 0
                                    ? fmt::format("line {} of {}", record.line, files_[f].name)
                                    : files_[f].name;
      paper = known_.add(record, known_.free_key(key_for(record)), where);
    }
    row.key = known_[paper].key;
    for (std::string& message : remarks)
      remark(f, record.line, fmt::format("{}: {}", row.name, message));
    if (!record.key.empty()) keys_of_file_[f].emplace(record.key, paper);
    result_.rows.push_back(std::move(row));
  }

  /// The key of a paper of the review or of this import, by identifier or by the file's own key.
  KeyOf resolver(std::size_t file) const {
    return [this, file](std::string_view id) -> std::string {
      if (const auto paper = known_.with_id(id)) return known_[*paper].key;
      const auto own = keys_of_file_[file].find(std::string(id));
      if (own != keys_of_file_[file].end()) return known_[own->second].key;
      const auto key = known_.with_key(id);
      return key ? known_[*key].key : std::string();
    };
  }

  void write_down(LedgerRow& row) {
    const Record& record = files_[row.file].reading.records[row.record];
    // The name alone: a path is of no use on another machine.
    const std::string source = std::filesystem::path(files_[row.file].name).filename().string();
    Node entry = entry_of(record, source, resolver(row.file));
    const auto at = known_.with_key(row.key);
    EXPECTS(at.has_value());
    KnownPaper& paper = known_[*at];
    alarm(row, record, paper);
    if (row.fate == Fate::fresh) {
      for (const Node& key : entry.keys) paper.has.insert(key.text);
      if (const Node* cites = entry.find("cites")) paper.cites = cites->items.size();
      entry_of_paper_[*at] = result_.entries.size();
      result_.entries.push_back({row.key, std::move(entry), row.file, row.record});
    } else {
      complete(row, entry, *at);
    }
  }

  /// What a duplicate says that its paper's descriptor does not; added to it under --complete.
  void complete(LedgerRow& row, const Node& entry, std::size_t at) {
    KnownPaper& paper = known_[at];
    const bool study = paper.source != Span::nowhere;
    row.lacking = paper.fresh ? fmt::format("the record in {}", paper.where)
                  : study     ? paper.where
                              : fmt::format("`{}` in references.yaml", paper.key);
    Node added = yaml_mapping();
    for (std::size_t i = 0; i < entry.keys.size(); ++i) {
      const std::string& key = entry.keys[i].text;
      const Node& value = entry.items[i];
      if (key == "type" || key == "extra" || key == "url" || key == "includes") continue;
      if (value.kind == Node::Kind::sequence && value.items.empty()) continue;
      if (key == "title" && value.text == paper.title) continue;  // its label, as exports have it
      if (key == "reports" && named_by_registration(value, paper, row)) continue;
      if (paper.has.contains(key)) {
        if (key == "cites" && value.items.size() > paper.cites)
          remark(row.file, row.line,
                 fmt::format("{}: lists {} references where {} names {}; its list stays as it is",
                             row.name, value.items.size(), paper.key, paper.cites));
        continue;
      }
      row.knows.push_back(in_words(key, value));
      yaml_put(added, key, value);
    }
    if (!complete_ || added.keys.empty()) return;
    if (const auto no = refused_.completions.find(paper.key); no != refused_.completions.end()) {
      remark(row.file, row.line, fmt::format("{} was not completed: {}", paper.key, no->second));
      return;
    }
    for (const Node& key : added.keys) paper.has.insert(key.text);
    if (const Node* cites = added.find("cites")) paper.cites = cites->items.size();
    row.completed = true;
    place(at, paper, std::move(added));
  }

  /// Whether the paper's `registration:`, or the record's that it is about to get, names these
  /// trials already.
  bool named_by_registration(const Node& trials, const KnownPaper& paper,
                             const LedgerRow& row) const {
    const auto& named = paper.has.contains("registration")
                            ? paper.trials
                            : files_[row.file].reading.records[row.record].registrations;
    return std::ranges::all_of(
        trials.items, [&](const Node& trial) { return std::ranges::count(named, trial.text) > 0; });
  }

  void place(std::size_t at, const KnownPaper& paper, Node added) {
    Node* target = nullptr;
    if (paper.fresh) {
      target = &result_.entries[entry_of_paper_.at(at)].entry;
    } else {
      const auto [there, is_new] = completion_of_paper_.emplace(at, result_.completions.size());
      if (is_new) result_.completions.push_back({.key = paper.key, .source = paper.source});
      target = &result_.completions[there->second].added;
    }
    for (std::size_t i = 0; i < added.keys.size(); ++i) {
      const std::size_t rank = place_of_key(added.keys[i].text);
      std::size_t before = 0;
      while (before < target->keys.size() && place_of_key(target->keys[before].text) < rank)
        ++before;
      const auto offset = static_cast<std::ptrdiff_t>(before);
      target->keys.insert(target->keys.begin() + offset, std::move(added.keys[i]));
      target->items.insert(target->items.begin() + offset, std::move(added.items[i]));
    }
  }

  /// A retraction that nobody may miss: of the record itself, or one that it pronounces.
  void alarm(const LedgerRow& row, const Record& record, KnownPaper& paper) {
    for (const PublishedNotice& notice : record.notices) {
      if (notice.kind == "correction" || !paper.notices.insert(notice.kind).second) continue;
      std::string message = fmt::format("{}: ", row.name);
      message += notice.kind == "retraction"      ? "was RETRACTED"
                 : notice.kind == "reinstatement" ? "was reinstated"
                                                  : "carries an EXPRESSION OF CONCERN";
      if (notice.date.known()) message += fmt::format(" ({})", date_text(notice.date));
      if (!notice.reason.empty()) message += fmt::format(": {}", notice.reason);
      if (!paper.fresh && !complete_) message += fmt::format("; {} does not say so", paper.key);
      result_.alarms.push_back({row.file, row.line, std::move(message)});
    }
    for (const Relation& relation : record.relations) {
      if (relation.kind != "retracts" && relation.kind != "concerns") continue;
      const auto other = known_.with_id(normal_identifier(relation.id));
      if (!other || *other >= existing_) continue;
      result_.alarms.push_back(
          {row.file, row.line,
           fmt::format("{}: {} {} of this review", row.name,
                       relation.kind == "retracts" ? "RETRACTS" : "expresses CONCERN about",
                       known_[*other].key)});
    }
  }

  std::span<const RecordFile> files_;
  const RefusedRecords& refused_;
  bool complete_;
  KnownPapers known_;
  std::size_t existing_ = 0;  ///< papers that the review had before
  std::vector<std::unordered_map<std::string, std::size_t>> keys_of_file_{};
  std::unordered_map<std::size_t, std::size_t> entry_of_paper_{}, completion_of_paper_{};
  RecordImport result_{};
};

void count_row(const LedgerRow& row, RecordCount& count) {
  ++count.read;
  ++(row.fate == Fate::fresh       ? count.fresh
     : row.fate == Fate::duplicate ? count.duplicate
                                   : count.rejected);
}

}  // namespace

RecordCount RecordImport::count(std::size_t file) const {
  RecordCount count;
  for (const LedgerRow& row : rows)
    if (row.file == file) count_row(row, count);
  return count;
}

RecordCount RecordImport::count() const {
  RecordCount count;
  for (const LedgerRow& row : rows) count_row(row, count);
  return count;
}

RecordImport import_records(std::span<const RecordFile> files, const Review& review,
                            const Sources& sources, const RefusedRecords& refused, bool complete) {
  return Importer(files, review, sources, refused, complete).run();
}

std::optional<std::string> with_entries(std::string_view text, const RecordImport& import) {
  std::vector<YamlAddition> additions;
  for (const Completion& one : import.completions)
    if (one.source == Span::nowhere) additions.push_back({one.key, one.added});
  YamlAddition entries;
  for (const NewEntry& one : import.entries) yaml_put(entries.added, one.key, one.entry);
  if (!entries.added.keys.empty()) additions.push_back(std::move(entries));
  if (additions.empty()) return std::string(text);
  return with_additions(text, additions, naming_keys());
}

std::optional<std::string> with_completion(std::string_view text, const Completion& completion) {
  const YamlAddition addition{.under = {}, .added = completion.added};
  return with_additions(text, {&addition, 1}, naming_keys());
}

}  // namespace weald
