// SPDX-License-Identifier: MIT
// The keys of a study's file, one line each.
#include <cmath>

#include <fmt/format.h>

#include "engine/review/read.h"
#include "engine/review/read_citation.h"
#include "engine/text/number.h"

namespace weald {
namespace {

using yaml::Node;

constexpr std::array acknowledgement_fields{
    field<TextValue, &Acknowledgement::code>("code", "The code that the warning prints in brackets",
                                             required),
    field<TextValue, &Acknowledgement::why>("why", "Why the number stands nevertheless", required),
};

constexpr std::array group_fields{
    field<KeyOf, &Group::treatment>("treatment", "Key of one of the review's treatments"),
    field<TextValue, &Group::label>("label", "What the paper calls the group"),
    field<Count, &Group::n>("n", "People randomised or enrolled"),
    field<ScalarsValue, &Group::moderators>(
        "moderators", "Anything about the group that may explain its results: {age: 54}"),
};

constexpr std::array group_data_fields{
    field<Count, &GroupData::events>("events",
                                     "People who had the outcome, or events where `time` is given"),
    field<Count, &GroupData::n>("n", "People analysed"),
    field<NumberValue, &GroupData::mean>("mean", "Mean"),
    field<NumberValue, &GroupData::sd>("sd", "Standard deviation"),
    field<NumberValue, &GroupData::se>("se", "Standard error of the mean, in place of sd"),
    field<EndsValue, &GroupData::ci>("ci", "Confidence interval of the mean, in place of sd"),
    field<NumberValue, &GroupData::level>("level", "Level of that interval; 0.95 unless given"),
    field<NumberValue, &GroupData::median>("median", "Median"),
    field<EndsValue, &GroupData::iqr>("iqr", "First and third quartile"),
    field<EndsValue, &GroupData::range>("range", "Minimum and maximum"),
    field<NumberValue, &GroupData::person_time>("time", "Person-time at risk, beside events"),
    field<NumberValue, &GroupData::r>("r", "Correlation"),
    field<NumberValue, &GroupData::alpha>("alpha", "Cronbach's alpha, beside `items` and `n`"),
    field<Count, &GroupData::items>("items", "How many items the instrument has, beside alpha"),
    field<NumberValue, &GroupData::percent>(
        "percent", "The percentage as printed; checked against events and n"),
};

constexpr std::array effect_measure{
    field<TextValue, &PrintedEffect::measure>(
        "measure", "What is estimated: RR, OR, RD, MD, SMD, HR, …", required),
};
constexpr std::array observed_expected{
    field<NumberValue, &PrintedEffect::oe>(
        "oe", "Observed minus expected events, in place of an estimate"),
    field<NumberValue, &PrintedEffect::v>("v", "Variance of oe"),
};
constexpr auto effect_fields = joined(joined(effect_measure, estimate_fields<>), observed_expected);

constexpr std::array risk_of_bias_fields{
    field<TextValue, &RiskOfBias::tool>("tool", "The instrument, such as RoB 2 or ROBINS-I",
                                        required),
};
constexpr Field judgement{
    .key = "DOMAIN",
    .type = &TextValue::type,
    .help =
        "The judgement of a domain, such as `low`, `some concerns` or `high`; `overall` is one too",
    .read = [](Reader& in, const Node& key, const Node& value, void* target) {
      if (auto text = TextValue::read(in, key.text, value))
        static_cast<RiskOfBias*>(target)->domains.emplace_back(key.text, std::move(*text));
    }};

constexpr std::array result_fields{
    field<KeyOf, &Result::outcome>("outcome", "Key of one of the review's outcomes", required),
    field<TimeValue, &Result::time>(
        "time", "When it was measured: 1 month, 2-3 years, after 12 months, baseline"),
    field<KeyOf, &Result::horizon>("horizon",
                                   "In place of time, where the source gives only the window"),
    field<Keyed<GroupData>, &Result::data>("data", "The raw numbers, by group"),
    field<Nested<PrintedEffect>, &Result::effect>("effect",
                                                  "A finished estimate, in place of data"),
    field<Nested<PrintedEffect>, &Result::reported>(
        "reported", "The paper's own estimate beside data; checked, not pooled"),
    field<PairOf<KeyOf>, &Result::between>("between",
                                           "The groups that effect compares, experimental first"),
    field<TextValue, &Result::finding>("finding",
                                       "A result said without numbers: listed, never pooled"),
    field<TextValue, &Result::source>("source", "Where the numbers stand: table, page, abstract"),
    field<TextValue, &Result::derived>(
        "derived", "How the numbers were computed, where they are not printed as such"),
    field<TextValue, &Result::note>("note", "A remark for readers of the descriptor"),
    field<Nested<RiskOfBias>, &Result::risk_of_bias>(
        "risk-of-bias", "Judgements of this result: {tool: RoB 2, randomisation: low}"),
    field<ScalarsValue, &Result::moderators>(
        "moderators", "As in the study, which they override for this result"),
    field<ListOf<Nested<Acknowledgement>>, &Result::ack>(
        "ack", "Warnings that were looked into and stand: [{code, why}]"),
};

constexpr std::array own_study_fields{
    field<TextValue, &Study::design>("design", "Design, such as randomised or cohort"),
    field<TextValue, &Study::cohort>(
        "cohort", "Name of the group of people, where several studies report on it"),
    field<TextValue, &Study::site>("site", "Where and when people were recruited"),
    field<ScalarsValue, &Study::fields>(
        "moderators", "Anything about the study that may explain its results: {dose: 25}"),
    field<Keyed<Group>, &Study::groups>("groups", "The groups of people, by a key of your choice"),
    field<ListOf<Nested<Result>>, &Study::results>(
        "results", "What was found: one entry for each outcome and time"),
};
constexpr auto study_fields = joined(citation_fields<Study>, own_study_fields);

/// Puts the study's own scalars beside its moderators.
void collect_fields(Reader& in, const Node& root, void* target) {
  Study& study = *static_cast<Study*>(target);
  for (std::size_t i = 0; i < root.keys.size(); ++i) {
    const Node& value = root.items[i];
    if (value.kind != Node::Kind::scalar) continue;
    const auto number = value.quoted ? std::nullopt : read_number(value.text).value;
    const auto [at, fresh] =
        study.fields.try_emplace(root.keys[i].text, Scalar{value.text, number, value.span});
    if (fresh || root.find(root.keys[i].text) != &value) continue;
    in.diagnostics
        .error(
            "duplicate-key", at->second.span,
            fmt::format("the moderator `{}` has the name of a key of the study", root.keys[i].text),
            "give the moderator another name, or delete it")
        .secondary.push_back({value.span, "the study's own"});
  }
}

bool is_initials(std::string_view word) {
  std::size_t letters = 0;
  for (char c : word) {
    if (c >= 'a' && c <= 'z') return false;
    const bool continues = (static_cast<unsigned char>(c) & 0xC0) == 0x80;
    if (c != '.' && c != '-' && !continues) ++letters;
  }
  return letters >= 1 && letters <= 3;
}

/// «Nguyen» of `Nguyen C`, `van der Berg AB` or `Nguyen, Christelle`; a name without initials is
/// kept whole.
std::string_view family_name(std::string_view author) {
  if (const auto comma = author.find(','); comma != std::string_view::npos)
    return author.substr(0, comma);
  const auto space = author.rfind(' ');
  if (space == std::string_view::npos || !is_initials(author.substr(space + 1))) return author;
  return author.substr(0, space);
}

}  // namespace

std::string paper_label(std::string_view label, const Citation& citation, std::string_view key) {
  if (!label.empty()) return std::string(label);
  if (citation.authors.empty() || !citation.year) return std::string(key);
  return fmt::format("{} {}", family_name(citation.authors.front()),
                     static_cast<int>(citation.year->value));
}

template <>
const Object& object_of<Acknowledgement>() {
  static constexpr Object object{"acknowledgement", "A warning that was looked into and stands",
                                 acknowledgement_fields};
  return object;
}
template <>
const Object& object_of<Group>() {
  static constexpr Object object{"group", "A group of people of the study", group_fields};
  return object;
}
template <>
const Object& object_of<GroupData>() {
  static constexpr Object object{"group's data", "The raw numbers of one group", group_data_fields};
  return object;
}
template <>
const Object& object_of<PrintedEffect>() {
  static constexpr Object object{"estimate", "An estimate as a paper prints it", effect_fields};
  return object;
}
template <>
const Object& object_of<RiskOfBias>() {
  static constexpr Object object{.name = "risk of bias",
                                 .help = "Judgements of one result, by domain",
                                 .fields = risk_of_bias_fields,
                                 .others = &judgement};
  return object;
}
template <>
const Object& object_of<Result>() {
  static constexpr Object object{"result", "What was found for one outcome at one time",
                                 result_fields};
  return object;
}
template <>
const Object& object_of<Study>() {
  static constexpr Object object{.name = "study",
                                 .help = "A study; its key is the name of its file",
                                 .fields = study_fields,
                                 .finish = collect_fields};
  return object;
}

const Object& study_object() { return object_of<Study>(); }

Study read_study(const Node& root, std::string key, std::uint32_t source,
                 Diagnostics& diagnostics) {
  Study study{.key = std::move(key), .source = source, .span = {source, 0, 0}};
  Reader in{diagnostics};
  if (root.kind == Node::Kind::mapping) {
    read_into(in, root, root.span, study);
  } else {
    study.misread = true;
    diagnostics.error("wrong-type", root.span.known() ? root.span : study.span,
                      "this file holds no keys, so it describes no study",
                      "write `key: value` lines; `weald add` makes a template");
  }
  study.label = paper_label(study.label, study.citation, study.key);
  return study;
}

}  // namespace weald
