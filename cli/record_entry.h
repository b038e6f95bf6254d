// SPDX-License-Identifier: MIT
// A bibliographic record as an entry of references.yaml (or the citation part of a descriptor).
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/interchange/record.h"
#include "engine/text/yaml.h"

namespace weald {

/// The key that stands for an identifier, or for a key of the record's own file; empty where the
/// review has no such paper.
using KeyOf = std::function<std::string(std::string_view)>;

/// The keys of a record in the order of the manual, each only where the record says something; what
/// has no key goes to `extra`. `source` is where it was read, for the notices that it brings.
yaml::Node entry_of(const Record& record, std::string_view source, const KeyOf& key_of);

/// The keys of a citation that name or date the paper: what is added of them to an entry stands
/// together.
std::span<const std::string_view> naming_keys();

/// Where a key stands in an entry.
std::size_t place_of_key(std::string_view key);

/// What one entry of entry_of() says, for a ledger: «the DOI 10.7326/m16-1700», «31 references».
std::string in_words(std::string_view key, const yaml::Node& value);

/// `nguyen-2017`: first author's family name and year; else the beginning of the title; else
/// `paper`.
std::string key_for(const Record& record);

}  // namespace weald
