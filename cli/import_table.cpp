// SPDX-License-Identifier: MIT
#include "cli/import_table.h"

#include <algorithm>
#include <array>
#include <optional>
#include <set>

#include <fmt/format.h>

#include "cli/yaml_text.h"
#include "engine/effects/measure.h"
#include "engine/review/time.h"
#include "engine/text/number.h"

namespace weald {
namespace {

using Cells = std::vector<std::string>;

/// A kind of data: the columns that make it and the lines that it becomes.
struct Shape {
  std::string_view columns;            ///< names, joined by spaces
  int groups;                          ///< 2, 1, or 0: a finished effect
  std::string (*first)(const Cells&);  ///< the data of the (experimental) group, or the effect
  std::string (*second)(const Cells&) = nullptr;  ///< the data of the control group
  std::string_view derived{};  ///< what was computed from printed numbers, for `derived:`
};

/// The sum of two whole numbers as text; the row's checks find what is none.
std::string sum(const std::string& a, const std::string& b) {
  const auto x = read_number(a).value, y = read_number(b).value;
  return x && y ? shortest(*x + *y) : a;
}

constexpr std::string_view sums = "n is the sum of those with and without the event";

constexpr Shape shapes[] = {
    {"ai n1i ci n2i", 2,
     [](const Cells& c) { return fmt::format("{{events: {}, n: {}}}", c[0], c[1]); },
     [](const Cells& c) { return fmt::format("{{events: {}, n: {}}}", c[2], c[3]); }},
    {"ai bi ci di", 2,
     [](const Cells& c) { return fmt::format("{{events: {}, n: {}}}", c[0], sum(c[0], c[1])); },
     [](const Cells& c) { return fmt::format("{{events: {}, n: {}}}", c[2], sum(c[2], c[3])); },
     sums},
    {"m1i sd1i n1i m2i sd2i n2i", 2,
     [](const Cells& c) { return fmt::format("{{mean: {}, sd: {}, n: {}}}", c[0], c[1], c[2]); },
     [](const Cells& c) { return fmt::format("{{mean: {}, sd: {}, n: {}}}", c[3], c[4], c[5]); }},
    {"x1i t1i x2i t2i", 2,
     [](const Cells& c) { return fmt::format("{{events: {}, time: {}}}", c[0], c[1]); },
     [](const Cells& c) { return fmt::format("{{events: {}, time: {}}}", c[2], c[3]); }},
    {"mi sdi ni", 1,
     [](const Cells& c) { return fmt::format("{{mean: {}, sd: {}, n: {}}}", c[0], c[1], c[2]); }},
    {"xi ni", 1, [](const Cells& c) { return fmt::format("{{events: {}, n: {}}}", c[0], c[1]); }},
    {"xi mi", 1,
     [](const Cells& c) { return fmt::format("{{events: {}, n: {}}}", c[0], sum(c[0], c[1])); },
     nullptr, sums},
    {"xi ti", 1,
     [](const Cells& c) { return fmt::format("{{events: {}, time: {}}}", c[0], c[1]); }},
    {"ri ni", 1, [](const Cells& c) { return fmt::format("{{r: {}, n: {}}}", c[0], c[1]); }},
    {"estimate lower upper", 0,
     [](const Cells& c) { return fmt::format("estimate: {}, ci: [{}, {}]", c[0], c[1], c[2]); }},
    {"oe v", 0, [](const Cells& c) { return fmt::format("oe: {}, v: {}", c[0], c[1]); }},
    {"yi vi", 0,
     [](const Cells& c) { return fmt::format("estimate: {}, variance: {}", c[0], c[1]); }},
    {"yi sei", 0, [](const Cells& c) { return fmt::format("estimate: {}, se: {}", c[0], c[1]); }},
};

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  while (!text.empty()) {
    const std::size_t space = text.find(' ');
    words.push_back(text.substr(0, space));
    text.remove_prefix(space == std::string_view::npos ? text.size() : space + 1);
  }
  return words;
}

/// Columns that go to the study's citation part under their own name.
constexpr std::string_view citation_columns[] = {
    "title", "authors", "journal",      "year", "volume", "issue",  "pages", "doi",
    "pmid",  "pmc",     "registration", "url",  "design", "cohort", "site"};
/// Columns of a result that have a place of their own.
constexpr std::string_view result_columns[] = {"study",   "outcome", "horizon", "time",
                                               "measure", "source",  "label"};

bool is_one_of(std::string_view name, std::span<const std::string_view> names) {
  return std::ranges::find(names, name) != names.end();
}

/// A number as it stands, a text in quotes where YAML asks for them.
std::string value_text(const std::string& cell) {
  return read_number(cell).value ? cell : yaml_text(cell);
}

class Reader {
 public:
  Reader(const csv::Sheet& sheet, const Review& review, const ImportChoices& choices)
      : sheet_(sheet), review_(review), choices_(choices) {
    for (const Shape& shape : shapes) {
      const auto names = words_of(shape.columns);
      if (std::ranges::all_of(
              names, [&](std::string_view name) { return sheet.column(name).has_value(); })) {
        for (const std::string_view name : names) data_columns_.insert(name);
      }
    }
    time_is_follow_up_ = column_is_time("time");
    follow_up_is_time_ = column_is_time("follow-up");
  }

  Import run(const std::map<std::size_t, std::string>& refused) {
    std::vector<std::string> order;
    std::map<std::string, std::vector<std::size_t>> studies;
    std::map<std::string, std::size_t> seen;  // what stands in a row -> its index
    for (std::size_t row = 0; row < sheet_.rows.size(); ++row) {
      const std::string label = cell(row, "study"), key = study_key_of_label(label);
      const auto reject = [&](std::string reason) {
        result_.rejected.push_back({row, label, std::move(reason)});
      };
      if (const auto found = refused.find(row); found != refused.end()) {
        reject(found->second);
      } else if (key.empty()) {
        reject("no name of a study in the column `study`");
      } else if (!shape_of(row)) {
        reject(what_is_missing(row));
      } else if (const std::string why = unkeepable(row); !why.empty()) {
        reject(why);
      } else if (const auto twin = seen.emplace(fingerprint(row), row); !twin.second) {
        result_.duplicates.push_back(
            {row, label, fmt::format("the same as line {}", line(twin.first->second))});
      } else if (review_.study(key) != nullptr) {
        result_.duplicates.push_back(
            {row, label, fmt::format("{}.yaml is there already and stays as it is", key)});
      } else if (outcome_of(row).empty()) {
        reject("no outcome: give `--outcome KEY` or a column `outcome`");
      } else {
        if (studies[key].empty()) order.push_back(key);
        studies[key].push_back(row);
      }
    }
    for (const std::string& key : order) result_.files.push_back(file_of(key, studies[key]));
    return std::move(result_);
  }

 private:
  std::string cell(std::size_t row, std::string_view column) const {
    const auto index = sheet_.column(column);
    if (!index || sheet_.rows[row][*index].missing()) return {};
    return sheet_.rows[row][*index].text;
  }

  /// Line in the file, 1-based, where the table has no line breaks in cells.
  static std::size_t line(std::size_t row) { return row + 2; }

  bool column_is_time(std::string_view column) const {
    if (!sheet_.column(column)) return false;
    bool any = false;
    for (std::size_t row = 0; row < sheet_.rows.size(); ++row) {
      const std::string text = cell(row, column);
      if (text.empty()) continue;
      if (!read_time(text)) return false;
      any = true;
    }
    return any;
  }

  const Shape* shape_of(std::size_t row) const {
    for (const Shape& shape : shapes) {
      const auto names = words_of(shape.columns);
      if (std::ranges::all_of(names,
                              [&](std::string_view name) { return !cell(row, name).empty(); }))
        return &shape;
    }
    return nullptr;
  }

  std::string what_is_missing(std::size_t row) const {
    std::string empty;
    for (const std::string_view name : data_columns_) {
      if (cell(row, name).empty()) empty += fmt::format("{}{}", empty.empty() ? "" : ", ", name);
    }
    return empty.empty() ? "no columns that make an effect" : fmt::format("no number in {}", empty);
  }

  std::string measure_of(std::size_t row) const {
    const std::string own = cell(row, "measure");
    return !own.empty() ? own : !choices_.measure.empty() ? choices_.measure : "GEN";
  }

  /// Why a finished effect cannot be written down digit for digit; empty where it can. `yi` is on
  /// the analysis scale, `effect:` on the one that people read.
  std::string unkeepable(std::size_t row) const {
    if (!shape_of(row)->columns.starts_with("yi")) return {};
    const Measure* measure = find_measure(measure_of(row));
    if (measure == nullptr || measure->scale().key == identity_scale().key) return {};
    return fmt::format(
        "yi is on the {0} scale of {1}, and a descriptor holds {1} itself: give the columns "
        "estimate lower upper or the raw numbers, or leave out the measure to keep yi as GEN",
        measure->scale().key, measure->key);
  }

  std::string fingerprint(std::size_t row) const {
    std::string text;
    for (const csv::Cell& one : sheet_.rows[row]) text += one.text + '\x1f';
    return text;
  }

  std::string outcome_of(std::size_t row) const {
    const std::string text = cell(row, "outcome");
    return text.empty() ? choices_.outcome : key_of_label(text);
  }

  void need(std::map<std::string, std::string>& of, const std::string& key,
            const std::string& label) const {
    of.emplace(key, label);
  }

  /// Columns that become moderators: what no other rule takes.
  std::vector<std::size_t> moderator_columns() const {
    std::vector<std::size_t> columns;
    for (std::size_t i = 0; i < sheet_.header.size(); ++i) {
      const std::string_view name = sheet_.header[i].text;
      if (data_columns_.contains(name) || is_one_of(name, citation_columns)) continue;
      if (is_one_of(name, result_columns) && (name != "time" || time_is_follow_up_)) continue;
      if (name == "follow-up" && follow_up_is_time_) continue;
      columns.push_back(i);
    }
    return columns;
  }

  std::string group_lines(const std::vector<std::size_t>& rows) {
    std::set<int> kinds;
    for (const std::size_t row : rows) kinds.insert(shape_of(row)->groups);
    std::string text;
    if (kinds.contains(2)) {
      text += fmt::format("  {0}: {{treatment: {0}}}\n  {1}: {{treatment: {1}}}\n",
                          choices_.experimental, choices_.control);
      need(result_.needs.treatments, choices_.experimental, choices_.experimental);
      need(result_.needs.treatments, choices_.control, choices_.control);
    }
    if (kinds.contains(1)) text += "  cohort: {label: All participants}\n";
    return text.empty() ? text : "groups:\n" + text;
  }

  static std::string moderator_lines(
      const std::vector<std::pair<std::string, std::string>>& moderators, std::string_view indent) {
    if (moderators.empty()) return {};
    std::string text = fmt::format("{}moderators:\n", indent);
    for (const auto& [key, value] : moderators)
      text += fmt::format("{}  {}: {}\n", indent, key, value_text(value));
    return text;
  }

  std::string result_lines(std::size_t row, const std::vector<std::size_t>& own_moderators) {
    const Shape& shape = *shape_of(row);
    Cells cells;
    for (const std::string_view name : words_of(shape.columns)) cells.push_back(cell(row, name));
    const std::string outcome = outcome_of(row);
    const std::string outcome_label = cell(row, "outcome");
    need(result_.needs.outcomes, outcome, outcome_label.empty() ? outcome : outcome_label);
    std::string text = fmt::format("  - outcome: {}\n", outcome);
    std::string time = time_is_follow_up_ ? cell(row, "time") : std::string();
    if (time.empty() && follow_up_is_time_) time = cell(row, "follow-up");
    if (time.empty() && !time_is_follow_up_) time = choices_.time;
    const std::string horizon_label = cell(row, "horizon");
    const std::string horizon =
        horizon_label.empty() ? choices_.horizon : key_of_label(horizon_label);
    if (!time.empty()) text += fmt::format("    time: {}\n", time);
    if (!horizon.empty()) {
      text += fmt::format("    horizon: {}\n", horizon);
      need(result_.needs.horizons, horizon, horizon_label.empty() ? horizon : horizon_label);
    }
    if (shape.groups == 0) {
      const std::string measure = measure_of(row);
      text += fmt::format("    effect: {{measure: {}, {}}}\n", measure, shape.first(cells));
    } else {
      text += "    data:\n";
      text += fmt::format("      {}: {}\n", shape.groups == 2 ? choices_.experimental : "cohort",
                          shape.first(cells));
      if (shape.second != nullptr)
        text += fmt::format("      {}: {}\n", choices_.control, shape.second(cells));
    }
    if (!shape.derived.empty()) text += fmt::format("    derived: {}\n", shape.derived);
    const std::string source = cell(row, "source");
    text += fmt::format(
        "    source: {}\n",
        yaml_text(source.empty() ? fmt::format("table {}, row {}", choices_.table, row + 1)
                                 : source));
    std::vector<std::pair<std::string, std::string>> moderators;
    for (const std::size_t column : own_moderators) {
      const csv::Cell& one = sheet_.rows[row][column];
      if (!one.missing())
        moderators.emplace_back(key_of_label(sheet_.header[column].text), one.text);
    }
    return text + moderator_lines(moderators, "    ");
  }

  StudyFile file_of(const std::string& key, const std::vector<std::size_t>& rows) {
    const std::size_t first = rows.front();
    StudyFile file{.key = key, .label = cell(first, "study"), .rows = rows};
    const std::string label = cell(first, "label");
    file.text = fmt::format("label: {}\n", yaml_text(label.empty() ? file.label : label));
    for (const std::string_view column : citation_columns) {
      const std::string text = cell(first, column);
      if (text.empty()) continue;
      if (column == "authors") {
        file.text += fmt::format("authors: [{}]\n", yaml_text(text));
      } else if (column == "title") {
        file.text = fmt::format("title: {}\n", yaml_text(text)) + file.text;
      } else {
        file.text +=
            fmt::format("{}: {}\n", column, column == "year" ? value_text(text) : yaml_text(text));
      }
    }
    std::vector<std::pair<std::string, std::string>> shared;
    std::vector<std::size_t> own;
    for (const std::size_t column : moderator_columns()) {
      const csv::Cell& one = sheet_.rows[first][column];
      const bool same = std::ranges::all_of(
          rows, [&](std::size_t row) { return sheet_.rows[row][column].text == one.text; });
      if (!same)
        own.push_back(column);
      else if (!one.missing())
        shared.emplace_back(key_of_label(sheet_.header[column].text), one.text);
    }
    file.text += moderator_lines(shared, "") + group_lines(rows) + "results:\n";
    for (const std::size_t row : rows) {
      file.lines.push_back(1 + static_cast<std::size_t>(std::ranges::count(file.text, '\n')));
      file.text += result_lines(row, own);
    }
    return file;
  }

  const csv::Sheet& sheet_;
  const Review& review_;
  const ImportChoices& choices_;
  std::set<std::string_view> data_columns_;
  bool time_is_follow_up_ = false, follow_up_is_time_ = false;
  Import result_;
};

}  // namespace

std::vector<std::string_view> import_shapes() {
  std::vector<std::string_view> names;
  for (const Shape& shape : shapes) names.push_back(shape.columns);
  return names;
}

Import import_table(const csv::Sheet& sheet, const Review& review, const ImportChoices& choices,
                    const std::map<std::size_t, std::string>& refused) {
  return Reader(sheet, review, choices).run(refused);
}

}  // namespace weald
