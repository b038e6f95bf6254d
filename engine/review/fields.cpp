// SPDX-License-Identifier: MIT
#include "engine/review/fields.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "engine/review/key.h"
#include "engine/text/number.h"
#include "engine/text/suggest.h"

namespace weald {
namespace {

using yaml::Node;

/// What stands there, for «needs a number, but has …».
std::string found(const Node& node) {
  switch (node.kind) {
    case Node::Kind::null:
      return "nothing";
    case Node::Kind::scalar:
      return fmt::format("the text `{}`", node.text);
    case Node::Kind::sequence:
      return fmt::format("a list of {}", node.items.size());
    case Node::Kind::mapping:
      return "a map of keys";
  }
  return {};
}

/// How a value of that form is written, for the help.
std::string_view how_to_write(std::string_view expected) {
  struct Row {
    std::string_view expected, help;
  };
  constexpr Row rows[] = {
      {"[lower, upper]", "write two numbers in brackets, such as `[0.12, 0.48]`"},
      {"a list", "write it in brackets, such as `[first, second]`"},
      {"a list of two", "write two names in brackets, such as `[first, second]`"},
      {"a map of keys", "write its keys below it, two spaces further in, each as `key: value`"},
      {"a number", "write a plain number, such as `12` or `0.75`"},
      {"a count", "write a whole number, such as `12`"},
  };
  for (const Row& row : rows)
    if (row.expected == expected) return row.help;
  return {};
}

std::size_t index_of(std::span<const Field> fields, std::string_view key) {
  const auto at = std::ranges::find(fields, key, &Field::key);
  return static_cast<std::size_t>(at - fields.begin());
}

/// Reports a key that the object does not know; the index of the field that is meant, if that is
/// plain and free.
std::size_t unknown_key(Reader& in, const Node& key, const Node& whole, const Object& object) {
  const auto fields = object.fields;
  std::vector<std::string_view> names;
  for (const Field& field : fields) names.push_back(field.key);
  const auto near = nearest(key.text, names);
  in.diagnostics.error("unknown-key", key.span,
                       fmt::format("`{}` is no key of {}", key.text, object.name),
                       near ? fmt::format("did you mean `{}`?", *near)
                            : fmt::format("the keys here are: {}", fmt::join(names, ", ")));
  return near && !whole.find(*near) ? index_of(fields, *near) : fields.size();
}

bool has_any(const std::vector<bool>& seen, const Object& object) {
  return std::ranges::any_of(
      object.one_of, [&](std::string_view key) { return seen[index_of(object.fields, key)]; });
}

std::string quoted_list(std::span<const std::string_view> words, std::string_view last) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i)
    text += fmt::format("{}`{}`", i == 0 ? "" : i + 1 == words.size() ? last : ", ", words[i]);
  return text;
}

}  // namespace

void Reader::wrong_type(std::string_view key, const Node& value, std::string_view expected,
                        std::string help) {
  if (help.empty() && value.kind == Node::Kind::null)
    help = "write a value after the colon, or delete the line";
  if (help.empty()) help = how_to_write(expected);
  diagnostics.error("wrong-type", value.span,
                    fmt::format("`{}` needs {}, but has {}", key, expected, found(value)),
                    std::move(help));
}

void Reader::check_key(const Node& key, std::string_view of) {
  if (is_key(key.text)) return;
  const std::string better = as_key(key.text);
  diagnostics.error(
      "bad-key", key.span, fmt::format("`{}` cannot be the key of a {}", key.text, of),
      better.empty()
          ? "write lower-case letters and digits, words joined by hyphens"
          : fmt::format("keys are lower-case words joined by hyphens: write `{}`", better));
}

bool cut_by_comma(Reader& in, const Node& mapping, std::size_t i) {
  const Node& key = mapping.keys[i];
  if (i == 0 || mapping.items[i].kind != Node::Kind::null) return false;
  const Node& before = mapping.items[i - 1];
  const auto digits = [](std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
  };
  const bool is_cut = before.kind == Node::Kind::scalar && !before.quoted &&
                      read_number(before.text).value && digits(key.text) &&
                      before.span.end + 1 == key.span.begin;
  if (is_cut)
    in.diagnostics.error("decimal-comma", {key.span.source, before.span.begin, key.span.end},
                         fmt::format("`{}` has a decimal comma: `{},{}`", mapping.keys[i - 1].text,
                                     before.text, key.text),
                         fmt::format("write a decimal point: `{}.{}`", before.text, key.text));
  return is_cut;
}

bool read_fields(Reader& in, const Node& value, Span where, const Object& object, void* target) {
  const std::size_t complaints = in.diagnostics.all().size();
  const std::size_t n = object.fields.size();
  std::vector<bool> seen(n);
  for (std::size_t i = 0; i < value.keys.size(); ++i) {
    const Node& key = value.keys[i];
    std::size_t at = index_of(object.fields, key.text);
    if (at == n && cut_by_comma(in, value, i)) continue;
    if (at == n && object.others) {
      object.others->read(in, key, value.items[i], target);
      continue;
    }
    // A slip of the pen is read as what is meant: it is one mistake, not a missing key as well.
    if (at == n) at = unknown_key(in, key, value, object);
    if (at == n || seen[at]) continue;  // a second one is reported with the text
    seen[at] = true;
    object.fields[at].read(in, key, value.items[i], target);
  }
  for (std::size_t i = 0; i < n; ++i)
    if (object.fields[i].required && !seen[i])
      in.diagnostics.error(
          "missing-key", where, fmt::format("{} lacks `{}`", object.name, object.fields[i].key),
          fmt::format("add `{}:` ({})", object.fields[i].key, object.fields[i].help));
  if (!object.one_of.empty() && !has_any(seen, object))
    in.diagnostics.error(
        "missing-key", where,
        fmt::format("{} has neither {}", object.name, quoted_list(object.one_of, " nor ")),
        fmt::format("add {}", quoted_list(object.one_of, " or ")));
  if (object.finish) object.finish(in, value, target);
  return in.diagnostics.all().size() == complaints;
}

std::vector<const Object*> objects_below(const Object& top) {
  std::vector<const Object*> all{&top};
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto visit = [&](const Type* type) {
      for (; type; type = type->element) {
        if (!type->object) continue;
        const Object* object = &type->object();
        if (std::ranges::find(all, object) == all.end()) all.push_back(object);
      }
    };
    for (const Field& field : all[i]->fields) visit(field.type);
    if (all[i]->others) visit(all[i]->others->type);
  }
  return all;
}

std::vector<FieldListing> listed_fields() {
  std::vector<const Object*> objects;
  for (const Object* top : {&review_object(), &study_object(), &reference_object()})
    for (const Object* object : objects_below(*top))
      if (std::ranges::find(objects, object) == objects.end()) objects.push_back(object);
  std::vector<FieldListing> listing;
  for (const Object* object : objects)
    for (const Field& field : object->fields)
      listing.push_back({object->name, field.key, field.type->name, field.required, field.help});
  return listing;
}

}  // namespace weald
