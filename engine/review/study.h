// SPDX-License-Identifier: MIT
// A study as its descriptor says: groups, results, and where each number came from. Read by
// read_study.cpp, which declares each key once; docs/format.md is the manual.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/review/time.h"
#include "engine/text/source.h"

namespace weald {

/// A scalar of a descriptor or a table that may serve as moderator, subgroup or column.
struct Scalar {
  std::string text{};              ///< as written
  std::optional<double> number{};  ///< where it is one
  Span span{};
};
using Scalars = std::map<std::string, Scalar>;

/// A number with its place, and the precision it was written with: 4.00 is more than 4.
struct Number : Located<double> {
  int decimals = -1;  ///< digits after the point as written; -1 where no text was read
};

/// Two ends of an interval, a quartile pair or a range.
struct Ends {
  Number lower{}, upper{};
  Span span{};
};

struct Group {
  std::string key{};
  Located<std::string> treatment{};  ///< key of the review's treatments; may be empty
  std::string label{};
  std::optional<Number> n{};  ///< as randomised or enrolled
  Scalars moderators{};
  bool misread =
      false;  ///< a value in it could not be read (reported): do not complain of what lacks
  Span span{};
};

/// What one group's entry under `data:` says.
struct GroupData {
  Located<std::string> group{};
  std::optional<Number> events{}, n{}, mean{}, sd{}, se{}, median{}, r{}, alpha{}, items{},
      percent{};
  std::optional<Number> person_time{};  ///< key `time` beside `events`
  std::optional<Ends> ci{}, iqr{}, range{};
  std::optional<Number> level{};  ///< of ci; 0.95
  bool misread =
      false;  ///< a value in it could not be read (reported): do not complain of what lacks
  Span span{};
};

/// `effect:` (to be pooled) and `reported:` (an assertion to be checked): a finished estimate, read
/// scale.
struct PrintedEffect {
  Located<std::string> measure{};
  std::optional<Number> estimate{}, se{}, variance{}, p{}, level{};
  std::optional<Ends> ci{};
  std::optional<Number> oe{},
      v{};  ///< observed minus expected and its variance, in place of an estimate
  bool adjusted = false;
  bool misread =
      false;  ///< a value in it could not be read (reported): do not complain of what lacks
  Span span{};
};

/// Judgements of one result: the tool, then domain -> judgement in the file's order (`overall` may
/// be among them).
struct RiskOfBias {
  std::string tool{};
  std::vector<std::pair<std::string, Located<std::string>>> domains{};
  Span span{};
};

struct Acknowledgement {
  Located<std::string> code{};
  std::string why{};
  Span span{};
};

/// The unit of analysis: study × outcome × time × groups.
struct Result {
  Located<std::string> outcome{};
  Time time{};
  Located<std::string> horizon{};  ///< in place of `time`, where a paper gives only the window
  std::vector<GroupData> data{};   ///< in the file's order
  std::optional<PrintedEffect> effect{}, reported{};
  std::vector<Located<std::string>>
      between{};  ///< groups that `effect` compares, experimental first
  std::optional<Located<std::string>> finding{};
  Located<std::string> source{}, derived{};
  std::string note{};
  std::optional<RiskOfBias> risk_of_bias{};
  Scalars moderators{};
  std::vector<Acknowledgement> ack{};
  bool misread =
      false;  ///< a value in it could not be read (reported): do not complain of what lacks
  Span span{};
};

/// One entry of `cites:`, a paper in the list of references.
struct CitedPaper {
  Located<std::string> paper{};    ///< a key or an identifier; empty where `as` is all there is
  std::string status{};            ///< explicit (also when empty) | in-text | inferred
  std::string source{};            ///< where the reference was seen
  std::string as{};                ///< the paper as the citing one prints it
  std::optional<Number> number{};  ///< in the list of references
  Span span{};
};

/// What was published about a paper afterwards.
struct NoticeEntry {
  std::string kind{};  ///< retraction | concern | correction | reinstatement
  Located<std::string> date{}, notice{};
  std::string source{}, reason{};
  Span span{};
};

/// A tag of an imported record that descriptors have no key for, kept for the way back.
struct ExtraTag {
  std::string tag{}, value{};
};

/// The citation part, shared by studies and references.
struct Citation {
  std::string title{}, journal{}, volume{}, issue{}, pages{}, note{};
  std::vector<std::string> authors{};
  std::optional<Located<double>> year{};
  Located<std::string> date{};  ///< of publication, as far as known: 2017, 2017-04, 2017-04-18
  Located<std::string> doi{}, pmid{}, pmc{}, openalex{}, registration{}, url{};
  std::vector<CitedPaper> cites{};
  bool cites_given = false;  ///< the key stands there, be the list empty
  std::optional<Number> reference_count{}, cited_by_count{};
  std::vector<NoticeEntry> notices{};
  Located<std::string> version_of{};
  std::vector<Located<std::string>> reports{}, retracts{}, corrects{}, concerns{}, distinct_from{};
  std::vector<ExtraTag> extra{};
};

struct Study {
  std::string key{};  ///< the file's name
  std::string
      label{};  ///< «Nguyen 2017»: the `label:` key, or made of authors and year, or the key
  Citation citation{};
  Located<std::string> design{},
      cohort{};                 ///< cohort: the group of people, where several studies share it
  Located<std::string> site{};  ///< where and when recruited, to suspect double counting
  std::vector<Group> groups{};
  std::vector<Result> results{};
  Scalars fields{};  ///< every scalar at the top level and under `moderators:`
  std::vector<Acknowledgement> ack{};
  std::uint32_t source = Span::nowhere;
  bool misread =
      false;  ///< a value in it could not be read (reported): do not complain of what lacks
  Span span{};

  const Group* group(std::string_view key) const;
};

}  // namespace weald
