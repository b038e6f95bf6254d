// SPDX-License-Identifier: MIT
// What tells two papers of one title apart where no identifier does: journal, pages, and titles
// that many papers bear.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace weald {

/// Where a paper was published.
struct PublishedIn {
  std::string_view journal{}, volume{}, pages{};
};

/// Title, first author and year as title_key() has them, but what lacks is left empty: for papers
/// without a year or an author. Empty where the title lacks.
std::string bare_title_key(std::string_view title, std::string_view first_author, int year);

/// Whether two names may be those of one journal: «Ann Intern Med» and «Annals of internal
/// medicine», «BMJ» and «British medical journal». An empty name may be any.
bool same_journal(std::string_view a, std::string_view b);

/// «Editorial», «Reply», «Erratum»: titles that name no paper.
bool is_generic_title(std::string_view title);

/// Journals or first pages that both have and that differ, in words («journal Spine against
/// Pain»); where `volume_too`, volumes as well. Nothing where none does.
std::optional<std::string> place_difference(const PublishedIn& a, const PublishedIn& b,
                                            bool volume_too = false);

}  // namespace weald
