// SPDX-License-Identifier: MIT
// A study counts once in a pool: of several results in one window the latest or the earliest is
// kept, or it is said why neither is plain.
#include <algorithm>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "engine/review/dataset_parts.h"

namespace weald {
namespace {

using Times = std::pair<double, double>;

/// The order of times: for the latest by their ends, for the earliest by their starts. An open end
/// is later than any other.
Times rank(const Time& time, WhenSeveral which) {
  if (time.baseline) return {-1, -1};
  return which == WhenSeveral::latest ? Times{time.to, time.from} : Times{time.from, time.to};
}

std::string_view word(WhenSeveral which) {
  return which == WhenSeveral::latest ? "latest" : "earliest";
}

/// The groups that a result is about, to tell results of one time apart.
std::string groups_of(const Study& study, const Result& result) {
  std::string out;
  const auto add = [&](const std::string& key) {
    const Group* group = study.group(key);
    out += fmt::format("{}{}", out.empty() ? "" : ", ",
                       group ? name_of(*group) : std::string_view(key));
  };
  for (const auto& key : result.between) add(key.value);
  if (result.between.empty())
    for (const GroupData& data : result.data) add(data.group.value);
  return out;
}

struct Choice {
  std::size_t keep = 0;
  std::string why_not{};  ///< why none can be chosen; empty where `keep` is it
};

Choice choose(const std::vector<const Result*>& results, const Study& study, WhenSeveral which) {
  for (const Result* result : results) {
    if (result->time.given()) continue;
    const std::string when = when_text(*result);
    return {.why_not = fmt::format(
                "one of them {} and has no `time:` to order it by: give its `time:`, or keep one",
                when.empty() ? "is undated" : fmt::format("says only `horizon: {}`", when))};
  }
  Choice out;
  for (std::size_t i = 1; i < results.size(); ++i) {
    const Times here = rank(results[i]->time, which), best = rank(results[out.keep]->time, which);
    if (which == WhenSeveral::latest ? best < here : here < best) out.keep = i;
  }
  const Result& kept = *results[out.keep];
  for (const Result* result : results) {
    if (result == &kept || rank(result->time, which) != rank(kept.time, which)) continue;
    const std::string one = groups_of(study, kept), other = groups_of(study, *result);
    out.why_not =
        one == other || one.empty() || other.empty()
            ? fmt::format("two of them have the same time, {}: keep one", when_text(kept))
            : fmt::format(
                  "two of them have the same time, {}, and other groups ({}; {}): put all groups "
                  "into the `data:` of one result (those of one treatment are combined), or keep "
                  "one",
                  when_text(kept), one, other);
    break;
  }
  return out;
}

/// What to type: an option that settles it, or why none does.
std::string help_for(const std::vector<const Result*>& results, const Study& study) {
  const Choice latest = choose(results, study, WhenSeveral::latest),
               earliest = choose(results, study, WhenSeveral::earliest);
  if (latest.why_not.empty() && earliest.why_not.empty())
    return "say `when-several: latest` or `when-several: earliest` in the analysis, or keep one of "
           "them";
  if (!latest.why_not.empty() && !earliest.why_not.empty())
    return fmt::format("`when-several` cannot decide: {}", latest.why_not);
  const bool use_latest = latest.why_not.empty();
  const WhenSeveral can = use_latest ? WhenSeveral::latest : WhenSeveral::earliest,
                    cannot = use_latest ? WhenSeveral::earliest : WhenSeveral::latest;
  return fmt::format("say `when-several: {}` in the analysis; `{}` cannot decide: {}", word(can),
                     word(cannot), (use_latest ? earliest : latest).why_not);
}

}  // namespace

void settle(std::vector<Contender>& of_study, const Study& study, const Analysis& analysis,
            const Horizon* horizon, Remarks& remarks, Diagnostics& diagnostics) {
  std::map<std::optional<std::string>, std::vector<std::size_t>> by_group;
  for (std::size_t i = 0; i < of_study.size(); ++i)
    if (of_study[i].row) by_group[of_study[i].row->group].push_back(i);
  std::vector<bool> drop(of_study.size());
  for (const auto& [group, indices] : by_group) {
    if (indices.size() < 2) continue;
    std::vector<const Result*> results;
    for (const std::size_t i : indices) results.push_back(of_study[i].result);
    Choice choice;
    const bool refuse = analysis.when_several == WhenSeveral::refuse;
    if (!refuse) choice = choose(results, study, analysis.when_several);
    const std::size_t keep = indices[choice.keep];
    if (refuse || !choice.why_not.empty()) {
      const Result &first = *results[0], &second = *results[1];
      const std::string who = group ? fmt::format("{} ({})", study.key, *group) : study.key;
      const std::string where = horizon ? fmt::format("in the horizon `{}`", horizon->key)
                                        : fmt::format("in the analysis `{}`", analysis.key);
      Diagnostic& d =
          diagnostics.error("several-results-in-horizon", second.span,
                            fmt::format("{} has {} results {}, and a study counts once in a pool",
                                        who, indices.size(), where),
                            help_for(results, study));
      d.primary.text = fmt::format("a second one: {}", when_text(second));
      d.secondary.push_back({first.span, fmt::format("the first: {}", when_text(first))});
    } else {
      std::string others;
      for (const std::size_t i : indices)
        if (i != keep)
          others += fmt::format("{}{}", others.empty() ? "" : ", ", when_text(*of_study[i].result));
      remarks["result-chosen"].push_back(fmt::format("{}: {} taken, not {}",
                                                     of_study[keep].row->label,
                                                     when_text(*of_study[keep].result), others));
    }
    for (const std::size_t i : indices) drop[i] = i != keep;
  }
  std::size_t kept = 0;
  for (std::size_t i = 0; i < of_study.size(); ++i) {
    if (drop[i]) continue;
    if (kept != i) of_study[kept] = std::move(of_study[i]);
    ++kept;
  }
  of_study.erase(of_study.begin() + static_cast<std::ptrdiff_t>(kept), of_study.end());
}

}  // namespace weald
