// SPDX-License-Identifier: MIT
#include "engine/output/cite_parts.h"

#include <algorithm>

#include <fmt/format.h>

#include "engine/output/json_parts.h"
#include "engine/text/number.h"

namespace weald {

std::string node_name(const Node& node) {
  if (node.origin == Origin::descriptor || node.label.empty() || node.label == node.key)
    return node.key;
  return fmt::format("{} ({})", node.label, node.key);
}

std::string node_names(const CitationGraph& graph, const std::vector<std::uint32_t>& nodes) {
  std::string text;
  for (const std::uint32_t node : nodes) {
    if (!text.empty()) text += ", ";
    text += node_name(graph.nodes[node]);
  }
  return text;
}

std::string year_text(const Node& node) {
  return node.date.known() ? fmt::format("{}", node.date.year) : "-";
}

std::size_t shown_of(std::size_t total, std::size_t top) {
  return top == 0 ? total : std::min(total, top);
}

std::string completeness_text(const Completeness& c) {
  const auto share = [](std::size_t part, std::size_t whole) {
    return whole == 0 ? std::string("none")
                      : show_percent(100 * static_cast<double>(part) / static_cast<double>(whole));
  };
  std::string text = fmt::format(
      "Completeness of the index: of {} described, {} bear an identifier or stand in an index "
      "({}); of these, {} show their list of references ({}); of {}, {} lead to a described paper "
      "({}).",
      count_of(c.expected, "paper", "papers"), c.found, share(c.found, c.expected),
      c.with_references, share(c.with_references, c.found),
      count_of(c.references, "reference", "references"), c.matched, share(c.matched, c.references));
  if (c.fraction)
    text += fmt::format(" Together {}.", show_percent(100 * *c.fraction));
  else
    text += " Together: not defined, as one of the three has nothing to count.";
  return text;
}

std::string published_text(const PublishedPool& pool) {
  std::string text = pool.outcome.value;
  const std::string& when = !pool.as_printed.empty()      ? pool.as_printed
                            : !pool.horizon.value.empty() ? pool.horizon.value
                                                          : pool.time.text;
  if (!when.empty()) text += ", " + when;
  const PrintedEffect& effect = pool.effect;
  if (effect.estimate) {
    text += fmt::format(": {} {}", effect.measure.value, shortest(effect.estimate->value));
    if (effect.ci)
      text += fmt::format(" ({} to {})", shortest(effect.ci->lower.value),
                          shortest(effect.ci->upper.value));
  } else if (pool.finding) {
    text += ": " + pool.finding->value;
  }
  return text;
}

void begin_answer(JsonWriter& json, std::string_view verb) {
  json.begin_object();
  json.text("format", fmt::format("weald.cite.{}/1", verb));
  write_engine(json);
}

void write_known(JsonWriter& json, std::string_view key, std::string_view text) {
  if (text.empty())
    json.null(key);
  else
    json.text(key, text);
}

void write_count(JsonWriter& json, std::string_view key, std::size_t n) {
  json.number(key, static_cast<double>(n));
}

void begin_node(JsonWriter& json, const Node& node) {
  json.begin_object();
  json.text("key", node.key);
  json.text("kind", node_kind_name(node.kind));
  write_known(json, "title", node.title);
  if (node.date.known())
    json.number("year", static_cast<double>(node.date.year));
  else
    json.null("year");
  write_known(json, "doi", node.doi);
  json.text("label", node.label.empty() ? node.key : node.label);
  json.flag("included", node.included);
}

void write_nodes(JsonWriter& json, std::string_view key, const CitationGraph& graph,
                 const std::vector<std::uint32_t>& nodes) {
  json.begin_list(key);
  for (const std::uint32_t node : nodes) {
    begin_node(json, graph.nodes[node]);
    json.end_object();
  }
  json.end_list();
}

void write_texts(JsonWriter& json, std::string_view key, const std::vector<std::string>& texts) {
  json.begin_list(key);
  for (const std::string& text : texts) json.text({}, text);
  json.end_list();
}

void write_notices(JsonWriter& json, const std::vector<PublishedNotice>& notices) {
  json.begin_list("notices");
  for (const PublishedNotice& notice : notices) {
    json.begin_object();
    json.text("kind", notice.kind);
    write_known(json, "date", date_text(notice.date));
    write_known(json, "notice", notice.notice);
    write_known(json, "reason", notice.reason);
    json.end_object();
  }
  json.end_list();
}

void write_completeness(JsonWriter& json, const Completeness& c) {
  json.begin_object("completeness");
  write_count(json, "expected", c.expected);
  write_count(json, "found", c.found);
  write_count(json, "with_references", c.with_references);
  write_count(json, "references", c.references);
  write_count(json, "matched", c.matched);
  json.number("fraction", c.fraction);
  json.end_object();
}

}  // namespace weald
