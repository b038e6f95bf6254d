// SPDX-License-Identifier: MIT
// The keys of a descriptor as data. A key is declared in one line (see read_study.cpp); reading it,
// noticing unknown and missing keys, the JSON Schema and `weald list fields` all follow from that
// line.
#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/text/diagnostic.h"
#include "engine/text/yaml.h"

namespace weald {

struct Object;

/// What the value under a key looks like.
enum class Form {
  text,
  key,
  number,
  count,
  year,
  ends,
  truth,
  word,
  time,
  duration,
  date,
  partial_date,
  scalar,
  option,
  scalars,         ///< any key -> scalar
  list,            ///< of `element`
  pair,            ///< a list of exactly two `element`
  object,          ///< one `object`
  text_or_object,  ///< a text, or one `object` that says more
  keyed,           ///< key -> `object`
};

/// A kind of value: how it looks and what to call it in a message.
struct Type {
  Form form;
  std::string_view name;  ///< "a number"
  const Type* element = nullptr;
  const Object& (*object)() = nullptr;
  std::span<const std::string_view> words{};
};

/// Collects what reading complains of.
struct Reader {
  Diagnostics& diagnostics;

  /// The value under `key` is not of the kind that it needs to be.
  void wrong_type(std::string_view key, const yaml::Node& value, std::string_view expected,
                  std::string help = {});
  /// Reports a key that is not made of lower-case words joined by hyphens.
  void check_key(const yaml::Node& key, std::string_view of);
};

/// One key of an object: the line that declares it.
struct Field {
  std::string_view key;
  bool required = false;
  const Type* type = nullptr;
  std::string_view help;
  /// Reads `value` into the object that `target` points to.
  void (*read)(Reader&, const yaml::Node& key, const yaml::Node& value, void* target) = nullptr;
};

/// An object of a descriptor: its keys, and what may hold between them.
struct Object {
  std::string_view name;  ///< "result"
  std::string_view help;
  std::span<const Field> fields;
  std::span<const std::string_view> one_of{};  ///< at least one of these keys must be there
  const Field* others = nullptr;  ///< how to read any other key; none: they are unknown
  /// What is left to do once all keys have been read.
  void (*finish)(Reader&, const yaml::Node& value, void* target) = nullptr;
};

/// Reads the keys of the mapping `value` into the `target` of type `object`, complains at `where`.
/// False if any value could not be read.
bool read_fields(Reader& in, const yaml::Node& value, Span where, const Object& object,
                 void* target);

/// In `{mean: 2,5}` the comma ends the value, and `5` looks like a key without one: reports the
/// decimal comma if entry `i` of the mapping is such a key.
bool cut_by_comma(Reader& in, const yaml::Node& mapping, std::size_t i);

/// A row of `weald list fields` and of the manual's check.
struct FieldListing {
  std::string_view object, key, type;
  bool required;
  std::string_view help;
};
/// Every key of every object, in the order of the manual: review, study, references, and what they
/// hold.
std::vector<FieldListing> listed_fields();

/// The objects at the top of review.yaml and of a study's file, and one entry of references.yaml.
const Object& review_object();
const Object& study_object();
const Object& reference_object();

/// Every object that can be reached from `top`, `top` first, each once.
std::vector<const Object*> objects_below(const Object& top);

/// Two arrays of rows as one.
template <std::size_t N, std::size_t M>
constexpr std::array<Field, N + M> joined(const std::array<Field, N>& a,
                                          const std::array<Field, M>& b) {
  std::array<Field, N + M> all{};
  for (std::size_t i = 0; i < N; ++i) all[i] = a[i];
  for (std::size_t i = 0; i < M; ++i) all[N + i] = b[i];
  return all;
}

}  // namespace weald
