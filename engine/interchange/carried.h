// SPDX-License-Identifier: MIT
// What RIS and BibTeX have no place for (kind, references, notices, …) as short statements «verb
// value», which their writers put into a field of their own and their readers take back. RIS: lines
// `C5  - weald:cites - doi:10.1/x`; BibTeX: fields `weald-cites = {- doi:10.1/x; …}`.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/interchange/record.h"
#include "engine/interchange/record_members.h"

namespace weald {

/// One statement. Words of a value are separated by one blank, `-` is an empty word; blanks, `%`,
/// `;` and line breaks within a word are written `%20`, `%25`, …
struct Carried {
  std::string
      verb{};  ///< kind type cites cites-known notice relation registration openalex extra member …
  std::string value{};
};

/// The statements that tell all of a record that neither format has a place for; extras not among
/// them.
std::vector<Carried> carried_of(const Record& record);
/// The statement that carries one extra.
Carried carried_extra(std::string_view tag, std::string_view value);
/// The statement that carries a member as it is, whatever the fields before it made of it.
Carried carried_member(const RecordMember& member, const Record& record);

/// Lays a statement upon the record. False where it is none that we write.
bool take_carried(std::string_view verb, std::string_view value, Record& record);

}  // namespace weald
