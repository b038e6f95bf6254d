// SPDX-License-Identifier: MIT
// Help in words, made from the tables.
#pragma once

#include <string>

#include "cli/command.h"
#include "engine/output/version.h"

namespace weald {

/// What `weald` alone says.
std::string overview();

/// `weald COMMAND --help`: what it does, its options, worked examples.
std::string help_of(const Command& command);

/// Words broken into lines of `width` columns, each beginning with `indent` spaces.
std::string wrap(std::string_view text, std::size_t width, std::size_t indent);

}  // namespace weald
