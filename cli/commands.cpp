// SPDX-License-Identifier: MIT
// The table of commands.
#include "cli/commands/commands.h"

#include "engine/text/suggest.h"

namespace weald {
namespace {

constexpr const Command* table[] = {
    &check_command,   &effects_command, &pool_command,   &sensitivity_command,
    &regress_command, &bias_command,    &plot_command,   &cite_command,
    &init_command,    &add_command,     &import_command, &export_command,
    &list_command,    &explain_command, &schema_command, &generate_command,
};

}  // namespace

std::span<const Command* const> commands() { return table; }

const Command* find_command(std::string_view key) {
  for (const Command* command : table) {
    if (same_word(command->key, key)) return command;
  }
  return nullptr;
}

}  // namespace weald
