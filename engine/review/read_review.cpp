// SPDX-License-Identifier: MIT
// The keys of review.yaml, one line each.
#include <algorithm>

#include <fmt/format.h>

#include "engine/review/kinds.h"
#include "engine/review/read.h"

namespace weald {
namespace {

using yaml::Node;

constexpr std::array better_words{WordRow<Better>{"lower", Better::lower},
                                  WordRow<Better>{"higher", Better::higher}};
constexpr std::array when_several_words{WordRow<WhenSeveral>{"refuse", WhenSeveral::refuse},
                                        WordRow<WhenSeveral>{"latest", WhenSeveral::latest},
                                        WordRow<WhenSeveral>{"earliest", WhenSeveral::earliest}};
constexpr std::array when_multi_arm_words{WordRow<WhenMultiArm>{"combine", WhenMultiArm::combine},
                                          WordRow<WhenMultiArm>{"refuse", WhenMultiArm::refuse}};

/// An option of `weald pool`, kept as it is written in the settings that `Path` leads to;
/// analysis/choices knows its values.
using Settings = std::vector<Setting>;
template <class T>
Settings& settings_of(T& target) {
  if constexpr (requires { target.settings; })
    return target.settings;
  else
    return target;
}
bool is_option(std::string_view key);
template <class T>
constexpr Field option(std::string_view key, std::string_view help) {
  return {key, false, &OptionValue::type, help,
          [](Reader& in, const Node& name, const Node& value, void* target) {
            // A misspelt key comes here too, reported: it is no option to complain of again.
            auto text = OptionValue::read(in, name.text, value);
            if (text && is_option(name.text))
              settings_of(*static_cast<T*>(target)).push_back({name.text, std::move(*text)});
          }};
}
template <class T>
constexpr std::array option_fields{
    option<T>("preset", "A set of options: cochrane, revman5, metafor, meta, …"),
    option<T>("model", "random or common"),
    option<T>("method", "How studies are pooled: iv, mh or peto"),
    option<T>("tau2", "Estimator of the variance between studies: REML, DL, PM, …"),
    option<T>("ci", "Interval of the pooled effect: z, t, HK, …"),
    option<T>("pi", "Prediction interval: V, HTS, …"),
    option<T>("tau2-ci", "Interval of the variance between studies"),
    option<T>("i2", "How I² is computed"),
    option<T>("level", "Level of intervals; 0.95 unless given"),
    option<T>("add", "Added to cells of studies with a zero cell"),
    option<T>("to", "Which studies get it: only0, all, if0all or none"),
    option<T>("drop00", "Leave out studies without events in both groups"),
    option<T>("mh-add", "Whether Mantel-Haenszel adds to zero cells as well"),
    option<T>("subgroup-tau2", "separate or common variance in subgroups"),
};

bool is_option(std::string_view key) {
  return std::ranges::find(option_fields<Settings>, key, &Field::key) !=
         option_fields<Settings>.end();
}

/// One list of a multiverse, under the name of a choice or of a field.
void read_choice_list(Reader& in, const Node& name, const Node& value, void* target) {
  auto values = ListOf<OptionValue>::read(in, name.text, value);
  if (!values) return;
  if (value.items.empty())
    return in.wrong_type(name.text, value, "a list of one value at least",
                         "write the values to combine, such as `[REML, DL]`, or delete the line");
  static_cast<std::vector<ChoiceList>*>(target)->push_back(
      {{name.text, name.span}, std::move(*values)});
}
constexpr Field choice_list(std::string_view key, std::string_view help) {
  return {key, false, &ListOf<OptionValue>::type, help, read_choice_list};
}
constexpr std::array multiverse_fields{
    choice_list("measure", "Effect measures: [RR, OR, RD]"),
    choice_list("horizon", "Keys of horizons; in no multiverse unless it is listed here"),
    choice_list("zero-cells", "as chosen, double zeros kept, double zeros left out"),
    choice_list("risk-of-bias", "all, without high, only low"),
    choice_list("design", "all, randomised, or a design as studies state it"),
    choice_list("model", "random, common"),
    choice_list("tau2", "Estimators of the variance between studies: [REML, PM, DL]"),
    choice_list("ci", "Intervals of the pooled effect: [HK, HK-ci, z]"),
};
constexpr Field field_list =
    choice_list("", "Any field of the studies: all, one of its values, or `not` and a value");

constexpr std::array horizon_fields{
    field<TextValue, &Horizon::label>("label", "What people read"),
    field<DurationValue, &Horizon::after>("after",
                                          "The window begins after this time, which is not in it"),
    field<DurationValue, &Horizon::to>("to", "The window ends with this time, which is in it"),
};

constexpr std::array treatment_fields{
    field<TextValue, &Treatment::label>("label", "What people read"),
};

constexpr std::array outcome_fields{
    field<TextValue, &Outcome::label>("label", "What people read"),
    field<TextValue, &Outcome::unit>("unit", "Unit of measurement"),
    field<Word<better_words>, &Outcome::better>(
        "better", "Which direction is good for patients: lower or higher"),
    field<NumberValue, &Outcome::important_difference>(
        "important-difference", "The smallest difference that matters to patients"),
};

constexpr std::array overview_fields{
    field<KeyOf, &Overview::outcome>("outcome", "Key of one of the review's outcomes", required),
    field<TextValue, &Overview::measure>(
        "measure", "Which of the published results to show: SMD, MD, …", required),
};

constexpr std::array own_analysis_fields{
    field<TextValue, &Analysis::title>("title", "Heading of the result"),
    field<TextValue, &Analysis::note>("note", "A remark that is printed with the result"),
    field<KeyOf, &Analysis::outcome>("outcome", "Key of one of the review's outcomes"),
    field<PairOf<KeyOf>, &Analysis::compare>(
        "compare", "Two treatments, experimental first; left out for single groups"),
    field<ListOf<TextValue>, &Analysis::group>(
        "group", "Single groups: the treatments or labels chosen; all unless given"),
    field<ListOf<KeyOf>, &Analysis::horizons>(
        "horizons", "One pooled result for each of these windows of follow-up"),
    field<TextValue, &Analysis::measure>("measure",
                                         "Effect measure: RR, OR, RD, MD, SMD, HR, PLO, …"),
    field<TextValue, &Analysis::subgroup>("subgroup",
                                          "A field or moderator of the studies to divide them by"),
    field<Word<when_several_words>, &Analysis::when_several>(
        "when-several", "Two results of a study in one window: refuse, latest or earliest"),
    field<Word<when_multi_arm_words>, &Analysis::when_multi_arm>(
        "when-multi-arm", "Several groups of one treatment: combine or refuse"),
    field<Nested<Overview>, &Analysis::overview>(
        "overview", "Shows published pooled results instead of pooling studies"),
    field<NumberValue, &Analysis::correlation>(
        "correlation", "Assumed correlation of a study's results at two windows; 0 unless given"),
    field<ListOf<TextValue>, &Analysis::columns>("columns", "Columns of the forest plot"),
    field<ListOf<KeyOf>, &Analysis::exclude>("exclude",
                                             "Studies left out of the pool, shown greyed"),
    field<TextValue, &Analysis::exclude_why>("exclude-why", "Why they are left out"),
    field<Nested<std::vector<ChoiceList>>, &Analysis::multiverse>(
        "multiverse", "Lists of choices that `weald sensitivity --what multiverse` combines"),
};
constexpr auto analysis_fields = joined(own_analysis_fields, option_fields<Analysis>);
constexpr std::array<std::string_view, 2> pooled_or_shown{"outcome", "overview"};

constexpr std::array question_fields{
    field<TextValue, &Review::population>("population", "The people the review is about"),
    field<TextValue, &Review::intervention>("intervention", "What is done for them"),
    field<TextValue, &Review::comparator>("comparator", "What it is compared with"),
};
const Object& question_object() {
  static constexpr Object object{"question", "What the review asks", question_fields};
  return object;
}
/// `question:` has keys of its own, but its values are the review's.
constexpr Type question_type{Form::object, "a map of keys", nullptr, &question_object};
void read_question(Reader& in, const Node& key, const Node& value, void* target) {
  if (value.kind == Node::Kind::mapping)
    read_fields(in, value, key.span, question_object(), target);
  else
    in.wrong_type(key.text, value, question_type.name);
}

constexpr std::array review_fields{
    field<TextValue, &Review::title>("title", "Title of the review"),
    Field{"question", false, &question_type, "Population, intervention and comparator",
          read_question},
    field<Keyed<Horizon>, &Review::horizons>(
        "horizons", "Windows of follow-up, from early to late, without overlap"),
    field<Keyed<Treatment>, &Review::treatments>(
        "treatments", "What groups of people may receive, by a key of your choice"),
    field<Keyed<Outcome>, &Review::outcomes>("outcomes",
                                             "What was measured, by a key of your choice"),
    field<Keyed<Analysis>, &Review::analyses>("analyses",
                                              "The questions to answer, by a key of your choice"),
    field<Nested<Settings>, &Review::settings>("settings", "Options for all analyses"),
    field<Nested<std::vector<ChoiceList>>, &Review::multiverse>(
        "multiverse", "Lists of choices for the multiverse of every analysis"),
};

/// A window that ends before it begins holds no time at all.
void check_window(Reader& in, const Node& value, void* target) {
  Horizon& horizon = *static_cast<Horizon*>(target);
  if (horizon.after < horizon.to) return;
  const Node* after = value.find("after");
  const Node* to = value.find("to");
  Diagnostic& error =
      in.diagnostics.error("impossible-time", to ? to->span : horizon.span,
                           fmt::format("the window `{}` ends before it begins", horizon.key),
                           "`after` is the earlier time, `to` the later one");
  if (after) error.secondary.push_back({after->span, "begins after this"});
}

}  // namespace

template <>
const Object& object_of<Settings>() {
  static constexpr auto& fields = option_fields<Settings>;
  static constexpr Object object{"settings", "Options for all analyses", fields};
  return object;
}
template <>
const Object& object_of<std::vector<ChoiceList>>() {
  static constexpr Object object{.name = "multiverse",
                                 .help = "Lists of defensible choices, combined with each other",
                                 .fields = multiverse_fields,
                                 .others = &field_list};
  return object;
}
template <>
const Object& object_of<Horizon>() {
  static constexpr Object object{.name = "horizon",
                                 .help = "A window of follow-up",
                                 .fields = horizon_fields,
                                 .finish = check_window};
  return object;
}
template <>
const Object& object_of<Treatment>() {
  static constexpr Object object{"treatment", "What a group of people may receive",
                                 treatment_fields};
  return object;
}
template <>
const Object& object_of<Outcome>() {
  static constexpr Object object{"outcome", "Something that was measured", outcome_fields};
  return object;
}
template <>
const Object& object_of<Overview>() {
  static constexpr Object object{"overview", "Published pooled results to show", overview_fields};
  return object;
}
template <>
const Object& object_of<Analysis>() {
  static constexpr Object object{"analysis", "A question to answer", analysis_fields,
                                 pooled_or_shown};
  return object;
}

const Object& review_object() {
  static constexpr Object object{
      "review", "A review: question, horizons, treatments, outcomes, analyses", review_fields};
  return object;
}

bool read_review(const Node& root, std::uint32_t source, Review& review, Diagnostics& diagnostics) {
  review.source = source;
  if (root.kind != Node::Kind::mapping) {
    diagnostics.error("wrong-type", root.span.known() ? root.span : Span{source, 0, 0},
                      "review.yaml holds no keys, so it describes no review",
                      "write `key: value` lines; `weald init` makes a template");
    return false;
  }
  Reader in{diagnostics};
  read_fields(in, root, root.span, review_object(), &review);
  const auto label_or_key = [](auto& list) {
    for (auto& item : list)
      if (item.label.empty()) item.label = item.key;
  };
  label_or_key(review.horizons);
  label_or_key(review.treatments);
  label_or_key(review.outcomes);
  return true;
}

}  // namespace weald
