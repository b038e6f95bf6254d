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
    field<Text, &T::label>(
        "label",
        "How the paper is named in tables and figures; else the first author and the year"),
    field<Text, &T::citation, &Citation::title>("title", "Title of the paper"),
    field<ListOf<Text>, &T::citation, &Citation::authors>(
        "authors", "Authors in order, family name first: [Nguyen C, Boutron I]"),
    field<Text, &T::citation, &Citation::journal>("journal", "Journal, in full"),
    field<Year, &T::citation, &Citation::year>("year", "Year of publication"),
    field<Text, &T::citation, &Citation::volume>("volume", "Volume of the journal"),
    field<Text, &T::citation, &Citation::issue>("issue", "Issue of the volume"),
    field<Text, &T::citation, &Citation::pages>("pages", "First and last page"),
    field<Text, &T::citation, &Citation::doi>(
        "doi", "Digital object identifier, without https://doi.org/"),
    field<Text, &T::citation, &Citation::pmid>("pmid", "PubMed number"),
    field<Text, &T::citation, &Citation::pmc>("pmc", "PubMed Central number"),
    field<Text, &T::citation, &Citation::url>("url", "Address of the paper, where it has no doi"),
    field<Text, &T::citation, &Citation::registration>("registration",
                                                       "Number in a register of trials"),
    field<Text, &T::citation, &Citation::note>("note", "A remark for readers of the descriptor"),
    field<ListOf<Text>, &T::citation, &Citation::cites>(
        "cites", "Papers in its list of references: keys of this review, or doi:… or pmid:…"),
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
