// SPDX-License-Identifier: MIT
// Files of bibliographic records: read as bytes, made UTF-8, known by their content.
#include <fmt/format.h>

#include "cli/import_commands.h"
#include "cli/terminal.h"
#include "engine/text/source.h"

namespace weald {
namespace {

std::string formats_in_words() {
  std::vector<std::string_view> keys;
  for (const RecordFormat& format : record_formats())
    if (format.read != nullptr && format.key != "retraction-watch") keys.push_back(format.key);
  return fmt::format("{}", fmt::join(keys, ", "));
}

/// Why a file could not be opened, for people.
std::string_view words_for(ReadProblem problem) {
  switch (problem) {
    case ReadProblem::missing:
      return "there is no such file";
    case ReadProblem::not_regular:
      return "it is no regular file";
    case ReadProblem::too_large:
      return "it is larger than 64 MiB";
    case ReadProblem::not_utf8:
    case ReadProblem::unreadable:
      break;
  }
  return "it cannot be opened";
}

/// weald's own references.yaml, which resembles Hayagriva and is none: keys that only it has.
bool looks_like_references(std::string_view text) {
  for (const std::string_view key :
       {"\n  authors:", "\n  journal:", "\n  cites:", "\n  includes:", "\n  pooled:",
        "\n  type: review", "\n  type: guideline", "\n  type: notice"})
    if (text.find(key) != std::string_view::npos) return true;
  return false;
}

}  // namespace

const RecordFormat* format_of_content(std::string_view text) {
  for (const RecordFormat& format : record_formats())
    if (format.looks_like != nullptr && format.looks_like(text)) return &format;
  return nullptr;
}

RecordFileOrStop read_record_file(const Call& call, const std::string& path) {
  RecordFileOrStop result{.file = {.name = path}};
  FileText file = read_binary_file(path);
  if (!file.text) {
    say_file(*call.streams, fmt::format("cannot read {}: {}", path, words_for(file.problem)),
             "see that the path is right and that you may read it");
    result.stop = exit_code::file;
    return result;
  }
  std::string was;
  const std::string text = to_utf8(*file.text, was);
  result.file.format =
      call.has("as") ? find_record_format(call.value("as")) : detect_record_format(path, text);
  const RecordFormat* format = result.file.format;
  if (format == nullptr || format->read == nullptr) {
    say_file(*call.streams,
             format == nullptr
                 ? fmt::format("what {} holds is not known", path)
                 : fmt::format("{} is {}, which weald writes and does not read", path, format->key),
             fmt::format("import reads {}, and study tables (csv, tsv); export the search again "
                         "in one of them",
                         formats_in_words()));
    result.stop = exit_code::data_errors;
    return result;
  }
  if (format->key == "retraction-watch") {
    say_file(*call.streams, fmt::format("{} is a list of retractions, not of papers to add", path),
             fmt::format("see what it reaches: `weald cite impact {}`", path));
    result.stop = exit_code::data_errors;
    return result;
  }
  if (format->key == "hayagriva" && !call.has("as") && looks_like_references(text)) {
    say_file(*call.streams, fmt::format("{} is a references.yaml of weald", path),
             "copy the entries that you want into the review's own references.yaml; "
             "`--as hayagriva` reads it as Hayagriva nevertheless");
    result.stop = exit_code::data_errors;
    return result;
  }
  result.file.reading = format->read(text);
  if (was != "UTF-8" && was != "UTF-8 with a byte order mark")
    result.file.reading.remarks.insert(result.file.reading.remarks.begin(),
                                       {0, fmt::format("was read as {}", was)});
  return result;
}

}  // namespace weald
