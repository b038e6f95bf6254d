// SPDX-License-Identifier: MIT
// What is made from the tables: shell completions and the man page.
#pragma once

#include <string>

namespace weald {

std::string completion_bash();
std::string completion_zsh();
std::string completion_fish();
std::string manual_page();

}  // namespace weald
