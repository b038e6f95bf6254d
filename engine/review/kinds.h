// SPDX-License-Identifier: MIT
// The kinds of value that a descriptor knows, and field<Kind, &Struct::member>(…), which makes a
// row of one. A kind is a Type and a function `read` that gives the value, or nothing after one
// complaint.
#pragma once

#include <algorithm>
#include <optional>
#include <set>
#include <type_traits>

#include "engine/review/fields.h"
#include "engine/review/review.h"
#include "engine/review/study.h"
#include "engine/review/time.h"

namespace weald {

struct TextValue {
  static constexpr Type type{Form::text, "text"};
  static std::optional<Located<std::string>> read(Reader&, std::string_view key, const yaml::Node&);
};
/// The key of something that is declared elsewhere; whether it is, is a check's business.
struct KeyOf : TextValue {
  static constexpr Type type{Form::key, "a key"};
};
struct NumberValue {
  static constexpr Type type{Form::number, "a number"};
  static std::optional<Number> read(Reader&, std::string_view key, const yaml::Node&);
};
struct Count : NumberValue {
  static constexpr Type type{Form::count, "a count"};
};
struct Year {
  static constexpr Type type{Form::year, "a year"};
  static std::optional<Number> read(Reader&, std::string_view key, const yaml::Node&);
};
struct EndsValue {
  static constexpr Type type{Form::ends, "[lower, upper]"};
  static std::optional<Ends> read(Reader&, std::string_view key, const yaml::Node&);
};
struct Truth {
  static constexpr Type type{Form::truth, "true or false"};
  static std::optional<bool> read(Reader&, std::string_view key, const yaml::Node&);
};
struct TimeValue {
  static constexpr Type type{Form::time, "a time"};
  static std::optional<Time> read(Reader&, std::string_view key, const yaml::Node&);
};
/// A length of time, in days.
struct DurationValue {
  static constexpr Type type{Form::duration, "a length of time"};
  static std::optional<Number> read(Reader&, std::string_view key, const yaml::Node&);
};
struct Date {
  static constexpr Type type{Form::date, "a date"};
  static std::optional<Located<std::string>> read(Reader&, std::string_view key, const yaml::Node&);
};
/// A date of which only the year, or year and month, may be known.
struct PartialDateValue {
  static constexpr Type type{Form::partial_date, "a date"};
  static std::optional<Located<std::string>> read(Reader&, std::string_view key, const yaml::Node&);
};
/// A number or a text, as it is written.
struct ScalarValue {
  static constexpr Type type{Form::scalar, "a number or a text"};
  static std::optional<Scalar> read(Reader&, std::string_view key, const yaml::Node&);
};
/// The value of an option, kept as text for analysis/choices.
struct OptionValue : TextValue {
  static constexpr Type type{Form::option, "a choice"};
};

/// Any keys, each with a number or a text.
struct ScalarsValue {
  static constexpr Type type{Form::scalars, "a map of keys", &ScalarValue::type};
  static std::optional<Scalars> read(Reader&, std::string_view key, const yaml::Node&);
};

/// One of the words of a table {word, value}.
template <class Value>
struct WordRow {
  std::string_view word;
  Value value;
};
template <class Value, std::size_t N>
constexpr std::array<std::string_view, N> words_of(const std::array<WordRow<Value>, N>& rows) {
  std::array<std::string_view, N> words{};
  for (std::size_t i = 0; i < N; ++i) words[i] = rows[i].word;
  return words;
}
/// Index of the word in the list, or nothing after a complaint.
std::optional<std::size_t> read_word(Reader&, std::string_view key, const yaml::Node&,
                                     std::span<const std::string_view> words);
template <const auto& rows>
struct Word {
  static constexpr auto words = words_of(rows);
  static constexpr Type type{Form::word, "a word", nullptr, nullptr, words};
  static auto read(Reader& in, std::string_view key, const yaml::Node& node) {
    const auto index = read_word(in, key, node, words);
    return index ? std::optional(rows[*index].value) : std::nullopt;
  }
};
/// One of some words, kept as text.
template <const auto& list>
struct WordText {
  static constexpr Type type{Form::word, "a word", nullptr, nullptr, list};
  static std::optional<Located<std::string>> read(Reader& in, std::string_view key,
                                                  const yaml::Node& node) {
    if (!read_word(in, key, node, list)) return std::nullopt;
    return TextValue::read(in, key, node);
  }
};

/// A list, `[a, b]`; elements that cannot be read are reported and left out.
template <class Kind>
struct ListOf {
  static constexpr Type type{Form::list, "a list", &Kind::type};
  using Element = typename decltype(Kind::read(std::declval<Reader&>(), {},
                                               std::declval<yaml::Node>()))::value_type;
  static std::optional<std::vector<Element>> read(Reader& in, std::string_view key,
                                                  const yaml::Node& node) {
    if (node.kind != yaml::Node::Kind::sequence) {
      in.wrong_type(key, node, type.name);
      return std::nullopt;
    }
    std::vector<Element> list;
    list.reserve(node.items.size());
    for (const yaml::Node& item : node.items)
      if (auto value = Kind::read(in, key, item)) list.push_back(std::move(*value));
    return list;
  }
};
/// Exactly two.
template <class Kind>
struct PairOf {
  static constexpr Type type{Form::pair, "a list of two", &Kind::type};
  static auto read(Reader& in, std::string_view key, const yaml::Node& node) {
    auto list = ListOf<Kind>::read(in, key, node);
    if (list && node.items.size() != 2) {
      in.wrong_type(key, node, type.name);
      list.reset();
    }
    return list;
  }
};

/// The declaration of the object that fills a T; defined beside its rows.
template <class T>
const Object& object_of();
template <>
const Object& object_of<Acknowledgement>();
template <>
const Object& object_of<CitedPaper>();
template <>
const Object& object_of<NoticeEntry>();
template <>
const Object& object_of<ExtraTag>();
template <>
const Object& object_of<Recommendation>();
template <>
const Object& object_of<Group>();
template <>
const Object& object_of<GroupData>();
template <>
const Object& object_of<PrintedEffect>();
template <>
const Object& object_of<RiskOfBias>();
template <>
const Object& object_of<Result>();
template <>
const Object& object_of<Study>();
template <>
const Object& object_of<PublishedPool>();
template <>
const Object& object_of<Reference>();
template <>
const Object& object_of<Horizon>();
template <>
const Object& object_of<Treatment>();
template <>
const Object& object_of<Outcome>();
template <>
const Object& object_of<Overview>();
template <>
const Object& object_of<Analysis>();
template <>
const Object& object_of<std::vector<Setting>>();
template <>
const Object& object_of<std::vector<ChoiceList>>();

/// The key that the object stands under, for the T that keep it.
template <class T>
void name_object(T& target, const yaml::Node& key) {
  if constexpr (requires { target.key; })
    target.key = key.text;
  else
    target.group = {key.text, key.span};
}

template <class T>
void read_into(Reader& in, const yaml::Node& node, Span where, T& target) {
  if constexpr (requires { target.span; }) target.span = where;
  const bool whole = read_fields(in, node, where, object_of<T>(), &target);
  if constexpr (requires { target.misread; }) target.misread = !whole;
}

/// A map with the keys of T.
template <class T>
struct Nested {
  static constexpr Type type{Form::object, "a map of keys", nullptr, &object_of<T>};
  static std::optional<T> read(Reader& in, std::string_view key, const yaml::Node& node) {
    if (node.kind != yaml::Node::Kind::mapping) {
      in.wrong_type(key, node, type.name);
      return std::nullopt;
    }
    T target{};
    read_into(in, node, node.span, target);
    return target;
  }
};

/// An entry of `cites:`: a key or an identifier alone, or a map that says more of it.
struct CitedValue {
  static constexpr Type type{Form::text_or_object, "a key or a map of keys", nullptr,
                             &object_of<CitedPaper>};
  static std::optional<CitedPaper> read(Reader& in, std::string_view key, const yaml::Node& node) {
    if (node.kind == yaml::Node::Kind::scalar)
      return CitedPaper{.paper = {node.text, node.span}, .span = node.span};
    return Nested<CitedPaper>::read(in, key, node);
  }
};

/// The entries of `node` that are to be read as a map of named objects: what is no map is reported,
/// but the names of a plain list count as declared, so that one mistake is not reported again
/// wherever a name is used.
std::span<const yaml::Node> names_in(Reader& in, std::string_view key, const yaml::Node& node);

/// From the first byte of a key to the last of its value.
inline Span key_to_end(const yaml::Node& key, const yaml::Node& value) {
  return {key.span.source, key.span.begin, std::max(key.span.end, value.span.end)};
}

/// A map from keys that people choose to objects T, in the file's order.
template <class T>
struct Keyed {
  static constexpr Type type{Form::keyed, "a map of keys", nullptr, &object_of<T>};
  static std::optional<std::vector<T>> read(Reader& in, std::string_view key,
                                            const yaml::Node& node) {
    const bool is_map = node.kind == yaml::Node::Kind::mapping;
    const auto names = names_in(in, key, node);
    std::vector<T> list;
    list.reserve(names.size());
    std::set<std::string_view> seen;
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (!seen.insert(names[i].text).second) continue;  // a second one is reported with the text
      in.check_key(names[i], object_of<T>().name);
      T& target = list.emplace_back();
      name_object(target, names[i]);
      const Span where = is_map ? key_to_end(names[i], node.items[i]) : names[i].span;
      if (is_map && node.items[i].kind == yaml::Node::Kind::mapping) {
        read_into(in, node.items[i], where, target);
        continue;
      }
      if (is_map) in.wrong_type(names[i].text, node.items[i], type.name);
      target.span = where;
      if constexpr (requires { target.misread; }) target.misread = true;
    }
    return list;
  }
};

/// Puts a value that was read where it belongs: as it is, without its place, or each element
/// without its place.
template <class To, class From>
void put(To& to, From&& from) {
  if constexpr (std::is_assignable_v<To&, From>)
    to = std::forward<From>(from);
  else if constexpr (requires { to = from.value; })
    to = std::move(from.value);
  else
    for (auto& item : from) to.push_back(std::move(item.value));
}

template <class Class, class Member>
Class class_of(Member Class::*);

template <class Struct>
Struct& follow(Struct& target) {
  return target;
}
template <class Struct, class First, class... Rest>
auto& follow(Struct& target, First first, Rest... rest) {
  return follow(target.*first, rest...);
}

template <auto Member>
using OwnerOf = decltype(class_of(Member));

inline constexpr bool required = true;

/// The row of a key whose value is of the kind `Kind` and goes to the member that the pointers lead
/// to: field<Year, &Study::citation, &Citation::year>("year", "Year of publication").
template <class Kind, auto First, auto... Rest>
constexpr Field field(std::string_view key, std::string_view help, bool needed = false) {
  return {key, needed, &Kind::type, help,
          [](Reader& in, const yaml::Node& name, const yaml::Node& value, void* target) {
            auto& owner = *static_cast<OwnerOf<First>*>(target);
            if (auto read = Kind::read(in, name.text, value))
              put(follow(owner, First, Rest...), std::move(*read));
          }};
}

}  // namespace weald
