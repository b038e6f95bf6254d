// SPDX-License-Identifier: MIT
// Bibliographic records brought into a review: which are new, which it has, what would be written.
// Nothing is read or written here. Every record is accounted for: read = new + duplicate +
// rejected.
#pragma once

#include <cstddef>
#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cli/known_papers.h"
#include "cli/yaml_edit.h"
#include "engine/interchange/formats.h"

namespace weald {

/// One file that was read.
struct RecordFile {
  std::string name{};  ///< as the user typed it
  const RecordFormat* format = nullptr;
  Reading reading{};
};

enum class Fate { fresh, duplicate, rejected };

/// What became of one record.
struct LedgerRow {
  std::size_t file = 0, line = 0;
  std::size_t record = 0;  ///< index in the file's records; of those that could be read
  std::string name{};
  Fate fate = Fate::fresh;
  std::string key{};                 ///< of the new entry, or of the paper that the record is
  std::string why{};                 ///< of a duplicate or rejected one
  std::vector<std::string> knows{};  ///< of a duplicate: what the paper's descriptor lacks
  std::string lacking{};             ///< that descriptor, in words
  bool completed = false;            ///< what it knows is added there
};

/// Something to be said of a record, whatever becomes of it.
struct LedgerRemark {
  std::size_t file = 0, line = 0;
  std::string message{};
};

/// A new entry of references.yaml.
struct NewEntry {
  std::string key{};
  yaml::Node entry{};
  std::size_t file = 0, record = 0;
};

/// Keys that a duplicate adds to a descriptor or entry that is there.
struct Completion {
  std::string key{};
  std::uint32_t source = Span::nowhere;  ///< the study's file; nowhere: in references.yaml
  yaml::Node added = yaml_mapping();
};

struct RecordCount {
  std::size_t read = 0, fresh = 0, duplicate = 0, rejected = 0;
};

struct RecordImport {
  std::vector<LedgerRow> rows{};  ///< by file and line
  std::vector<LedgerRemark> remarks{};
  std::vector<LedgerRemark> alarms{};  ///< retractions and the like
  std::vector<NewEntry> entries{};     ///< in the order of the files
  std::vector<Completion> completions{};

  RecordCount count(std::size_t file) const;
  RecordCount count() const;
};

/// What is not to be done, because `weald check` would refuse the result.
struct RefusedRecords {
  std::map<std::pair<std::size_t, std::size_t>, std::string> records{};  ///< (file, record) -> why
  std::map<std::string, std::string, std::less<>> completions{};         ///< key of a paper -> why
};

/// Sorts the records of all files into new ones, duplicates and rejected ones. `complete`:
/// duplicates add the keys that their paper lacks.
RecordImport import_records(std::span<const RecordFile> files, const Review& review,
                            const Sources& sources, const RefusedRecords& refused, bool complete);

/// references.yaml with the new entries and the completions of those that it has; nothing where its
/// text cannot be extended safely.
std::optional<std::string> with_entries(std::string_view text, const RecordImport& import);

/// A study's descriptor with its completion.
std::optional<std::string> with_completion(std::string_view text, const Completion& completion);

/// The ledger for people, and as JSON (`weald.import/1`).
std::string ledger_text(std::span<const RecordFile> files, const RecordImport& import);
std::string ledger_json(std::span<const RecordFile> files, const RecordImport& import,
                        std::span<const std::string> written, bool dry_run);

}  // namespace weald
