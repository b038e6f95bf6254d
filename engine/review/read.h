// SPDX-License-Identifier: MIT
// From the tree of a file to what it says. Adds to the diagnostics what could not be read; what
// could is kept.
#pragma once

#include <string>
#include <vector>

#include "engine/review/review.h"
#include "engine/text/yaml.h"

namespace weald {

/// A study's file; `key` is the file's name.
Study read_study(const yaml::Node& root, std::string key, std::uint32_t source,
                 Diagnostics& diagnostics);

/// review.yaml into `review`; false where the file as a whole is no map of keys.
bool read_review(const yaml::Node& root, std::uint32_t source, Review& review,
                 Diagnostics& diagnostics);

/// references.yaml.
std::vector<Reference> read_references(const yaml::Node& root, Diagnostics& diagnostics);

/// What to print for a paper: its `label:`, or the first author's family name and the year («Nguyen
/// 2017»), or its key.
std::string paper_label(std::string_view label, const Citation& citation, std::string_view key);

}  // namespace weald
