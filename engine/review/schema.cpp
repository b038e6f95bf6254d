// SPDX-License-Identifier: MIT
#include "engine/review/schema.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "engine/expects.h"
#include "engine/review/fields.h"

namespace weald {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view key_pattern = "^[a-z0-9]+(-[a-z0-9]+)*$";

/// `48 hours`; the spellings of units that the manual shows.
constexpr std::string_view length_pattern =
    "[0-9]*\\.?[0-9]+ "
    "*(min|mins|minutes?|h|hrs?|hours?|d|days?|wks?|weeks?|mos?|months?|yrs?|years?)";

/// Lengths, ranges and openings that read_time understands, in lower case or with a capital first
/// letter.
std::string time_pattern() {
  const std::string openings =
      "[Aa]fter|[Mm]ore than|[Oo]ver|[Aa]t least|[Ll]ess than|[Uu]nder|[Uu]p to|[Ww]ithin|[Aa]t "
      "most|>=?|<=?|≥|≤";
  const std::string bounded = fmt::format("({}) *{}", openings, length_pattern);
  const std::string range =
      fmt::format("({0}|[0-9]*\\.?[0-9]+) *(-|–|—|to) *<? *{0}", length_pattern);
  return fmt::format("^([Bb]aseline|{}|{}|{})$", length_pattern, range, bounded);
}

Json reference_to(const Object& object) {
  std::string name(object.name);
  for (char& c : name)
    if (c == ' ') c = '-';
  std::erase(name, '\'');
  return {{"$ref", "#/$defs/" + name}};
}

Json schema_of(const Type& type) {
  const auto any_scalar = Json::array({"string", "number", "boolean"});
  switch (type.form) {
    case Form::text:
    case Form::scalar:
    case Form::option:
      return {{"type", any_scalar}};
    case Form::key:
      return {{"type", Json::array({"string", "integer"})}, {"pattern", key_pattern}};
    case Form::number:
      return {{"type", "number"}};
    case Form::count:
      return {{"type", "integer"}, {"minimum", 0}};
    case Form::year:
      return {{"type", "integer"}, {"minimum", 1500}, {"maximum", 2200}};
    case Form::truth:
      return {{"type", "boolean"}};
    case Form::date:
      return {{"type", "string"}, {"format", "date"}, {"pattern", "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}};
    case Form::partial_date:
      return {{"type", Json::array({"string", "integer"})},
              {"pattern", "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"}};
    case Form::time:
      return {{"type", "string"}, {"pattern", time_pattern()}};
    case Form::duration:
      return {{"type", "string"}, {"pattern", fmt::format("^{}$", length_pattern)}};
    case Form::word: {
      Json words = Json::array();
      for (const std::string_view word : type.words) words.push_back(word);
      return {{"enum", words}};
    }
    case Form::ends:
      return {{"type", "array"}, {"items", {{"type", "number"}}}, {"minItems", 2}, {"maxItems", 2}};
    case Form::scalars:
      return {{"type", "object"}, {"additionalProperties", schema_of(*type.element)}};
    case Form::list:
      return {{"type", "array"}, {"items", schema_of(*type.element)}};
    case Form::pair:
      return {
          {"type", "array"}, {"items", schema_of(*type.element)}, {"minItems", 2}, {"maxItems", 2}};
    case Form::object:
      return reference_to(type.object());
    case Form::text_or_object:
      return {{"anyOf", Json::array({{{"type", any_scalar}}, reference_to(type.object())})}};
    case Form::keyed:
      return {{"type", "object"},
              {"propertyNames", {{"pattern", key_pattern}}},
              {"additionalProperties", reference_to(type.object())}};
  }
  return {};
}

/// The keys of one object, with their help as descriptions.
Json schema_of(const Object& object) {
  Json properties = Json::object();
  Json needed = Json::array();
  for (const Field& field : object.fields) {
    Json schema{{"description", field.help}};
    schema.update(schema_of(*field.type));
    properties[std::string(field.key)] = schema;
    if (field.required) needed.push_back(field.key);
  }
  Json schema{{"description", object.help}, {"type", "object"}, {"properties", properties}};
  if (object.others)
    schema["additionalProperties"] = schema_of(*object.others->type);
  else
    schema["additionalProperties"] = false;
  if (!needed.empty()) schema["required"] = needed;
  for (const std::string_view key : object.one_of)
    schema["anyOf"].push_back({{"required", Json::array({key})}});
  return schema;
}

struct Kind {
  std::string_view key, title;
  const Object& (*object)();
  bool named;  ///< the file maps keys to such objects, rather than being one
};
constexpr Kind kinds[] = {
    {"review", "weald: review.yaml", review_object, false},
    {"study", "weald: a study", study_object, false},
    {"references", "weald: references.yaml", reference_object, true},
};

}  // namespace

std::string json_schema(std::string_view wanted) {
  for (const Kind& kind : kinds) {
    if (kind.key != wanted) continue;
    Json schema{{"$schema", "https://json-schema.org/draft/2020-12/schema"}, {"title", kind.title}};
    const Object& top = kind.object();
    schema.update(kind.named ? schema_of(Type{Form::keyed, {}, nullptr, kind.object})
                             : schema_of(top));
    for (const Object* object : objects_below(top))
      if (kind.named || object != &top)
        schema["$defs"][reference_to(*object)["$ref"].get<std::string>().substr(8)] =
            schema_of(*object);
    return schema.dump(2) + "\n";
  }
  EXPECTS(false && "json_schema knows review, study and references");
  return {};
}

}  // namespace weald
