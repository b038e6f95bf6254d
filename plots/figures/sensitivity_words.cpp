// SPDX-License-Identifier: MIT
#include "plots/figures/sensitivity_words.h"

#include <fmt/format.h>

#include "plots/figures/chart_words.h"

namespace weald::chart {

std::vector<const PoolSensitivity*> whole_answers(const FigureSource& source) {
  std::vector<const PoolSensitivity*> answers;
  for (const PoolSensitivity* answer : source.sensitivity)
    if (!answer->pool->subgroup) answers.push_back(answer);
  return answers;
}

std::string why_none(const PoolSensitivity& answer, std::string_view kind) {
  const std::string head = fmt::format("{}: ", kind);
  for (const Note& note : answer.notes)
    if (note.message.starts_with(head)) return note.message.substr(head.size());
  return "it was not computed";
}

Panel answer_panel(const PoolSensitivity& answer, bool answered, std::string_view kind,
                   std::string_view what) {
  Panel panel = panel_of(*answer.pool, 0, what);
  if (!answered) panel.words = fmt::format("No {}: {}.", what, why_none(answer, kind));
  return panel;
}

void say_nothing_pooled(Chart& chart, std::string_view what) {
  chart.panels.push_back(
      {.words =
           fmt::format("No {}: nothing is pooled here, published results stand as they are.", what),
       .height = 60});
}

std::string sentence_of(const Pooling& pool) {
  const std::string place = forest::place_of(pool);
  std::string head = place.empty() ? "" : place + ": ";
  if (!pool.pooled || pool.studies.size() < 2) return head;
  return fmt::format("{}{} studies, pooled {}. ", head, pool.studies.size(),
                     pooled_text(*pool.measure, pool.pooled->shown));
}

std::string name_of(const Pooling& pool, const std::string& label) {
  const std::string place = forest::place_of(pool);
  return place.empty() ? label : fmt::format("{}, {}", label, place);
}

std::string key_of(const Pooling& pool, const StudyResult& study) {
  return fmt::format("{}{}{}", study.row.study, study.row.group ? " " + *study.row.group : "",
                     pool.horizon ? " " + *pool.horizon : "");
}

}  // namespace weald::chart
