// SPDX-License-Identifier: MIT
// The rows that studies and references share: the citation part, published estimates,
// acknowledgements.
#pragma once

#include "engine/review/kinds.h"
#include "engine/review/review.h"

namespace weald {

/// The citation part of an object that keeps it in `citation`.
template <class T>
constexpr std::array citation_fields{
    field<TextValue, &T::label>(
        "label",
        "How the paper is named in tables and figures; else the first author and the year"),
    field<TextValue, &T::citation, &Citation::title>("title", "Title of the paper"),
    field<ListOf<TextValue>, &T::citation, &Citation::authors>(
        "authors", "Authors in order, family name first: [Nguyen C, Boutron I]"),
    field<TextValue, &T::citation, &Citation::journal>("journal", "Journal, in full"),
    field<Year, &T::citation, &Citation::year>("year", "Year of publication"),
    field<TextValue, &T::citation, &Citation::volume>("volume", "Volume of the journal"),
    field<TextValue, &T::citation, &Citation::issue>("issue", "Issue of the volume"),
    field<TextValue, &T::citation, &Citation::pages>("pages", "First and last page"),
    field<TextValue, &T::citation, &Citation::doi>(
        "doi", "Digital object identifier, without https://doi.org/"),
    field<TextValue, &T::citation, &Citation::pmid>("pmid", "PubMed number"),
    field<TextValue, &T::citation, &Citation::pmc>("pmc", "PubMed Central number"),
    field<TextValue, &T::citation, &Citation::url>("url",
                                                   "Address of the paper, where it has no doi"),
    field<TextValue, &T::citation, &Citation::registration>("registration",
                                                            "Number in a register of trials"),
    field<TextValue, &T::citation, &Citation::note>("note",
                                                    "A remark for readers of the descriptor"),
    field<PartialDateValue, &T::citation, &Citation::date>(
        "date", "Date of publication, as far as it is known: 2017-04-18 or 2017-04"),
    field<TextValue, &T::citation, &Citation::openalex>("openalex",
                                                        "Number of the work in OpenAlex: W…"),
    Field{
        "cites", false, &ListOf<CitedValue>::type,
        "Papers in its list of references: keys of this review, or doi:…, pmid:…, or maps of key, "
        "status, source, number, as",
        [](Reader& in, const yaml::Node& name, const yaml::Node& value, void* target) {
          Citation& citation = static_cast<T*>(target)->citation;
          citation.cites_given = true;
          if (auto list = ListOf<CitedValue>::read(in, name.text, value))
            citation.cites = std::move(*list);
        }},
    field<Count, &T::citation, &Citation::reference_count>(
        "reference-count", "How many references its list has, be `cites` shorter or not"),
    field<Count, &T::citation, &Citation::cited_by_count>(
        "cited-by-count", "How many papers of the world cite it, as an index counts"),
    field<ListOf<Nested<NoticeEntry>>, &T::citation, &Citation::notices>(
        "notices", "What was published about it: [{kind: retraction, date, notice, source}]"),
    field<TextValue, &T::citation, &Citation::version_of>(
        "version-of", "The paper of which it is a preprint, an abstract or a later version"),
    field<ListOf<TextValue>, &T::citation, &Citation::reports>(
        "reports", "Studies that it reports: keys of studies, or numbers of registers of trials"),
    field<ListOf<TextValue>, &T::citation, &Citation::retracts>(
        "retracts", "Papers that this notice retracts: keys, or doi:… or pmid:…"),
    field<ListOf<TextValue>, &T::citation, &Citation::corrects>(
        "corrects", "Papers that this notice corrects: keys, or doi:… or pmid:…"),
    field<ListOf<TextValue>, &T::citation, &Citation::concerns>(
        "concerns", "Papers of which this notice expresses concern: keys, or doi:… or pmid:…"),
    field<ListOf<TextValue>, &T::citation, &Citation::distinct_from>(
        "distinct-from", "Papers that look like it and are others: keys, doi:… or pmid:…"),
    field<ListOf<Nested<ExtraTag>>, &T::citation, &Citation::extra>(
        "extra", "Tags of an imported record without a key of their own: [{tag, value}]"),
    field<ListOf<Nested<Acknowledgement>>, &T::ack>(
        "ack", "Warnings that were looked into and stand: [{code, why}]"),
};

/// The estimate of an object that keeps it where `Path` leads to; the measure is a row of its own,
/// as it is not required everywhere.
template <auto... Path>
constexpr std::array estimate_fields{
    field<NumberValue, Path..., &PrintedEffect::estimate>(
        "estimate", "The estimate as people read it (an odds ratio, not its logarithm)"),
    field<NumberValue, Path..., &PrintedEffect::se>(
        "se", "Standard error, on the scale of analysis (of the logarithm for ratios)"),
    field<NumberValue, Path..., &PrintedEffect::variance>(
        "variance", "Variance, on the scale of analysis, in place of se"),
    field<EndsValue, Path..., &PrintedEffect::ci>("ci", "Confidence interval as printed"),
    field<NumberValue, Path..., &PrintedEffect::level>("level",
                                                       "Level of the interval; 0.95 unless given"),
    field<NumberValue, Path..., &PrintedEffect::p>("p", "Two-sided p value"),
    field<Truth, Path..., &PrintedEffect::adjusted>(
        "adjusted", "true where the estimate is adjusted for other variables"),
};

}  // namespace weald
