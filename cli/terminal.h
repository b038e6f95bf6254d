// SPDX-License-Identifier: MIT
// What the program says to a person: usage errors, diagnostics, remarks, and whether to colour
// them.
#pragma once

#include <string>
#include <string_view>

#include "cli/command.h"
#include "engine/output/output.h"
#include "engine/text/diagnostic.h"

namespace weald {

/// A wrong command line: what is wrong, and what to type instead.
void say_usage(const Streams& streams, std::string_view message, std::string_view help);

/// A file that could not be read or written.
void say_file(const Streams& streams, std::string_view message, std::string_view help);

/// A remark for people on standard error; nothing under --quiet.
void say(const Call& call, std::string_view message);

/// Whether a stream is coloured: --color, then NO_COLOR, then whether it is a terminal.
bool colored(const Call& call, bool is_terminal);

/// The style of text on standard output (or in the file of -o, which is never coloured by itself).
OutputStyle output_style(const Call& call);

/// An answer in the form that --format asks for, and made in no other: JSON, flat records, or
/// tables for people.
template <class Json, class Records, class Tables>
std::string in_format(const Call& call, const Json& json, const Records& records,
                      const Tables& tables) {
  const std::string key = call.value("format", "text");
  if (key == "json") return json();
  const OutputFormat& format = *find_output_format(key);
  return format.write(format.records ? records() : tables(), output_style(call));
}

/// Prints diagnostics, sorted, to standard error: errors always, warnings and notes unless --quiet,
/// acknowledged ones only where `acknowledged`.
void show(const Call& call, Diagnostics& diagnostics, const Sources& sources,
          bool acknowledged = false);

}  // namespace weald
