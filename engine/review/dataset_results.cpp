// SPDX-License-Identifier: MIT
// What one result brings to a pool: its groups chosen by treatment and combined, or its finished
// estimate, turned where the paper compares the other way round; or the reason why it brings
// nothing.
#include <algorithm>
#include <span>

#include <fmt/format.h>

#include "engine/review/dataset_parts.h"
#include "engine/review/group_numbers.h"
#include "engine/text/suggest.h"

namespace weald {
namespace {

struct Builder {
  const Review& review;
  const Analysis& analysis;
  const Measure& measure;

  // -- rows --

  Row row_of(const Study& study, const Result& result) const {
    Row row;
    row.study = study.key;
    row.label = name_of(study);
    if (study.citation.year) row.year = study.citation.year->value;
    row.fields = study.fields;
    row.risk_of_bias = result.risk_of_bias;
    row.time = result.time.text;
    if (row.time.empty()) {
      if (const Horizon* horizon = review.horizon(result.horizon.value))
        row.time = name_of(*horizon);
    }
    row.source = result.source.value;
    row.derived = result.derived.value;
    row.registration = study.citation.registration.value;
    row.cohort = study.cohort.value;
    row.span = result.span;
    return row;
  }

  static void overlay(Scalars& fields, const Scalars& over) {
    for (const auto& [key, scalar] : over) fields[key] = scalar;
  }

  static void remark_on_numbers(Contender& candidate, const Row& row,
                                std::span<const GroupNumbers> groups) {
    if (!std::holds_alternative<TwoMeans>(row.data) && !std::holds_alternative<Mean>(row.data))
      return;
    for (const GroupNumbers& g : groups) {
      if (g.sd_from.empty()) continue;
      candidate.remarks["sd-derived"].push_back(
          fmt::format("{} ({}): {} from {}", row.label, g.arm.label,
                      g.mean_from_median ? "mean and sd" : "sd", g.sd_from));
    }
  }

  // -- comparisons --

  enum class Direction { forward, reversed, unrelated, unclear };

  /// Whether the groups with these treatments are the comparison of the analysis, and which way
  /// round.
  Direction direction(std::string_view first, std::string_view second) const {
    const auto &a = analysis.compare[0].value, &b = analysis.compare[1].value;
    if (first == a && second == b) return Direction::forward;
    if (first == b && second == a) return Direction::reversed;
    return Direction::unrelated;
  }

  Direction direction_of_effect(const Study& study, const Result& result) const {
    if (analysis.compare.size() != 2) return Direction::forward;
    if (result.between.size() == 2) {
      const Group *first = study.group(result.between[0].value),
                  *second = study.group(result.between[1].value);
      if (!first || !second) return Direction::unclear;
      return direction(first->treatment.value, second->treatment.value);
    }
    if (study.groups.empty()) return Direction::forward;
    std::ptrdiff_t count[2] = {0, 0};
    for (int side : {0, 1})
      count[side] = std::count_if(study.groups.begin(), study.groups.end(), [&](const Group& g) {
        return g.treatment.value == analysis.compare[static_cast<std::size_t>(side)].value;
      });
    if (count[0] == 0 || count[1] == 0) return Direction::unrelated;
    return study.groups.size() == 2 ? Direction::forward : Direction::unclear;
  }

  std::string comparison_text() const {
    return fmt::format("{} with {}", treatment_name(review, analysis.compare[0].value),
                       treatment_name(review, analysis.compare[1].value));
  }

  /// A result of one group: refused where the group is a side of the comparison, nothing where it
  /// has to do with neither.
  std::optional<Contender> one_sided(const Study& study, const Result& result) const {
    const Group* only = result.data.size() == 1    ? study.group(result.data.front().group.value)
                        : study.groups.size() == 1 ? &study.groups.front()
                                                   : nullptr;
    if (!only) return std::nullopt;
    for (const std::size_t side : {0u, 1u}) {
      if (only->treatment.value != analysis.compare[side].value) continue;
      Contender candidate =
          refused(study, result, "not-compared",
                  fmt::format("only the group {} ({}) is described; {} is missing", name_of(*only),
                              treatment_name(review, analysis.compare[side].value),
                              treatment_name(review, analysis.compare[1 - side].value)));
      candidate.one_sided = true;
      return candidate;
    }
    return std::nullopt;
  }

  // -- finished estimates --

  static std::optional<Reported> reported(const PrintedEffect& effect) {
    if (!effect.estimate) return std::nullopt;
    const auto value = [](const std::optional<Number>& number) {
      return number ? std::optional(number->value) : std::nullopt;
    };
    Reported out{.estimate = effect.estimate->value,
                 .se = value(effect.se),
                 .variance = value(effect.variance),
                 .p = value(effect.p),
                 .level = effect.level ? effect.level->value : 0.95};
    if (effect.ci) {
      out.lower = effect.ci->lower.value;
      out.upper = effect.ci->upper.value;
    }
    return out;
  }

  bool takes_effect(const Result& result) const {
    return result.effect &&
           (same_word(result.effect->measure.value, measure.key) || measure.key == "GEN");
  }

  /// The data of an `effect:` that the measure takes, turned round where the paper's comparison is
  /// the other way.
  std::variant<OutcomeData, NoEffect> effect_data(const PrintedEffect& effect,
                                                  bool reversed) const {
    const Measure* printed_in = find_measure(effect.measure.value);
    if (!printed_in) printed_in = &measure;
    if (effect.oe && effect.v) {
      const ObservedExpected data{reversed ? -effect.oe->value : effect.oe->value, effect.v->value};
      if (measure.key != "GEN") return OutcomeData(data);
      const EffectOrReason computed = printed_in->compute(data);
      if (const auto* none = std::get_if<NoEffect>(&computed)) return *none;
      return OutcomeData(Generic{std::get<Effect>(computed).y, std::get<Effect>(computed).v});
    }
    const std::optional<Reported> printed = reported(effect);
    if (!printed) return NoEffect{"missing-data", "no estimate is given"};
    if (!reversed && printed_in == &measure) return OutcomeData(*printed);
    const EffectOrReason computed = reported_effect(*printed_in, *printed);
    if (const auto* none = std::get_if<NoEffect>(&computed)) return *none;
    const Effect& e = std::get<Effect>(computed);
    return OutcomeData(Generic{reversed ? -e.y : e.y, e.v});
  }

  /// The row of an `effect:`; nothing where it belongs to another comparison and the study has none
  /// like this one.
  std::optional<Contender> from_effect(const Study& study, const Result& result) const {
    const Direction way = direction_of_effect(study, result);
    if (way == Direction::unrelated) {
      if (result.between.size() != 2 && study.groups.size() < 2) return one_sided(study, result);
      return refused(
          study, result, "not-compared",
          fmt::format("its groups are others; this analysis compares {}", comparison_text()));
    }
    if (way == Direction::unclear)
      return refused(study, result, "missing-data",
                     "`between:` must say which groups the effect compares, experimental first");
    if (!takes_effect(result))
      return refused(study, result, "wrong-data",
                     fmt::format("it reports {}, and this analysis pools {}",
                                 result.effect->measure.value, measure.key));
    const auto data = effect_data(*result.effect, way == Direction::reversed);
    if (const auto* none = std::get_if<NoEffect>(&data))
      return refused(study, result, none->code, std::string(none->reason));
    Contender candidate{.result = &result};
    Row row = row_of(study, result);
    if (!measure.two_groups) {
      const Group* only = study.groups.size() == 1 ? &study.groups.front() : nullptr;
      if (result.between.size() == 1) only = study.group(result.between.front().value);
      if (only && !chosen(only, only->key)) return std::nullopt;
      if (only) {
        row.group = only->key;
        overlay(row.fields, only->moderators);
      }
    }
    row.data = std::get<OutcomeData>(data);
    row.adjusted = result.effect->adjusted;
    overlay(row.fields, result.moderators);
    if (analysis.compare.size() == 2) {
      for (const auto& treatment : analysis.compare)
        row.arms.push_back(arm_of(study, treatment.value));
      if (way == Direction::reversed) candidate.remarks["direction-reversed"].push_back(row.label);
    }
    candidate.row = std::move(row);
    return candidate;
  }

  /// What is known of the people behind a finished estimate: the groups' labels and enrolled
  /// numbers.
  Arm arm_of(const Study& study, const std::string& treatment) const {
    Arm arm{.label = treatment_name(review, treatment)};
    const Group* only = nullptr;
    for (const Group& group : study.groups) {
      if (group.treatment.value != treatment) continue;
      if (only) return arm;
      only = &group;
    }
    if (only) {
      arm.label = name_of(*only);
      if (only->n) arm.n = only->n->value;
    }
    return arm;
  }

  // -- raw data of two groups --

  std::optional<Contender> from_groups(const Study& study, const Result& result,
                                       Diagnostics& diagnostics) {
    std::vector<GroupNumbers> sides[2];
    std::vector<const Group*> groups[2];
    std::string others;
    for (const GroupData& data : result.data) {
      const Group* group = study.group(data.group.value);
      if (!group) continue;  // unknown-group is an error of the checks
      bool compared = false;
      for (std::size_t side : {0u, 1u}) {
        if (group->treatment.value != analysis.compare[side].value) continue;
        sides[side].push_back(numbers_of(data, std::string(name_of(*group))));
        groups[side].push_back(group);
        compared = true;
      }
      if (!compared) others += fmt::format("{}{}", others.empty() ? "" : ", ", name_of(*group));
    }
    if (sides[0].empty() || sides[1].empty()) {
      const auto in_study = [&](std::size_t side) {
        return std::any_of(study.groups.begin(), study.groups.end(), [&](const Group& g) {
          return g.treatment.value == analysis.compare[side].value;
        });
      };
      if (in_study(0) && in_study(1) && !(sides[0].empty() && sides[1].empty()))
        return refused(
            study, result, "missing-data",
            fmt::format("no numbers for {}",
                        treatment_name(review, analysis.compare[sides[0].empty() ? 0 : 1].value)));
      if (result.data.size() < 2) return one_sided(study, result);
      return refused(
          study, result, "not-compared",
          fmt::format("this analysis compares {}; the other groups are {}", comparison_text(),
                      others.empty() ? "the same treatment" : others));
    }
    std::vector<GroupNumbers> arms;
    for (std::size_t side : {0u, 1u}) {
      const std::string treatment = treatment_name(review, analysis.compare[side].value);
      if (groups[side].size() > 1 &&
          !may_combine(study, result, groups[side], treatment, diagnostics))
        return refused(
            study, result, "wrong-data",
            fmt::format("several groups had {}, and `when-multi-arm: refuse` is set", treatment));
      arms.push_back(groups[side].size() == 1 ? sides[side].front()
                                              : combined(sides[side], treatment));
    }
    auto data = outcome_data(measure, arms);
    if (const auto* unusable = std::get_if<Unusable>(&data))
      return refused(study, result, unusable->code, unusable->reason);
    Contender candidate{.result = &result};
    Row row = row_of(study, result);
    row.data = std::get<OutcomeData>(std::move(data));
    // A moderator of the treated group (a dose) speaks for the comparison; of several groups none
    // does.
    if (groups[0].size() == 1) overlay(row.fields, groups[0].front()->moderators);
    overlay(row.fields, result.moderators);
    for (const GroupNumbers& g : arms) row.arms.push_back(g.arm);
    remark_on_numbers(candidate, row, arms);
    for (std::size_t side : {0u, 1u}) {
      if (groups[side].size() < 2) continue;
      std::string names;
      for (const Group* g : groups[side])
        names += fmt::format("{}{}", names.empty() ? "" : " + ", name_of(*g));
      candidate.remarks["groups-combined"].push_back(fmt::format(
          "{}: {} as {}", row.label, names, treatment_name(review, analysis.compare[side].value)));
    }
    candidate.row = std::move(row);
    return candidate;
  }

  bool may_combine(const Study& study, const Result& result,
                   const std::vector<const Group*>& groups, const std::string& treatment,
                   Diagnostics& diagnostics) const {
    if (analysis.when_multi_arm == WhenMultiArm::combine) return true;
    Diagnostic& d = diagnostics.error(
        "multi-arm", result.span,
        fmt::format("{} groups of {} had {}, and the analysis `{}` refuses to combine them",
                    groups.size(), study.key, treatment, analysis.key),
        "say `when-multi-arm: combine` in the analysis, or leave all but one of these groups out "
        "of the result");
    for (const Group* group : groups) d.secondary.push_back({group->span, "one of them"});
    return false;
  }

  // -- raw data of single groups --

  bool chosen(const Group* group, std::string_view key) const {
    if (analysis.group.empty()) return true;
    return std::any_of(
        analysis.group.begin(), analysis.group.end(), [&](const Located<std::string>& wanted) {
          return wanted.value == key || (group && (wanted.value == group->treatment.value ||
                                                   wanted.value == group->label));
        });
  }

  void each_group(const Study& study, const Result& result, std::vector<Contender>& out) const {
    const auto chosen_groups = std::count_if(study.groups.begin(), study.groups.end(),
                                             [&](const Group& g) { return chosen(&g, g.key); });
    for (const GroupData& data : result.data) {
      const Group* group = study.group(data.group.value);
      if (!chosen(group, data.group.value)) continue;
      const std::string name(group ? name_of(*group) : std::string_view(data.group.value));
      Contender candidate{.result = &result};
      if (group) candidate.order = group - study.groups.data();
      const GroupNumbers numbers = numbers_of(data, name);
      auto usable = outcome_data(measure, {&numbers, 1});
      const std::string label = chosen_groups > 1 ? fmt::format("{} ({})", name_of(study), name)
                                                  : std::string(name_of(study));
      if (const auto* unusable = std::get_if<Unusable>(&usable)) {
        candidate.excluded = refused(study, result, unusable->code, unusable->reason).excluded;
        candidate.excluded->group = data.group.value;
        candidate.excluded->label = label;
      } else {
        Row row = row_of(study, result);
        row.group = data.group.value;
        row.label = label;
        row.data = std::get<OutcomeData>(std::move(usable));
        if (group) overlay(row.fields, group->moderators);
        overlay(row.fields, result.moderators);
        row.arms.push_back(numbers.arm);
        remark_on_numbers(candidate, row, {&numbers, 1});
        candidate.row = std::move(row);
      }
      out.push_back(std::move(candidate));
    }
  }

  // -- a result --

  void candidates(const Study& study, const Result& result, std::vector<Contender>& out,
                  Diagnostics& diagnostics) {
    const bool compares = analysis.compare.size() == 2;
    std::optional<Contender> candidate;
    if (result.effect && (takes_effect(result) || result.data.empty())) {
      candidate = from_effect(study, result);
    } else if (compares && !result.data.empty()) {
      candidate = from_groups(study, result, diagnostics);
    } else if (!compares && !result.data.empty()) {
      if (!measure.two_groups) return each_group(study, result, out);
      candidate = refused(
          study, result, "wrong-data",
          fmt::format("{} compares two groups: the analysis needs `compare:`", measure.key));
    }
    if (!result.effect && result.data.empty() && result.finding)
      candidate = from_finding(study, result);
    if (candidate) out.push_back(std::move(*candidate));
  }

  /// A finding in words: nothing unless the study has one side of the comparison alone.
  std::optional<Contender> from_finding(const Study& study, const Result& result) const {
    if (analysis.compare.size() != 2 || study.groups.size() != 1) return std::nullopt;
    return one_sided(study, result);
  }

  /// Whether a finding may speak of this comparison.
  bool concerns(const Study& study, const Result& result) const {
    if (analysis.compare.size() != 2) {
      return analysis.group.empty() || study.groups.empty() ||
             std::any_of(study.groups.begin(), study.groups.end(),
                         [&](const Group& g) { return chosen(&g, g.key); });
    }
    const Direction way = direction_of_effect(study, result);
    return way != Direction::unrelated;
  }
};

}  // namespace

Contender refused(const Study& study, const Result& result, std::string_view code,
                  std::string reason) {
  Contender candidate{.result = &result};
  candidate.excluded = {.study = study.key,
                        .label = std::string(name_of(study)),
                        .code = code,
                        .reason = std::move(reason),
                        .span = result.span};
  return candidate;
}

void add_candidates(const Question& q, const Study& study, const Result& result,
                    std::vector<Contender>& out, Diagnostics& diagnostics) {
  Builder{q.review, q.analysis, q.measure}.candidates(study, result, out, diagnostics);
}

bool belongs(const Contender& candidate) {
  return candidate.row || candidate.one_sided ||
         (candidate.excluded && candidate.excluded->code != "not-compared");
}

bool concerns(const Question& q, const Study& study, const Result& result) {
  return Builder{q.review, q.analysis, q.measure}.concerns(study, result);
}

}  // namespace weald
