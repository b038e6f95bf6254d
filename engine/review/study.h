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
  std::optional<Number> events{}, n{}, mean{}, sd{}, se{}, median{}, r{}, percent{};
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

/// The citation part, shared by studies and references.
struct Citation {
  std::string title{}, journal{}, volume{}, issue{}, pages{}, note{};
  std::vector<std::string> authors{};
  std::optional<Located<double>> year{};
  Located<std::string> doi{}, pmid{}, pmc{}, registration{}, url{};
  std::vector<Located<std::string>> cites{};
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
