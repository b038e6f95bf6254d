// SPDX-License-Identifier: MIT
#include "engine/review/recruitment.h"

#include <algorithm>
#include <cctype>

namespace weald {

std::optional<Recruitment> recruitment(std::string_view site) {
  Recruitment found;
  const auto digit = [&](std::size_t i) {
    return i < site.size() && std::isdigit(static_cast<unsigned char>(site[i])) != 0;
  };
  for (std::size_t i = 0; i < site.size(); ++i) {
    if (digit(i)) {
      std::size_t end = i;
      while (digit(end)) ++end;
      if (end - i == 4 && (site[i] == '1' || site[i] == '2')) {
        int year = 0;
        for (std::size_t k = i; k < end; ++k) year = 10 * year + (site[k] - '0');
        found.first = found.first == 0 ? year : std::min(found.first, year);
        found.last = std::max(found.last, year);
      }
      i = end - 1;
    } else if (found.first == 0 && std::isspace(static_cast<unsigned char>(site[i])) == 0 &&
               std::ispunct(static_cast<unsigned char>(site[i])) == 0) {
      found.place += static_cast<char>(std::tolower(static_cast<unsigned char>(site[i])));
    }
  }
  // Months before the first year belong to the time, not to the place.
  for (const std::string_view month :
       {"january",  "february", "march", "april", "june", "july", "august", "september", "october",
        "november", "december", "jan",   "feb",   "mar",  "apr",  "may",    "jun",       "jul",
        "aug",      "sep",      "oct",   "nov",   "dec",  "from", "between"})
    if (found.place.size() > month.size() && found.place.ends_with(month)) {
      found.place.resize(found.place.size() - month.size());
      break;
    }
  if (found.first == 0 || found.place.empty()) return std::nullopt;
  return found;
}

}  // namespace weald
