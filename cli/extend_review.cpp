// SPDX-License-Identifier: MIT
// What an import needs of review.yaml, and how it gets in there without touching anything else.
#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "cli/import_table.h"
#include "cli/yaml_edit.h"
#include "cli/yaml_text.h"
#include "engine/text/yaml.h"

namespace weald {
namespace {

struct Section {
  std::string_view key;
  const std::map<std::string, std::string> Needs::*entries;
  std::string_view remark;
};
constexpr Section sections[] = {
    {"outcomes", &Needs::outcomes, "    # better: higher | lower"},
    {"treatments", &Needs::treatments, ""},
    {"horizons", &Needs::horizons, "    # after: ..., to: ..."},
};

std::string entry_lines(const Section& section, const std::map<std::string, std::string>& entries,
                        std::string_view indent) {
  std::string text;
  for (const auto& [key, label] : entries) {
    text += fmt::format("{}{}: {{label: {}}}{}\n", indent, key, yaml_text(label), section.remark);
  }
  return text;
}

/// Adds the entries to one section of the text.
std::optional<std::string> extended_section(std::string text, const Section& section,
                                            const std::map<std::string, std::string>& entries) {
  Sources sources;
  Diagnostics ignored;
  const std::uint32_t source = sources.add("review.yaml", text);
  const auto root = yaml::parse(sources, source, ignored);
  if (!root) return std::nullopt;
  const yaml::Node* node = root->find(section.key);
  if (node == nullptr) {
    if (!text.empty() && text.back() != '\n') text += '\n';
    return text + fmt::format("\n{}:\n{}", section.key, entry_lines(section, entries, "  "));
  }
  if (node->kind != yaml::Node::Kind::mapping || node->keys.empty()) return std::nullopt;
  const Position first = sources.position(source, node->keys.front().span.begin);
  const auto key = std::ranges::find(root->keys, section.key, &yaml::Node::text);
  if (sources.position(source, key->span.begin).line == first.line)
    return std::nullopt;  // {in: braces}
  std::uint32_t end = 0;
  for (const yaml::Node& item : node->items) end = std::max(end, last_byte(item));
  for (const yaml::Node& name : node->keys) end = std::max(end, name.span.end);
  std::size_t at = text.find('\n', end > 0 ? end - 1 : 0);
  if (at == std::string::npos) {
    text += '\n';
    at = text.size() - 1;
  }
  return text.insert(at + 1, entry_lines(section, entries, std::string(first.column - 1, ' ')));
}

}  // namespace

Needs lacking(const Needs& needs, const Review& review) {
  Needs missing = needs;
  std::erase_if(missing.outcomes,
                [&](const auto& entry) { return review.outcome(entry.first) != nullptr; });
  std::erase_if(missing.treatments,
                [&](const auto& entry) { return review.treatment(entry.first) != nullptr; });
  std::erase_if(missing.horizons,
                [&](const auto& entry) { return review.horizon(entry.first) != nullptr; });
  return missing;
}

std::optional<std::string> extended_review(std::string_view text, const Needs& missing) {
  std::optional<std::string> result(text);
  for (const Section& section : sections) {
    const auto& entries = missing.*section.entries;
    if (result && !entries.empty()) result = extended_section(*result, section, entries);
  }
  return result;
}

std::string lines_to_add(const Needs& missing) {
  std::string text;
  for (const Section& section : sections) {
    const auto& entries = missing.*section.entries;
    if (!entries.empty())
      text += fmt::format("{}:\n{}", section.key, entry_lines(section, entries, "  "));
  }
  return text;
}

}  // namespace weald
