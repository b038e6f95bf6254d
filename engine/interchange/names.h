// SPDX-License-Identifier: MIT
// Names of persons as people write them: particles, suffixes, several in one field.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace weald {

bool is_name_particle(std::string_view word);  ///< van, der, de, …; lower case alone
bool is_name_suffix(std::string_view word);    ///< Jr, Sr., II, 3rd, …

/// True of «Barnes and Noble, Inc.» and «Department of Health, Education»: commas divide no person.
bool is_group_name(std::string_view name);

/// The family name of «Berg, C. van der», of «van der Berg C» and of «van der Berg C Jr»: the same
/// for a name and its short_author().
std::string family_name(std::string_view author);

/// The persons of a field that holds several («Smith, A., Jones, B.»; «Smith, J; Doe, K»; «Smith, A
/// and Jones, B»), each by text::person(); one element where it is one name or none is sure.
std::vector<std::string> persons_in(std::string_view field);

}  // namespace weald
