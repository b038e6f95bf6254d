// SPDX-License-Identifier: MIT
// The members of a record as a table of texts: what a graph's node carries as attributes, and what
// CSL-JSON keeps in `custom`. One row a member; a record is the sum of its rows.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "engine/interchange/record.h"

namespace weald {

struct RecordMember {
  enum class Type { text, whole, flag, json };
  std::string_view name;
  Type type;
  bool edges;                              ///< a graph says it with edges
  std::string (*get)(const Record&);       ///< empty: nothing to say
  void (*set)(Record&, std::string_view);  ///< the reverse; empty: nothing
};

/// key kind type title container authors date … cites … relations extra, in this order. Writing all
/// and reading them back gives the same record, if its texts are clean_text().
std::span<const RecordMember> record_members();
const RecordMember* find_record_member(std::string_view name);

/// A list as one text: with `; ` between the parts where that can be undone, else as JSON.
std::string list_text(const std::vector<std::string>& list);
std::vector<std::string> read_list_text(std::string_view text);

/// The record with every text as clean_text() has it.
Record cleaned(Record record);

}  // namespace weald
