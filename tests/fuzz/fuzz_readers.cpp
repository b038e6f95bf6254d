// SPDX-License-Identifier: MIT
// Every reader of files under libFuzzer (cmake/fuzz.sh). WEALD_READER names the reader; `list`
// prints them all. What is asked of each stands in properties.h.
#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "tests/fuzz/properties.h"

namespace {

const char* reader() {
  const char* name = std::getenv("WEALD_READER");
  return name != nullptr ? name : "list";
}

}  // namespace

extern "C" int LLVMFuzzerInitialize(int*, char***) {
  if (std::string_view(reader()) != "list") return 0;
  for (const std::string_view name : weald::fuzz::readers()) std::puts(std::string(name).c_str());
  std::exit(0);
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::string_view name = reader();
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  if (const auto broken = weald::fuzz::broken_property(name, bytes)) {
    std::fprintf(stderr, "%s: %s\n", name.data(), broken->c_str());
    std::abort();
  }
  return 0;
}
