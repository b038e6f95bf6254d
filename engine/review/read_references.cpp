// SPDX-License-Identifier: MIT
// The keys of references.yaml, one line each.
#include "engine/review/read.h"
#include "engine/review/read_citation.h"

namespace weald {
namespace {

using yaml::Node;

constexpr std::array<std::string_view, 4> reference_types{"report", "review", "guideline",
                                                          "notice"};

constexpr std::array pooled_head{
    field<KeyOf, &PublishedPool::outcome>("outcome", "Key of one of the review's outcomes",
                                          required),
    field<TextValue, &PublishedPool::effect, &PrintedEffect::measure>(
        "measure", "What is estimated: RR, OR, RD, MD, SMD, HR, …"),
};
constexpr std::array pooled_tail{
    field<NumberValue, &PublishedPool::i2>("i2", "Heterogeneity I² as printed, in per cent"),
    field<TimeValue, &PublishedPool::time>("time", "When it was measured"),
    field<KeyOf, &PublishedPool::horizon>(
        "horizon", "The review's window to which it belongs, in place of time"),
    field<TextValue, &PublishedPool::as_printed>("as-printed",
                                                 "The window in the paper's own words"),
    field<TextValue, &PublishedPool::finding>("finding", "A result said without numbers"),
    field<TextValue, &PublishedPool::source>("source",
                                             "Where the numbers stand: table, page, abstract"),
    field<TextValue, &PublishedPool::note>("note", "A remark for readers of the descriptor"),
    field<ListOf<Nested<Acknowledgement>>, &PublishedPool::ack>(
        "ack", "Warnings that were looked into and stand: [{code, why}]"),
};
constexpr auto pooled_fields =
    joined(joined(pooled_head, estimate_fields<&PublishedPool::effect>), pooled_tail);
constexpr std::array<std::string_view, 2> numbers_or_words{"measure", "finding"};

constexpr std::array own_reference_fields{
    field<WordText<reference_types>, &Reference::type>("type",
                                                       "report, review, guideline or notice"),
    field<ListOf<TextValue>, &Reference::includes>(
        "includes", "Studies that a review includes: keys, or doi:… or pmid:…"),
    field<Date, &Reference::searched>("searched", "Date of a review's last search: 2021-06-30"),
    field<Keyed<Recommendation>, &Reference::recommendations>(
        "recommendations", "What a guideline recommends, and on which pooled results it rests"),
    field<ListOf<Nested<PublishedPool>>, &Reference::pooled>(
        "pooled", "Pooled results that the paper prints; shown, never pooled again"),
};
constexpr auto reference_fields = joined(citation_fields<Reference>, own_reference_fields);

constexpr std::array recommendation_fields{
    field<TextValue, &Recommendation::text>("text", "The recommendation in the guideline's words"),
    field<ListOf<TextValue>, &Recommendation::rests_on>(
        "rests-on", "The pooled results it rests on: analysis, or analysis/horizon"),
    field<TextValue, &Recommendation::strength>("strength",
                                                "How strong it is: strong, conditional"),
    field<TextValue, &Recommendation::certainty>("certainty",
                                                 "Certainty of the evidence: high … very low"),
    field<TextValue, &Recommendation::source>("source", "Where it stands: section, page"),
};

void place_estimate(Reader&, const Node&, void* target) {
  PublishedPool& pool = *static_cast<PublishedPool*>(target);
  pool.effect.span = pool.span;
}

}  // namespace

template <>
const Object& object_of<PublishedPool>() {
  static constexpr Object object{.name = "published pool",
                                 .help = "A pooled result that a paper prints",
                                 .fields = pooled_fields,
                                 .one_of = numbers_or_words,
                                 .finish = place_estimate};
  return object;
}
template <>
const Object& object_of<Recommendation>() {
  static constexpr Object object{"recommendation", "What a guideline recommends",
                                 recommendation_fields};
  return object;
}
template <>
const Object& object_of<Reference>() {
  static constexpr Object object{"reference", "A paper that is no included study",
                                 reference_fields};
  return object;
}

const Object& reference_object() { return object_of<Reference>(); }

std::vector<Reference> read_references(const Node& root, Diagnostics& diagnostics) {
  if (root.kind == Node::Kind::null) return {};  // a file of comments alone
  Reader in{diagnostics};
  auto references = Keyed<Reference>::read(in, "references.yaml", root);
  if (!references) return {};
  for (Reference& reference : *references) {
    if (reference.type.empty()) reference.type = reference_types.front();
    reference.label = paper_label(reference.label, reference.citation, reference.key);
  }
  return std::move(*references);
}

}  // namespace weald
