// SPDX-License-Identifier: MIT
// What the tests of readers and writers of records share: the samples of tests/interchange/corpus,
// records by their key, the law of round trips, nasty records.
#pragma once

#include <algorithm>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "engine/interchange/formats.h"

namespace weald::testing {

/// The bytes of a sample, by its path in the corpus: «ris/lf.ris».
inline std::string corpus_file(const std::string& path) {
  std::ifstream file("tests/interchange/corpus/" + path, std::ios::binary);
  REQUIRE(file);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

/// A sample as UTF-8, as `weald import` would hand it on.
inline std::string corpus_text(const std::string& path) {
  std::string was;
  return to_utf8(corpus_file(path), was);
}

/// Every file below a folder of the corpus, in order of their names.
inline std::vector<std::string> corpus_files(const std::string& folder) {
  namespace fs = std::filesystem;
  std::vector<std::string> files;
  const fs::path root = "tests/interchange/corpus";
  if (!fs::exists(root / folder)) return files;
  for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
    if (entry.is_regular_file()) files.push_back(fs::relative(entry.path(), root).string());
  }
  std::sort(files.begin(), files.end());
  return files;
}

inline const Record& by_key(const Reading& reading, const std::string& key) {
  for (const Record& record : reading.records) {
    if (record.key == key) return record;
  }
  FAIL("no record has the key " << key);
  return reading.records.front();
}

/// Every extra with that tag.
inline std::vector<std::string> all(const Record& record, std::string_view tag) {
  std::vector<std::string> values;
  for (const auto& [name, value] : record.extra)
    if (name == tag) values.push_back(value);
  return values;
}

/// A record with everything that matters, for messages of failures.
inline std::string shown(const Record& r) {
  std::string text = r.key + "|" + r.kind + "|" + r.type + "|" + r.title + "|" + r.container + "|" +
                     date_text(r.date) + "|" + r.volume + "|" + r.issue + "|" + r.pages + "|" +
                     r.url + "|" + r.doi + "|" + r.pmid + "|" + r.pmc + "|" + r.openalex;
  for (const auto& a : r.authors) text += "\n  author " + a;
  for (const auto& a : r.registrations) text += "\n  registration " + a;
  for (const auto& a : r.cites) text += "\n  cites " + a.status + "|" + a.id + "|" + a.text;
  for (const auto& a : r.notices)
    text += "\n  notice " + a.kind + "|" + date_text(a.date) + "|" + a.notice + "|" + a.reason;
  for (const auto& a : r.relations) text += "\n  relation " + a.kind + "|" + a.id;
  for (const auto& [tag, value] : r.extra) text += "\n  " + tag + "|" + value;
  return text;
}

inline void same(const std::vector<Record>& a, const std::vector<Record>& b) {
  REQUIRE(a.size() == b.size());
  for (std::size_t i = 0; i < a.size(); ++i) {
    INFO("expected\n" << shown(a[i]) << "\ngot\n" << shown(b[i]));
    CHECK(same_record(a[i], b[i]));
  }
}

/// What adversarial input may take: a second, more where sanitizers slow everything down.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr double second = 30;
#else
inline constexpr double second = 1;
#endif

/// Seconds of the processor that `run` takes, however busy the machine is.
template <class Run>
double seconds(const Run& run) {
  const std::clock_t begin = std::clock();
  run();
  return static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
}

inline std::string repeated(std::string_view part, std::size_t bytes) {
  std::string text;
  text.reserve(bytes + part.size());
  while (text.size() < bytes) text += part;
  return text;
}

/// Without blanks at the ends or two in a row, as readers of one-line formats hand texts on.
inline std::string tidy(const std::string& text) {
  std::string plain;
  for (char c : text)
    if (c != ' ' || (!plain.empty() && plain.back() != ' ')) plain += c;
  while (plain.ends_with(' ')) plain.pop_back();
  return plain;
}

/// Words made of what formats stumble over.
inline std::string nasty_text(std::mt19937_64& random) {
  static const std::vector<std::string> pieces{
      "a",    "Zoë", "RCT", "{",          "}",      "\\",          "%",   "&",
      "$",    "#",   "_",   "~",          "^",      "'",           "''",  "`",
      "--",   "---", "-",   "–",          "“",      "”",           "é",   "ß",
      "ı",    "Ł",   "李",  "TY  - JOUR", "ER  - ", "@article{x,", "and", ";",
      ",",    "=",   "\"",  "(",          ")",      "weald:",      "\\'", "\\textbf{x}",
      "100%", "%25", "<i>", "&amp;",      "5-year", "C5  - ",      "?`",  "ö̈"};
  std::string text = "t";
  const std::size_t n = random() % 8;
  for (std::size_t i = 0; i < n; ++i) {
    if (random() % 2) text += ' ';
    text += pieces[random() % pieces.size()];
  }
  return tidy(text);
}

/// A record with nasty texts in every member, as another format might hand it on.
inline Record nasty_record(std::mt19937_64& random) {
  static const std::vector<std::string> types{
      "article-journal", "book", "chapter", "thesis", "report", "webpage", "interview", "document"};
  static const std::vector<std::string> kinds{"report", "review", "guideline", "notice", "study"};
  const auto pick = [&](const auto& list) { return list[random() % list.size()]; };
  const auto some = [&] { return random() % 2 == 0; };
  Record r;
  r.kind = pick(kinds);
  r.type = pick(types);
  r.title = nasty_text(random);
  if (some()) r.container = nasty_text(random);
  for (std::size_t i = random() % 4; i > 0; --i) {
    std::string family = nasty_text(random), given = nasty_text(random);
    for (std::string* part : {&family, &given})
      std::erase_if(*part, [](char c) { return c == ',' || c == ';'; });
    r.authors.push_back(some() ? tidy(family) + ", " + tidy(given)
                               : "The " + tidy(family) + " of it");
  }
  if (some()) r.date = {1990 + static_cast<int>(random() % 30), 0, 0};
  if (r.date.year && some()) r.date.month = 1 + static_cast<int>(random() % 12);
  if (r.date.month && some()) r.date.day = 1 + static_cast<int>(random() % 28);
  if (some()) r.volume = "12";
  if (some()) r.issue = "Suppl 3";
  if (some()) r.pages = "67-76";
  if (some()) r.doi = "10.5555/a_b<1>;2-" + std::to_string(random() % 1000);
  if (some()) r.url = "https://example.org/a_b?c=%20&d#e~f";
  if (some()) r.pmid = "28319997";
  if (some()) r.pmc = "PMC4566202";
  if (some()) r.openalex = "W2741809807";
  if (some()) r.registrations = {"NCT00804531", "CTRI/2010/091/000001"};
  for (std::size_t i = random() % 3; i > 0; --i)
    r.cites.push_back(
        {some() ? "doi:10.5555/x;y%" : "", nasty_text(random), some() ? "in-text" : ""});
  r.cites_known = some();
  if (some()) r.reference_count = static_cast<long>(random() % 100);
  if (some()) r.cited_by_count = 0;
  if (some()) r.notices.push_back({"retraction", {2010, 2, 0}, "pmid:1", nasty_text(random)});
  if (some()) r.relations.push_back({"corrects", "doi:10.5555/z"});
  return r;
}

}  // namespace weald::testing
