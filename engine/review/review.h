// SPDX-License-Identifier: MIT
// A review as its folder says: question, horizons, treatments, outcomes, analyses, studies,
// references.
#pragma once

#include <array>
#include <filesystem>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "engine/effects/measure.h"
#include "engine/review/study.h"
#include "engine/review/time.h"
#include "engine/text/csv.h"
#include "engine/text/diagnostic.h"

namespace weald {

struct Treatment {
  std::string key{}, label{};
  Span span{};
};

enum class Better { unknown, lower, higher };

struct Outcome {
  std::string key{}, label{}, unit{};
  Better better = Better::unknown;
  std::optional<double> important_difference{};  ///< read scale
  Span span{};
};

/// One option of review.yaml as it is written there, e.g. tau2: REML. Checked by analysis/choices.
struct Setting {
  std::string key{};
  Located<std::string> value{};
};

/// One list of `multiverse:`, e.g. tau2: [REML, DL]. The name is a choice or a field of the
/// studies; values are checked by analysis/.
struct ChoiceList {
  Located<std::string> name{};
  std::vector<Located<std::string>> values{};
};

enum class WhenSeveral { refuse, latest, earliest };
enum class WhenMultiArm { combine, refuse };

/// `overview:` shows published pooled results instead of pooling studies.
struct Overview {
  Located<std::string> outcome{}, measure{};
  bool misread =
      false;  ///< a value in it could not be read (reported): do not complain of what lacks
  Span span{};
};

struct Analysis {
  std::string key{}, title{}, note{};
  Located<std::string> outcome{};
  std::vector<Located<std::string>>
      compare{};  ///< two treatments, experimental first; empty: single groups
  std::vector<Located<std::string>>
      group{};  ///< single groups: the treatments or labels chosen; empty: all
  std::vector<Located<std::string>> horizons{};
  Located<std::string> measure{};
  Located<std::string> subgroup{};
  WhenSeveral when_several = WhenSeveral::refuse;
  WhenMultiArm when_multi_arm = WhenMultiArm::combine;
  std::optional<Overview> overview{};
  std::optional<Number> correlation{};  ///< of one study's results at two horizons; 0 unless given
  std::vector<Located<std::string>> columns{};  ///< of the forest plot
  std::vector<Located<std::string>> exclude{};  ///< studies left out, shown greyed with `why`
  std::string exclude_why{};
  std::vector<Setting> settings{};  ///< model, tau2, ci, pi, level, method, preset, add, to, …
  std::vector<ChoiceList> multiverse{};  ///< before the review's, list by list
  bool misread =
      false;  ///< a value in it could not be read (reported): do not complain of what lacks
  Span span{};
};

/// A published pooled result of a reference (`pooled:`).
struct PublishedPool {
  Located<std::string> outcome{};
  Time time{};
  Located<std::string> horizon{};
  PrintedEffect effect{};
  std::optional<Located<std::string>> finding{};
  std::optional<double> i2{};
  Located<std::string> source{};
  std::string note{}, as_printed{};  ///< as_printed: the window in the paper's words
  std::vector<Acknowledgement> ack{};
  bool misread =
      false;  ///< a value in it could not be read (reported): do not complain of what lacks
  Span span{};
};

/// A recommendation of a guideline and the pooled results it rests on.
struct Recommendation {
  std::string key{}, text{}, strength{}, certainty{}, source{};
  std::vector<Located<std::string>> rests_on{};  ///< analysis or analysis/horizon
  Span span{};
};

/// A paper that is no included study (references.yaml).
struct Reference {
  std::string key{}, label{}, type{};  ///< type: report | review | guideline | notice
  Citation citation{};
  std::vector<Located<std::string>> includes{};
  Located<std::string> searched{};
  std::vector<PublishedPool> pooled{};
  std::vector<Recommendation> recommendations{};
  std::vector<Acknowledgement> ack{};
  bool misread =
      false;  ///< a value in it could not be read (reported): do not complain of what lacks
  Span span{};
};

struct Review {
  std::filesystem::path folder{};
  std::string title{};
  std::string population{}, intervention{}, comparator{};
  std::vector<Horizon> horizons{};  ///< in the file's order, which is that of time
  std::vector<Treatment> treatments{};
  std::vector<Outcome> outcomes{};
  std::vector<Analysis> analyses{};
  std::vector<Setting> settings{};
  std::vector<ChoiceList> multiverse{};  ///< for all analyses
  std::vector<Study> studies{};          ///< by key
  std::vector<Reference> references{};   ///< in the file's order
  std::uint32_t source = Span::nowhere;  ///< review.yaml

  const Horizon* horizon(std::string_view key) const;
  const Treatment* treatment(std::string_view key) const;
  const Outcome* outcome(std::string_view key) const;
  const Analysis* analysis(std::string_view key) const;
  const Study* study(std::string_view key) const;
  const Reference* reference(std::string_view key) const;
};

/// A CSV or TSV file as one ad-hoc analysis.
struct Table {
  std::string name{};  ///< the file's name without its ending
  csv::Sheet sheet{};
  std::uint32_t source = Span::nowhere;
};

/// Everything read from one SOURCE.
struct Loaded {
  Sources sources{};
  Diagnostics diagnostics{};
  std::variant<Review, Table> content{};
  bool readable = true;  ///< false: SOURCE itself could not be read (exit code 3)

  const Review* review() const { return std::get_if<Review>(&content); }
  const Table* table() const { return std::get_if<Table>(&content); }
};

/// The lists of `multiverse:` that choose methods or inclusion by themselves; any other name is a
/// field of the studies.
inline constexpr std::array<std::string_view, 8> multiverse_choices{
    "measure", "horizon", "zero-cells", "risk-of-bias", "design", "model", "tau2", "ci"};

/// Reads a review's folder or a table, with every diagnostic of reading and of the checks
/// (engine/review/checks). Files are read and parsed on several threads; the result does not depend
/// on how many. Never throws.
Loaded load_source(const std::filesystem::path& path);

/// The nearest folder from `start` upwards that holds a review.yaml.
std::optional<std::filesystem::path> find_review(const std::filesystem::path& start);

}  // namespace weald
