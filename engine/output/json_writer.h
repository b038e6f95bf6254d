// SPDX-License-Identifier: MIT
// Writes JSON as the contract wants it: fields in a fixed order, numbers as the shortest text that
// reads back to the same double (which general libraries do not promise), probabilities too small
// for a double still not 0.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/models/pool.h"

namespace weald {

class JsonWriter {
 public:
  /// { … } and [ … ]; begin with a key inside an object, without one inside a list or at the root.
  void begin_object(std::string_view key = {});
  void end_object();
  void begin_list(std::string_view key = {});
  void end_list();

  void text(std::string_view key, std::string_view value);
  void optional_text(std::string_view key, const std::optional<std::string>& value);
  /// null where the number is not finite or not there.
  void number(std::string_view key, double value);
  void number(std::string_view key, const std::optional<double>& value);
  void flag(std::string_view key, bool value);
  void null(std::string_view key);
  /// [lower, upper], or null.
  void interval(std::string_view key, const std::optional<Interval>& value);
  /// A probability from its logarithm.
  void probability(std::string_view key, double log_p);

  /// The text so far, with a line break at its end.
  std::string take();

 private:
  void before(std::string_view key);
  std::string out_;
  std::string levels_;  ///< '{' or '[' a level
  bool first_ = true;
};

/// `text` as a JSON string with its quotes; control characters escaped.
std::string json_string(std::string_view text);

}  // namespace weald
