// SPDX-License-Identifier: MIT
// The keys of the objects that the citation part of studies and references holds.
#include "engine/review/read_citation.h"

namespace weald {
namespace {

constexpr std::array<std::string_view, 3> statuses{"explicit", "in-text", "inferred"};
constexpr std::array<std::string_view, 4> notice_kinds{"retraction", "concern", "correction",
                                                       "reinstatement"};

constexpr std::array cited_paper_fields{
    field<TextValue, &CitedPaper::paper>(
        "key", "The cited paper: a key of this review, or doi:…, pmid:…, a number of a register"),
    field<WordText<statuses>, &CitedPaper::status>(
        "status",
        "explicit: read in a list of references (unless given); in-text: the list was not seen; "
        "inferred: concluded from something else"),
    field<TextValue, &CitedPaper::source>("source", "Where this reference was seen"),
    field<Count, &CitedPaper::number>("number", "Its number in the list of references"),
    field<TextValue, &CitedPaper::as>("as", "The cited paper as the citing one prints it"),
};
constexpr std::array<std::string_view, 2> named_somehow{"key", "as"};

constexpr std::array notice_fields{
    field<WordText<notice_kinds>, &NoticeEntry::kind>(
        "kind", "retraction, concern, correction or reinstatement", required),
    field<PartialDateValue, &NoticeEntry::date>("date", "Date of the notice"),
    field<TextValue, &NoticeEntry::notice>("notice", "The notice itself: a key, or doi:…, pmid:…"),
    field<TextValue, &NoticeEntry::source>("source", "Where this was learnt"),
    field<TextValue, &NoticeEntry::reason>("reason", "The reason that it gives"),
};

constexpr std::array extra_fields{
    field<TextValue, &ExtraTag::tag>("tag", "Name of the tag: keyword, abstract, ris:U1", required),
    field<TextValue, &ExtraTag::value>("value", "What it holds", required),
};

}  // namespace

template <>
const Object& object_of<CitedPaper>() {
  static constexpr Object object{.name = "cited paper",
                                 .help = "A reference to another paper, and how sure it is",
                                 .fields = cited_paper_fields,
                                 .one_of = named_somehow};
  return object;
}
template <>
const Object& object_of<NoticeEntry>() {
  static constexpr Object object{"notice", "What was published about a paper afterwards",
                                 notice_fields};
  return object;
}
template <>
const Object& object_of<ExtraTag>() {
  static constexpr Object object{"tag", "A tag of an imported record", extra_fields};
  return object;
}

}  // namespace weald
