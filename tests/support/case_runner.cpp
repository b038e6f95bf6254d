// SPDX-License-Identifier: MIT
#include "tests/support/case_runner.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <optional>
#include <sstream>
#include <stdexcept>

#include <sys/stat.h>
#include <unistd.h>

#include "cli/app.h"
#include "tests/support/temporary_folder.h"

namespace weald::test {
namespace {

namespace fs = std::filesystem;

struct Step {
  std::string command{};
  std::string out{}, err{};
  std::vector<std::string> exists{};
  int exit = 0;
};

struct File {
  std::string name, bytes;
};

/// What is no text: a link, a size, a pipe.
struct Odd {
  std::string kind, name, value;
};

struct Case {
  std::string head;  ///< everything before the first command, as it stands
  std::vector<File> files;
  std::vector<std::string> copies;
  std::vector<Odd> odd;
  std::vector<Step> steps;
};

std::string read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::size_t begin = 0;
  while (begin < text.size()) {
    const std::size_t end = text.find('\n', begin);
    lines.push_back(text.substr(begin, end - begin));
    if (end == std::string::npos) break;
    begin = end + 1;
  }
  return lines;
}

/// The bytes that an escaped text stands for; a line break at its end is not part of it.
std::string unescaped(std::string text) {
  if (!text.empty() && text.back() == '\n') text.pop_back();
  std::string bytes;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && i + 1 < text.size() && text[i + 1] == '\\') {
      bytes += '\\';
      ++i;
    } else if (text[i] == '\\' && i + 3 < text.size() && text[i + 1] == 'x') {
      bytes += static_cast<char>(std::stoi(text.substr(i + 2, 2), nullptr, 16));
      i += 3;
    } else {
      bytes += text[i];
    }
  }
  return bytes;
}

/// A text as a section of a case holds it: with a line break at its end, or marked where it has
/// none.
std::string section(const std::string& name, const std::string& text) {
  if (text.empty()) return {};
  const bool whole = text.back() == '\n';
  return "--- " + name + (whole ? "" : " (no line break at the end)") + "\n" + text +
         (whole ? "" : "\n");
}

Case parse(const std::string& text, const fs::path& file) {
  Case result;
  std::string* into = nullptr;
  const std::string escaped = " (escaped)", unended = " (no line break at the end)";
  std::vector<std::string*> to_unescape, to_cut;
  std::vector<std::size_t> escaped_files;
  for (const std::string& line : lines_of(text)) {
    const bool before = result.steps.empty();
    if (line.starts_with("$ ")) {
      result.steps.push_back({.command = line.substr(2)});
      into = nullptr;
      continue;
    }
    if (before) result.head += line + '\n';
    if (line.starts_with("--- ")) {
      std::string name = line.substr(4);
      into = nullptr;
      if (before && name.starts_with("file: ")) {
        const bool is_escaped = name.ends_with(escaped);
        if (is_escaped) {
          name.resize(name.size() - escaped.size());
          escaped_files.push_back(result.files.size());
        }
        result.files.push_back({name.substr(6), ""});
        into = &result.files.back().bytes;
      } else if (before && name.starts_with("copy: ")) {
        result.copies.push_back(name.substr(6));
      } else if (before && name.starts_with("link: ")) {
        const std::size_t arrow = name.find(" -> ");
        result.odd.push_back({"link", name.substr(6, arrow - 6), name.substr(arrow + 4)});
      } else if (before && name.starts_with("size: ")) {
        const std::size_t blank = name.rfind(' ');
        result.odd.push_back({"size", name.substr(6, blank - 6), name.substr(blank + 1)});
      } else if (before && name.starts_with("pipe: ")) {
        result.odd.push_back({"pipe", name.substr(6), ""});
      } else if (!before && name.starts_with("stdout")) {
        into = &result.steps.back().out;
        if (name.ends_with(unended))
          result.steps.back().out = '\0';  // marks the section; see below
      } else if (!before && name.starts_with("stderr")) {
        into = &result.steps.back().err;
        if (name.ends_with(unended)) result.steps.back().err = '\0';
      } else if (!before && name.starts_with("exists: ")) {
        result.steps.back().exists.push_back(name.substr(8));
      } else if (!before && name.starts_with("exit: ")) {
        result.steps.back().exit = std::stoi(name.substr(6));
      } else {
        throw std::runtime_error(file.string() + ": what is `" + line + "`?");
      }
      continue;
    }
    if (into != nullptr)
      *into += line + '\n';
    else if (!line.empty() && !line.starts_with("#"))
      throw std::runtime_error(file.string() + ": what is `" + line + "`?");
  }
  for (const std::size_t i : escaped_files)
    result.files[i].bytes = unescaped(result.files[i].bytes);
  for (Step& step : result.steps) {
    for (std::string* stream : {&step.out, &step.err}) {
      if (stream->starts_with('\0')) *stream = stream->substr(1, stream->size() - 2);
    }
  }
  return result;
}

std::string written(const Case& one) {
  std::string text = one.head;
  for (const Step& step : one.steps) {
    text += "$ " + step.command + '\n' + section("stderr", step.err) + section("stdout", step.out);
    for (const std::string& name : step.exists) text += "--- exists: " + name + '\n';
    if (step.exit != 0) text += "--- exit: " + std::to_string(step.exit) + '\n';
  }
  return text;
}

void make(const Odd& odd, const fs::path& path) {
  fs::create_directories(path.parent_path());
  if (odd.kind == "link") {
    fs::create_symlink(odd.value, path);
  } else if (odd.kind == "size") {
    std::ofstream(path, std::ios::binary).close();
    fs::resize_file(path, std::stoull(odd.value));
  } else if (::mkfifo(path.c_str(), 0600) != 0) {
    throw std::runtime_error("cannot make the pipe " + path.string());
  }
}

std::vector<std::string> words_of(const std::string& line) {
  std::vector<std::string> words;
  std::string word;
  bool quoted = false, any = false;
  for (const char c : line) {
    if (c == '"') {
      quoted = !quoted;
      any = true;
    } else if (c == ' ' && !quoted) {
      if (any || !word.empty()) words.push_back(word);
      word.clear();
      any = false;
    } else {
      word += c;
    }
  }
  if (any || !word.empty()) words.push_back(word);
  return words;
}

}  // namespace

std::vector<fs::path> case_files(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.path().extension() == ".case") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

Ran run_line(const std::string& line) {
  std::vector<std::string> words = words_of(line);
  if (words.empty() || words.front() != "weald")
    throw std::runtime_error("a command begins with `weald`: " + line);
  words.erase(words.begin());
  std::ostringstream out, err;
  const int exit = run(words, {.out = out, .err = err});
  return {exit, out.str(), err.str()};
}

CaseResult run_case(const fs::path& file, bool update) {
  const fs::path source = fs::absolute(file);
  const std::string text = read(source);
  Case one = parse(text, file);
  const fs::path project = fs::current_path();
  const TemporaryFolder folder;
  for (const std::string& copy : one.copies) {
    fs::copy(project / copy, folder.path() / fs::path(copy).filename(),
             fs::copy_options::recursive);
  }
  for (const File& input : one.files) {
    const fs::path path = folder.path() / input.name;
    fs::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << input.bytes;
  }
  for (const Odd& odd : one.odd) make(odd, folder.path() / odd.name);
  CaseResult result;
  const CurrentFolder current(folder.path());
  for (Step& step : one.steps) {
    const Ran got = run_line(step.command);
    std::string different;
    if (got.exit != step.exit)
      different += "exit code " + std::to_string(got.exit) + " instead of " +
                   std::to_string(step.exit) + '\n';
    if (got.err != step.err) different += "standard error:\n" + difference(step.err, got.err);
    if (got.out != step.out) different += "standard output:\n" + difference(step.out, got.out);
    for (const std::string& name : step.exists) {
      if (!fs::exists(folder.path() / name)) different += "there is no file " + name + '\n';
    }
    if (different.empty()) continue;
    result.difference += "$ " + step.command + '\n' + different;
    step.exit = got.exit;
    step.err = got.err;
    step.out = got.out;
  }
  if (update && !result.difference.empty()) {
    std::ofstream(source, std::ios::binary) << written(one);
    result.difference.clear();
  }
  result.passed = result.difference.empty();
  return result;
}

std::string difference(const std::string& expected, const std::string& got) {
  const std::vector<std::string> a = lines_of(expected), b = lines_of(got);
  // Longest common subsequence; outputs are short.
  std::vector<std::vector<std::size_t>> common(a.size() + 1,
                                               std::vector<std::size_t>(b.size() + 1, 0));
  for (std::size_t i = a.size(); i-- > 0;) {
    for (std::size_t j = b.size(); j-- > 0;) {
      common[i][j] =
          a[i] == b[j] ? common[i + 1][j + 1] + 1 : std::max(common[i + 1][j], common[i][j + 1]);
    }
  }
  std::vector<std::pair<char, std::string>> lines;
  std::size_t i = 0, j = 0;
  while (i < a.size() || j < b.size()) {
    if (i < a.size() && j < b.size() && a[i] == b[j]) {
      lines.emplace_back(' ', a[i]);
      ++i, ++j;
    } else if (j == b.size() || (i < a.size() && common[i + 1][j] >= common[i][j + 1])) {
      lines.emplace_back('-', a[i++]);
    } else {
      lines.emplace_back('+', b[j++]);
    }
  }
  constexpr std::ptrdiff_t around = 2;
  std::string text;
  bool gap = false;
  for (auto line = lines.begin(); line != lines.end(); ++line) {
    const auto first = line - std::min(around, line - lines.begin()),
               last = line + std::min(around + 1, lines.end() - line);
    const bool near =
        std::any_of(first, last, [](const auto& other) { return other.first != ' '; });
    if (!near) {
      gap = true;
      continue;
    }
    if (gap) text += "  ...\n";
    gap = false;
    text += std::string("  ") + line->first + ' ' + line->second + '\n';
  }
  if (text.empty()) text = "  (they differ in the line break at their end)\n";
  return text;
}

}  // namespace weald::test
