// SPDX-License-Identifier: MIT
// weald generate: what is made from the tables, for the build and the documents. Not for users,
// hence hidden.
#include <algorithm>

#include <fmt/format.h>

#include "cli/commands/commands.h"
#include "cli/explain.h"
#include "cli/files.h"
#include "cli/generated.h"
#include "cli/terminal.h"
#include "cli/work.h"

namespace weald {
namespace {

struct Product {
  std::string_view words;
  std::string (*make)();
};
constexpr Product products[] = {
    {"completion bash", completion_bash}, {"completion zsh", completion_zsh},
    {"completion fish", completion_fish}, {"man", manual_page},
    {"docs-measures", measures_page},     {"docs-diagnostics", diagnostics_page},
};

int run_generate(const Call& call) {
  const std::string words = fmt::format("{}", fmt::join(call.words, " "));
  const auto product = std::ranges::find(products, words, &Product::words);
  if (product != std::end(products)) return deliver(call, product->make());
  std::string known;
  for (const Product& one : products)
    known += fmt::format("{}{}", known.empty() ? "" : ", ", one.words);
  say_usage(*call.streams, fmt::format("nothing is generated as `{}`", words),
            fmt::format("there are: {}", known));
  return exit_code::usage;
}

constexpr Flag flags[] = {output_flag};

constexpr Example examples[] = {
    {"weald generate completion bash", "the completion script of bash; also zsh, fish"},
    {"weald generate man", "the man page"},
};

}  // namespace

const Command generate_command{
    .key = "generate",
    .arguments = "WHAT",
    .help = "completions, the man page and generated documents, for the build",
    .flags = flags,
    .examples = examples,
    .hidden = true,
    .run = run_generate,
};

}  // namespace weald
