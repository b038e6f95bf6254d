// SPDX-License-Identifier: MIT
// A bibliographic record, as every format that weald reads or writes says it. What a format has and
// this struct has no member for stays in `extra`, in order, and is written back.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace weald {

/// A date of which only a part may be known. 0: not said.
struct PartialDate {
  int year = 0, month = 0, day = 0;
  bool known() const { return year != 0; }
  friend auto operator<=>(const PartialDate&, const PartialDate&) = default;
};

/// `2017`, `2017-04`, `2017-04-18`; empty where not known.
std::string date_text(const PartialDate& date);
/// The reverse, strict; a date that no calendar has gives an unknown one.
PartialDate read_date_text(std::string_view text);

/// One entry of a list of references.
struct CitedRecord {
  std::string id{};      ///< normal_identifier(), or a key; empty: unidentified
  std::string text{};    ///< as printed, where that is all there is
  std::string status{};  ///< explicit (also when empty) | in-text | inferred
  friend bool operator==(const CitedRecord&, const CitedRecord&) = default;
};

/// What was published about a paper afterwards.
struct PublishedNotice {
  std::string kind{};  ///< retraction | concern | correction | reinstatement
  PartialDate date{};
  std::string notice{};  ///< normal_identifier() of the notice itself; may be empty
  std::string reason{};  ///< as the source gives it
  friend bool operator==(const PublishedNotice&, const PublishedNotice&) = default;
};

/// This paper speaks about another: it retracts, corrects, … it, or is a version of it.
struct Relation {
  std::string kind{};  ///< retracts | corrects | concerns | version-of | reports | includes
  std::string id{};    ///< normal_identifier() or a key
  friend bool operator==(const Relation&, const Relation&) = default;
};

/// One record. Text is UTF-8 without markup of the format (no LaTeX, no entities).
struct Record {
  std::string key{};                     ///< citation key, where the format has one
  std::string kind = "report";           ///< report | review | guideline | notice | study
  std::string type = "article-journal";  ///< as CSL calls it
  std::string title{}, container{};      ///< container: the journal or the book
  std::vector<std::string> authors{};  ///< «Nguyen, Christelle», «Nguyen, C»; a group as it is
  PartialDate date{};
  std::string volume{}, issue{}, pages{}, url{};
  /// All in their normal form (engine/text/identifier.h), without prefix.
  std::string doi{}, pmid{}, pmc{}, openalex{};
  std::vector<std::string> registrations{};
  std::vector<CitedRecord> cites{};
  bool cites_known = false;               ///< the list is the paper's; empty may also mean unknown
  std::optional<long> reference_count{};  ///< as the source counts, whatever the list holds
  std::optional<long> cited_by_count{};
  std::vector<PublishedNotice> notices{};
  std::vector<Relation> relations{};
  /// Everything else, in order. Neutral tags have a name (abstract, keyword, publisher, place,
  /// language, issn, isbn, note, edition, editor, series, …), which writers put where their format
  /// wants it; what only one format knows bears its name before a colon («ris:U1», «bibtex:file»,
  /// «nbib:OT», «csl:status») and is written back verbatim by that format.
  std::vector<std::pair<std::string, std::string>> extra{};
  std::size_t line = 0;  ///< 1-based line where it begins in its file; 0: not read from one

  /// The first extra with that tag, or empty.
  std::string_view more(std::string_view tag) const;
};

/// Equal in everything but the place.
bool same_record(const Record& a, const Record& b);

/// `Nguyen C` of «Nguyen, Christelle» or «Nguyen, C.»; group names as they are; «van der
/// Berg C» of «Berg, C. van der», «Smith JA Jr» of «Smith, John A Jr». A short name stays as it is.
/// What descriptors hold in `authors`.
std::string short_author(std::string_view author);

/// «Nguyen 2017: Intradiscal glucocorticoid…»: how a record is named in a ledger, with what it has.
std::string record_name(const Record& record);

}  // namespace weald
