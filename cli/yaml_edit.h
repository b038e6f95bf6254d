// SPDX-License-Identifier: MIT
// Keys added to YAML that people write: comments, order and every other byte stay as they are.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/text/yaml.h"

namespace weald {

// ---- Trees to be written ----

yaml::Node yaml_scalar(std::string_view text);
yaml::Node yaml_list(std::vector<yaml::Node> items);
yaml::Node yaml_mapping();
/// Adds `key: value` at the end of a mapping.
void yaml_put(yaml::Node& mapping, std::string_view key, yaml::Node value);

/// A node as `{…}`, `[…]` or a scalar, on one line.
std::string yaml_flow(const yaml::Node& node);

/// The entries of a mapping, one a line (a long list: one item a line), `indent` blanks before
/// each, `line_end` behind each.
std::string yaml_lines(const yaml::Node& mapping, std::size_t indent, std::string_view line_end);

/// The same keys and texts, whatever the order of keys, the quotes and the layout.
bool same_yaml(const yaml::Node& a, const yaml::Node& b);

// ---- Surgery ----

/// The byte behind everything that a node holds.
std::uint32_t last_byte(const yaml::Node& node);

/// Where the line of byte `at` ends: behind its line break, or the end of the text.
std::size_t end_of_line(std::string_view text, std::size_t at);

/// The line break that a text uses: that of its first line, or "\n".
std::string_view line_break_of(std::string_view text);

/// Entries for one mapping of a file.
struct YamlAddition {
  std::string under{};                ///< a key at the top; empty: the top itself
  yaml::Node added = yaml_mapping();  ///< no key of it may be there already
};

/// `text` with the additions. Of a mapping that is written in lines, added keys that are among
/// `early` stand behind the last of those that it has, the others at its end; entries at the top
/// that are mappings are put at the end of the file, a blank line before each. What stands in
/// braces is extended within its braces. The result is read back: where it does not say exactly
/// what the text and the additions say, nothing is given (then a person must do it).
std::optional<std::string> with_additions(std::string_view text,
                                          std::span<const YamlAddition> additions,
                                          std::span<const std::string_view> early = {});

}  // namespace weald
