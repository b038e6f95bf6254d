// SPDX-License-Identifier: MIT
#include <iostream>
#include <string>
#include <vector>

#include <unistd.h>

#include "cli/app.h"
#include "cli/interruption.h"

int main(int argc, char** argv) {
  weald::interruption::tidy_up();
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  return weald::run(arguments, {.out = std::cout,
                                .err = std::cerr,
                                .out_is_terminal = isatty(1) == 1,
                                .err_is_terminal = isatty(2) == 1});
}
