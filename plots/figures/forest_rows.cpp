// SPDX-License-Identifier: MIT
// The rows of a forest plot: one a study, whatever the panels hold of it; then
// totals.
#include <algorithm>
#include <set>
#include <tuple>

#include <fmt/format.h>

#include "plots/figures/forest.h"

namespace weald::forest {
namespace {

/// A row's identity: study, group, and which of several equal ones in a table.
using RowKey = std::tuple<std::string, std::string, int>;

struct Identified {
  RowKey key;
  const StudyResult* study;
};

std::vector<Identified> identified(const Pooling& pool) {
  std::vector<Identified> out;
  std::vector<std::pair<std::string, std::string>> seen;
  for (const StudyResult& study : pool.studies) {
    const std::pair<std::string, std::string> name{study.row.study, study.row.group.value_or("")};
    const int before = static_cast<int>(std::ranges::count(seen, name));
    seen.push_back(name);
    out.push_back({{name.first, name.second, before}, &study});
  }
  return out;
}

/// Keys of all panels in one order: that of the panels where they agree, a new
/// key after its neighbour.
std::vector<RowKey> merged(const std::vector<std::vector<RowKey>>& lists) {
  const bool sorted =
      std::ranges::all_of(lists, [](const auto& list) { return std::ranges::is_sorted(list); });
  std::vector<RowKey> out;
  std::set<RowKey> known;
  for (const std::vector<RowKey>& list : lists) {
    std::size_t place = 0;
    for (const RowKey& key : list) {
      if (known.insert(key).second) {
        out.insert(out.begin() + static_cast<std::ptrdiff_t>(place), key);
        ++place;
      } else {
        place = static_cast<std::size_t>(std::ranges::find(out, key) - out.begin()) + 1;
      }
    }
  }
  if (sorted) std::ranges::sort(out);
  return out;
}

struct Builder {
  Sheet& sheet;
  const AnalysisReport& report;
  const Arrangement& arrangement;
  const PlotStyle& style;
  std::vector<std::string>& remarks;
  std::set<RowKey> placed{};  ///< rows that stand already

  std::vector<std::string> shared_texts(const StudyResult& study) const {
    std::vector<std::string> out;
    for (const Column& c : sheet.left) out.push_back(c.cell(study));
    for (const Column& c : sheet.right) out.push_back(c.cell(study));
    return out;
  }

  static std::string finding_text(const FindingRow& finding) {
    return (finding.time.empty() ? "" : finding.time + ": ") + "“" + finding.text + "”";
  }

  /// What a pool says in words of a study; all of it, for nothing may be lost.
  static std::string words_of(const Pooling& pool, const RowKey& key) {
    std::string out;
    const auto add = [&](const std::string& words) { out += (out.empty() ? "" : "; ") + words; };
    for (const FindingRow& finding : pool.findings)
      if (finding.study == std::get<0>(key)) add(finding_text(finding));
    for (const ExcludedRow& row : pool.excluded)
      if (row.study == std::get<0>(key) && row.group.value_or("") == std::get<1>(key))
        add("left out: " + row.reason);
    return out;
  }

  void add_section(const Section& section) {
    std::vector<std::vector<RowKey>> lists;
    std::vector<std::vector<Identified>> by_panel;
    for (const Pooling* pool : section.pools) {
      by_panel.emplace_back();
      lists.emplace_back();
      if (pool == nullptr) continue;
      for (const Identified& row : identified(*pool))
        if (!section.loose || !stands_in_level(*pool, *row.study)) {
          by_panel.back().push_back(row);
          lists.back().push_back(row.key);
        }
    }
    std::vector<RowKey> keys = merged(lists);
    std::vector<std::vector<RowKey>> said_lists;
    std::set<RowKey> with_numbers(keys.begin(), keys.end());
    std::vector<std::pair<RowKey, std::string>> labels;
    for (const Pooling* pool : section.pools) {
      if (pool == nullptr) continue;
      std::vector<RowKey> said_keys;
      const auto add = [&](RowKey key, const std::string& label) {
        if (with_numbers.contains(key) || std::ranges::find(said_keys, key) != said_keys.end())
          return;
        said_keys.push_back(key);
        labels.emplace_back(std::move(key), label);
      };
      for (const ExcludedRow& row : pool->excluded)
        add({row.study, row.group.value_or(""), 0}, row.label.empty() ? row.study : row.label);
      for (const FindingRow& row : pool->findings) {
        // A finding belongs to the study: where one of its groups has a row of
        // its own, the words stand there.
        const bool shown_already = std::ranges::any_of(
            with_numbers, [&](const RowKey& k) { return std::get<0>(k) == row.study; });
        if (!shown_already) add({row.study, "", 0}, row.label.empty() ? row.study : row.label);
      }
      std::ranges::stable_sort(said_keys);
      said_lists.push_back(std::move(said_keys));
    }
    std::vector<RowKey> only_words = merged(said_lists);
    std::erase_if(only_words,
                  [&](const RowKey& key) { return section.loose && placed.contains(key); });
    placed.insert(keys.begin(), keys.end());
    placed.insert(only_words.begin(), only_words.end());
    if (keys.empty() && only_words.empty() && section.loose) return;
    if (!section.title.empty()) {
      SheetRow head{
          .kind = RowKind::section, .key = section.title, .texts = {section.title}, .sub = true};
      head.cells.resize(sheet.panels.size());
      sheet.rows.push_back(std::move(head));
    }
    for (const RowKey& key : keys) add_study(section, by_panel, key);
    for (const RowKey& key : only_words) {
      const auto label = std::ranges::find(labels, key, &std::pair<RowKey, std::string>::first);
      SheetRow row{.kind = RowKind::left_out, .key = std::get<0>(key), .texts = {label->second}};
      for (const Pooling* pool : section.pools) {
        std::string words = pool == nullptr ? "" : words_of(*pool, key);
        if (words.empty() && sheet.panels.size() > 1) words = "no result";
        row.cells.push_back(words_cell(pool, label->second, std::get<0>(key), words));
      }
      sheet.rows.push_back(std::move(row));
    }
    if (section.subtotals) add_totals(section.pools, section.title, true);
  }

  bool stands_in_level(const Pooling& whole, const StudyResult& study) const {
    return std::ranges::any_of(report.pools, [&](const Pooling& level) {
      return level.subgroup && level.horizon == whole.horizon &&
             std::ranges::any_of(level.studies, [&](const StudyResult& other) {
               return other.row.study == study.row.study && other.row.group == study.row.group;
             });
    });
  }

  void add_study(const Section& section, const std::vector<std::vector<Identified>>& by_panel,
                 const RowKey& key) {
    SheetRow row{.kind = RowKind::study, .key = std::get<0>(key)};
    if (!std::get<1>(key).empty()) row.key += "/" + std::get<1>(key);
    if (std::get<2>(key) > 0) row.key += fmt::format("/{}", std::get<2>(key) + 1);
    std::string label;
    for (std::size_t p = 0; p < by_panel.size(); ++p) {
      const auto found = std::ranges::find(by_panel[p], key, &Identified::key);
      const Pooling* pool = section.pools[p];
      if (found == by_panel[p].end()) {
        row.cells.emplace_back();
        continue;
      }
      if (row.texts.empty()) row.texts = shared_texts(*found->study);
      label = found->study->row.label;
      row.cells.push_back(study_cell(sheet, *pool, *found->study, row.key));
      // A number and words beside it: the words go to the notes, for nothing
      // may be lost.
      if (std::get<2>(key) == 0)
        if (const std::string words = words_of(*pool, key); !words.empty())
          remarks.push_back(said(*pool, label, words));
    }
    for (std::size_t p = 0; p < by_panel.size(); ++p) {
      if (row.cells[p].mark != CellMark::none) continue;
      const Pooling* pool = section.pools[p];
      std::string words = pool == nullptr ? "" : words_of(*pool, key);
      // A level holds numbers only; why there is none is said by the whole.
      if (words.empty() && p < arrangement.overall.size() && arrangement.overall[p] != nullptr) {
        pool = arrangement.overall[p];
        words = words_of(*pool, key);
      }
      if (words.empty()) words = "no result";
      row.cells[p] = words_cell(pool, label, row.key, words);
    }
    sheet.rows.push_back(std::move(row));
  }

  void add_totals(const std::vector<const Pooling*>& pools, const std::string& title, bool sub) {
    const Pooling* named = nullptr;
    for (const Pooling* pool : pools)
      if (pool != nullptr && pool->pooled && (named == nullptr || named->studies.size() < 2))
        named = pool;
    const House& house = *sheet.house;
    const std::string level = level_text(named == nullptr ? 0.95 : named->choices.level, house);
    std::string label =
        named == nullptr || named->studies.size() < 2 ? "Pooled" : pooled_label(*named);
    if (sub) label = "Subtotal" + (title.empty() ? "" : ", " + title);
    if (house.totals_name_level) label = (sub ? "Subtotal (" : "Total (") + level + " CI)";
    SheetRow total{.kind = RowKind::total, .key = "total " + title, .texts = {label}, .sub = sub};
    SheetRow events{
        .kind = RowKind::events, .key = "events " + title, .texts = {"Total events"}, .sub = sub};
    SheetRow prediction{.kind = RowKind::prediction,
                        .key = "prediction " + title,
                        .texts = {level + " prediction interval"},
                        .sub = sub};
    bool any_events = false, any_prediction = false;
    for (const Pooling* pool : pools) {
      total.cells.push_back(pool == nullptr ? Cell{.words = "no result", .key = "pooled"}
                                            : total_cell(sheet, *pool, sub));
      prediction.cells.push_back(style.prediction ? prediction_cell(sheet, pool) : Cell{});
      any_prediction |= prediction.cells.back().mark != CellMark::none;
      Cell cell{.key = "events"};
      for (const Column* column : panel_columns(sheet)) {
        cell.texts.push_back(pool != nullptr && column->events ? column->events(*pool) : "");
        any_events |= !cell.texts.back().empty();
      }
      events.cells.push_back(std::move(cell));
    }
    sheet.rows.push_back(std::move(total));
    if (any_events && house.arms == ArmsSet::apart) sheet.rows.push_back(std::move(events));
    if (any_prediction) sheet.rows.push_back(std::move(prediction));
    if (sub) add_heterogeneity(pools, title);
  }

  void add_heterogeneity(const std::vector<const Pooling*>& pools, const std::string& title) {
    SheetRow remark{.kind = RowKind::remark, .key = "heterogeneity " + title, .sub = true};
    remark.cells.resize(pools.size());
    bool any = false;
    for (std::size_t p = 0; p < pools.size(); ++p) {
      const std::string text =
          pools[p] == nullptr ? "" : heterogeneity_text(*pools[p], *sheet.house);
      any |= !text.empty();
      if (pools.size() == 1 && pools[p] != nullptr) {
        remark.texts = {heterogeneity_head(*pools[p], *sheet.house) + text};
        if (const std::string effect = overall_text(*pools[p], *sheet.house); !effect.empty())
          remark.texts[0] += "\n" + std::string{sheet.house->overall_head} + effect;
      } else {
        remark.cells[p].words = text;
        remark.cells[p].key = "heterogeneity " + title;
      }
    }
    if (pools.size() > 1) remark.texts = {"Heterogeneity"};
    if (any) sheet.rows.push_back(std::move(remark));
  }
};

}  // namespace

void add_rows(Sheet& sheet, const AnalysisReport& report, const Arrangement& arrangement,
              const PlotStyle& style, std::vector<std::string>& remarks) {
  Builder builder{sheet, report, arrangement, style, remarks};
  for (const Section& section : arrangement.sections) builder.add_section(section);
  if (!arrangement.overall.empty()) builder.add_totals(arrangement.overall, "", false);
}

}  // namespace weald::forest
