// SPDX-License-Identifier: MIT
// The raw numbers of groups: events, people, means.
#include <algorithm>

#include <fmt/format.h>

#include "engine/text/number.h"
#include "plots/figures/forest_columns.h"

namespace weald::forest {
namespace {

std::string pair(const std::optional<double>& first, const std::optional<double>& second,
                 const char* between, const char* after) {
  if (!first) return "";
  return second ? number(first) + between + number(second) + after : number(first);
}

const Arm* arm_at(const StudyResult& study, std::size_t arm) {
  return arm < study.row.arms.size() ? &study.row.arms[arm] : nullptr;
}

std::size_t count_arms(const AnalysisReport& report) {
  std::size_t most = 0;
  for (const Pooling& pool : report.pools)
    for (const StudyResult& study : pool.studies) most = std::max(most, study.row.arms.size());
  return most;
}

std::string arm_head(const AnalysisReport& report, std::size_t arm) {
  if (arm < report.arm_labels.size()) return report.arm_labels[arm];
  return count_arms(report) > 1 ? (arm == 0 ? "Experimental" : "Control") : "";
}

using Value = std::optional<double> Arm::*;

Column arm_column(const Context& context, std::size_t arm, std::string head,
                  std::function<std::string(const Arm&)> text) {
  return {.group = arm_head(context.report, arm),
          .head = std::move(head),
          .align = Align::right,
          .shared = false,
          .cell = [arm, text = std::move(text)](const StudyResult& study) {
            const Arm* found = arm_at(study, arm);
            return found == nullptr ? std::string{} : text(*found);
          }};
}

/// The sum of a number over a pool's studies, where every study has it.
std::function<std::string(const Pooling&)> sum_of(std::size_t arm, Value value) {
  return [arm, value](const Pooling& pool) {
    double sum = 0;
    for (const StudyResult& study : pool.studies) {
      const Arm* found = arm_at(study, arm);
      if (found == nullptr || !(found->*value)) return std::string{};
      sum += *(found->*value);
    }
    return pool.studies.empty() ? std::string{} : typeset(shortest(sum));
  };
}

Column value_column(const Context& context, std::size_t arm, std::string head, Value value) {
  return arm_column(context, arm, std::move(head),
                    [value](const Arm& a) { return number(a.*value); });
}

}  // namespace

std::string number(const std::optional<double>& value) {
  return value ? typeset(shortest(*value)) : "";
}

bool any_arm(const AnalysisReport& report, const std::function<bool(const Arm&)>& has) {
  for (const Pooling& pool : report.pools)
    for (const StudyResult& study : pool.studies)
      if (std::ranges::any_of(study.row.arms, has)) return true;
  return false;
}

std::vector<Column> events_columns(const Context& context) {
  std::vector<Column> out;
  for (std::size_t arm = 0; arm < count_arms(context.report); ++arm) {
    const bool people = any_arm(context.report, [](const Arm& a) { return a.n.has_value(); });
    const Value below = people ? &Arm::n : &Arm::person_time;
    const char* head = people ? "Total" : "Time";
    if (context.house.arms == ArmsSet::apart) {
      out.push_back(value_column(context, arm, "Events", &Arm::events));
      out.back().events = sum_of(arm, &Arm::events);
      out.push_back(value_column(context, arm, head, below));
      out.back().total = sum_of(arm, below);
    } else {
      out.push_back(arm_column(context, arm, people ? "n/N" : "Events/time", [below](const Arm& a) {
        return pair(a.events, a.*below, "/", "");
      }));
      out.back().total = [events = sum_of(arm, &Arm::events),
                          all = sum_of(arm, below)](const Pooling& pool) {
        const std::string e = events(pool), n = all(pool);
        return e.empty() || n.empty() ? std::string{} : fmt::format("{}/{}", e, n);
      };
      if (context.house.arms == ArmsSet::under_events) {
        out.back().head = out.back().group;
        out.back().group = fmt::format("{}{}", context.house.events, people ? "total" : "time");
      }
    }
  }
  return out;
}

std::vector<Column> n_columns(const Context& context) {
  std::vector<Column> out;
  for (std::size_t arm = 0; arm < count_arms(context.report); ++arm) {
    out.push_back(
        value_column(context, arm, context.house.arms == ArmsSet::apart ? "Total" : "N", &Arm::n));
    out.back().total = sum_of(arm, &Arm::n);
  }
  return out;
}

std::vector<Column> mean_columns(const Context& context) {
  std::vector<Column> out;
  for (std::size_t arm = 0; arm < count_arms(context.report); ++arm) {
    if (context.house.arms == ArmsSet::apart) {
      out.push_back(value_column(context, arm, "Mean", &Arm::mean));
      out.push_back(value_column(context, arm, "SD", &Arm::sd));
    } else {
      out.push_back(arm_column(context, arm, "Mean (SD)",
                               [](const Arm& a) { return pair(a.mean, a.sd, " (", ")"); }));
    }
    out.push_back(
        value_column(context, arm, context.house.arms == ArmsSet::apart ? "Total" : "N", &Arm::n));
    out.back().total = sum_of(arm, &Arm::n);
  }
  return out;
}

}  // namespace weald::forest
