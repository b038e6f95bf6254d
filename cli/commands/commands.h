// SPDX-License-Identifier: MIT
// The rows of the table of commands, each defined in the file of its name.
#pragma once

#include "cli/command.h"

namespace weald {

extern const Command check_command, effects_command, pool_command, sensitivity_command,
    regress_command, bias_command, plot_command, cite_command, init_command, add_command,
    import_command, export_command, list_command, explain_command, schema_command, generate_command;

}  // namespace weald
