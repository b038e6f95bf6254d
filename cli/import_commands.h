// SPDX-License-Identifier: MIT
// What the commands import and add share: study tables, and files of bibliographic records.
#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <variant>

#include "cli/command.h"
#include "cli/import_records.h"

namespace weald {

/// Rows of a table into descriptors of the review in `folder`. Gives the exit code.
int run_import_table(const Call& call, const std::string& table,
                     const std::filesystem::path& folder);

/// A file of records as read, or an exit code (it has been said why).
struct RecordFileOrStop {
  RecordFile file{};
  std::optional<int> stop{};
};

/// Reads a file of records in whatever format its content shows (or that `--as` names).
RecordFileOrStop read_record_file(const Call& call, const std::string& path);

/// The format whose content a text shows by itself, whatever its file is called.
const RecordFormat* format_of_content(std::string_view text);

/// Files of records into references.yaml of the review in `folder`. Gives the exit code.
int run_import_records(const Call& call, std::span<const std::string> paths,
                       const std::filesystem::path& folder);

/// The citation part of a new study `key` from the record of `--from` (that `--record` chooses), or
/// an exit code. Says where the review has the paper already.
std::variant<yaml::Node, int> citation_from_record(const Call& call, const Loaded& loaded,
                                                   const std::string& key);

}  // namespace weald
