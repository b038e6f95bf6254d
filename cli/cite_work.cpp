// SPDX-License-Identifier: MIT
#include "cli/cite_work.h"

#include <filesystem>
#include <system_error>

#include <fmt/format.h>

#include "cli/terminal.h"

namespace weald {
namespace {

namespace fs = std::filesystem;

std::string problem_text(ReadProblem problem, const std::string& path) {
  switch (problem) {
    case ReadProblem::missing:
      return fmt::format("there is no file {}", path);
    case ReadProblem::not_regular:
      return fmt::format("{} is no regular file", path);
    case ReadProblem::too_large:
      return fmt::format("{} is larger than {} MiB", path, max_file_size >> 20);
    case ReadProblem::not_utf8:
    case ReadProblem::unreadable:
      break;
  }
  return fmt::format("cannot read {}", path);
}

bool is_table(const std::string& path) { return path.ends_with(".csv") || path.ends_with(".tsv"); }

/// Whether -o names one of the files beside the review (it has been said).
bool overwrites_reference_file(const Call& call) {
  const std::string target = call.value("output");
  std::error_code error;
  for (const std::string& path : all_values(call, "with")) {
    if (target.empty() || !fs::equivalent(path, target, error) || error) continue;
    say_usage(*call.streams, fmt::format("{} is read by --with; it is not overwritten", target),
              "give the result another name");
    return true;
  }
  return false;
}

}  // namespace

std::vector<std::string> all_values(const Call& call, std::string_view flag) {
  std::vector<std::string> values;
  std::string_view rest;
  const auto found = call.values.find(flag);
  if (found != call.values.end()) rest = found->second;
  while (!rest.empty()) {
    const std::size_t end = rest.find('\n');
    values.emplace_back(rest.substr(0, end));
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  }
  return values;
}

std::vector<std::string_view> written_formats() {
  std::vector<std::string_view> keys;
  for (const RecordFormat& format : record_formats())
    if (format.write != nullptr) keys.push_back(format.key);
  return keys;
}

std::optional<ReferenceFile> read_reference_file(const Call& call, const std::string& path) {
  FileText file = read_binary_file(path);
  if (!file.text) {
    say_file(*call.streams, problem_text(file.problem, path), "name a file of references");
    return {};
  }
  std::string was;
  const std::string text = to_utf8(*file.text, was);
  const RecordFormat* format = detect_record_format(path, text);
  if (format == nullptr || format->read == nullptr) {
    std::vector<std::string_view> keys;
    for (const RecordFormat& row : record_formats())
      if (row.read != nullptr) keys.push_back(row.key);
    say_file(*call.streams,
             fmt::format("{} is in no format of references that is known here", path),
             fmt::format("the formats are: {}", fmt::join(keys, ", ")));
    return {};
  }
  ReferenceFile result{.format = format, .reading = format->read(text)};
  const Reading& reading = result.reading;
  for (const Rejected& rejected : reading.rejected)
    say(call, fmt::format("{}:{}: not read: {}{}", path, rejected.line,
                          rejected.name.empty() ? "" : rejected.name + ": ", rejected.reason));
  if (was != "UTF-8" && was != "UTF-8 with a byte order mark")
    say(call, fmt::format("{}: was read as {}", path, was));
  for (const Remark& remark : reading.remarks)
    say(call, fmt::format("{}:{}: {}", path, remark.line, remark.message));
  return result;
}

CiteWork read_graph(const Call& call, const std::vector<std::string>& words, bool analysed) {
  CiteWork result;
  const auto stop = [&](int code) -> CiteWork& {
    result.stop = code;
    return result;
  };
  if (!words.empty() && is_table(words.front())) {
    say_usage(*call.streams,
              fmt::format("{} is a table, and a table has no citations", words.front()),
              "name a review's folder; a list of references joins its graph with --with FILE");
    return std::move(stop(exit_code::usage));
  }
  std::error_code error;
  if (!words.empty() && !fs::exists(words.front(), error)) {
    const SourceAndWords found = find_source(call, words);
    if (found.stop) return std::move(stop(*found.stop));
    say_file(*call.streams, fmt::format("there is no folder {}", words.front()),
             fmt::format("SOURCE is a review's folder; left out, it is the nearest: {}",
                         found.source.string()));
    return std::move(stop(exit_code::file));
  }
  result.work =
      analysed ? analyse_source(call, words, {.may_be_empty = true}) : read_source(call, words);
  if (result.work.stop) return std::move(stop(*result.work.stop));
  if (result.work.loaded.review() == nullptr) {
    say_usage(*call.streams, "this SOURCE is a table, and a table has no citations",
              "name a review's folder");
    return std::move(stop(exit_code::usage));
  }
  if (overwrites_source(call, result.work.loaded, call.value("output")) ||
      overwrites_reference_file(call))
    return std::move(stop(exit_code::usage));
  if (!analysed) show(call, result.work.loaded.diagnostics, result.work.loaded.sources);
  std::vector<Record> index;
  for (const std::string& path : all_values(call, "with")) {
    auto file = read_reference_file(call, path);
    if (!file) return std::move(stop(exit_code::file));
    const Reading& reading = file->reading;
    say(call, fmt::format("{}: {} read ({}), {} rejected", path, reading.read(), file->format->key,
                          reading.rejected.size()));
    for (Record& record : file->reading.records) index.push_back(std::move(record));
  }
  result.graph = build_graph(result.review(), index);
  return result;
}

int export_references(const Call& call, const std::vector<std::string>& words) {
  const RecordFormat& format = *find_record_format(call.value("as"));
  const CiteWork work = read_graph(call, words, false);
  if (work.stop) return *work.stop;
  std::vector<Record> records = graph_records(work.graph);
  // Lists of papers have no place for trials and pooled results, and want a title.
  if (format.key == "ris" || format.key == "bibtex" || format.key == "csl-json") {
    std::erase_if(records, [](const Record& record) {
      return record.kind == node_kind_name(NodeKind::study) ||
             record.kind == node_kind_name(NodeKind::result) ||
             record.kind == node_kind_name(NodeKind::recommendation);
    });
    for (Record& record : records)
      if (record.title.empty()) record.title = work.graph.nodes[*work.graph.find(record.key)].label;
  }
  return finish(call, work.work, format.write(records));
}

}  // namespace weald
