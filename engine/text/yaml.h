// SPDX-License-Identifier: MIT
// YAML as a tree in which every node knows its place. Knows YAML and nothing of studies.
// Refuses what descriptors do not need: anchors, aliases, merges, tags, several documents, depth
// > 64.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/text/diagnostic.h"
#include "engine/text/source.h"

namespace weald::yaml {

/// One node. A mapping's entry i is keys[i] -> items[i], in the file's order, duplicates kept.
struct Node {
  enum class Kind : unsigned char { null, scalar, sequence, mapping };
  Kind kind = Kind::null;
  bool quoted = false;       ///< a scalar in quotes or a block scalar: text, never a number
  Span span{};               ///< the node's text; of a null, its key, or in a list its dash or word
  std::string text{};        ///< a scalar's value
  std::vector<Node> keys{};  ///< a mapping's keys, always scalars
  std::vector<Node> items{};  ///< a mapping's values, or a sequence's elements

  /// The value under `key` (the first, if it stands twice), or null.
  const Node* find(std::string_view key) const;
};

/// Deepest nesting that is read.
inline constexpr int max_depth = 64;

/// Parses one document. Gives nothing, and exactly one diagnostic, where the text is not YAML;
/// other refusals (codes yaml-alias, yaml-anchor, yaml-tag, yaml-merge, nesting-too-deep,
/// duplicate-key, …) are added to `diagnostics` and the tree survives where it can. An empty text
/// is a null node.
std::optional<Node> parse(const Sources& sources, std::uint32_t source, Diagnostics& diagnostics);

/// The same by the full parser alone, of a text that is UTF-8 without control characters: parse()
/// reads what is plain by a faster way and must give the same tree.
std::optional<Node> parse_full(const Sources& sources, std::uint32_t source,
                               Diagnostics& diagnostics);

}  // namespace weald::yaml
