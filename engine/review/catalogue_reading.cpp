// SPDX-License-Identifier: MIT
#include "engine/review/catalogue_parts.h"

namespace weald {
namespace {

constexpr Explanation table[] = {
    // ---- Files ----
    {"file-missing", Severity::error, "a file or folder that is needed is not there",
     "Nothing can be read from a place that does not exist; a review's folder must hold "
     "review.yaml.",
     "weald check studies/bcg-vacine", "weald check studies/bcg-vaccine"},
    {"not-a-regular-file", Severity::error, "a descriptor or table is a folder, a pipe or a device",
     "Reading such a thing may never end or give something else each time, and results would not "
     "repeat.",
     "mkdir nguyen-2017.yaml", "Put a plain text file in its place, or rename it."},
    {"file-too-large", Severity::error, "a file is larger than 64 MiB",
     "No descriptor of a study is that large: it is probably a scan or another file under the "
     "wrong name.",
     "nguyen-2017.yaml with 300 MB of pictures", "Put the right file there, or split the table."},
    {"file-unreadable", Severity::error, "a file or folder cannot be opened",
     "A study that cannot be read is missing from every result, so nothing is computed until it "
     "can.",
     "chmod 000 nguyen-2017.yaml", "chmod 644 nguyen-2017.yaml"},
    {"file-ignored", Severity::warning, "a file looks like a descriptor and is not read",
     "Someone may believe that the study is part of the review, while it is not.",
     "nguyen-2017.yml", "nguyen-2017.yaml      (or move the file out of the review's folder)"},
    {"misplaced-file", Severity::warning,
     "review.yaml or references.yaml stands where it is not read",
     "A review has one review.yaml and one references.yaml, both at its top; what others say would "
     "be lost silently.",
     "my-review/trials/references.yaml", "my-review/references.yaml"},
    {"path-outside-review", Severity::error, "a link leads out of the review's folder",
     "A review must be whole by itself: whoever receives the folder must get the same numbers, and "
     "a review from a stranger must "
     "not reach into your files.",
     "ln -s ../../other/nguyen-2017.yaml nguyen-2017.yaml",
     "cp ../../other/nguyen-2017.yaml nguyen-2017.yaml"},
    {"no-studies", Severity::error, "a review holds no study",
     "There is nothing to analyse; often the descriptors stand in another folder or end in .yml.",
     "a folder with review.yaml alone",
     "weald add nguyen-2017      (or weald import trials.csv --into this folder)"},
    {"bad-file-name", Severity::error, "a study's file has a name that cannot be a key",
     "A study's key is its file's name: it is cited, listed and sorted by it, on every system "
     "alike.",
     "Nguyen_2017.yaml", "nguyen-2017.yaml"},

    // ---- Text ----
    {"not-utf8", Severity::error, "a file is not UTF-8 text",
     "Names with accents would come out wrong, and numbers may be cut off.",
     "a table saved by a spreadsheet as «CSV (Windows)»",
     "Save it as «CSV UTF-8», or: iconv -f WINDOWS-1252 -t UTF-8"},
    {"not-yaml", Severity::error, "a file is not YAML",
     "Nothing after the fault can be understood, so nothing else is said about this file.",
     "data: {events: 36, n: 65", "data: {events: 36, n: 65}"},
    {"yaml-alias", Severity::error, "an alias (*name) repeats another part of the file",
     "A descriptor is read by people: each number stands where it belongs and can be checked "
     "against its source.",
     "control: *same", "control: {events: 21, n: 63}"},
    {"yaml-anchor", Severity::error, "an anchor (&name) marks a part to be repeated",
     "Anchors serve aliases, which are not read.", "gc: &same {events: 36, n: 65}",
     "gc: {events: 36, n: 65}"},
    {"yaml-merge", Severity::error, "a merge key (<<) copies keys from elsewhere",
     "Keys that are not written cannot be checked by a reader, and programs disagree about what "
     "merging means.",
     "<<: *defaults", "Write the keys out."},
    {"yaml-tag", Severity::error, "a tag (!name) forces a type",
     "Descriptors say what each key holds; a tag could only contradict that.", "n: !!str 65",
     "n: 65"},
    {"yaml-several-documents", Severity::error, "a file holds several YAML documents",
     "One file is one study, known by its name; a second document would be a study without a name.",
     "year: 2017\n---\nyear: 2018", "Make two files."},
    {"nesting-too-deep", Severity::error, "lists or maps are nested deeper than 64",
     "No descriptor needs more than six; such a file is broken or hostile.", "[[[[[[…]]]]]]",
     "Remove the needless brackets."},
    {"duplicate-key", Severity::error, "a key stands twice",
     "One of the two values would be used and the other lost without a word, and programs differ "
     "in which.",
     "year: 2017\nyear: 2018", "year: 2017"},
    {"csv-unclosed-quote", Severity::error,
     "a quotation mark in a table is not closed, or closed too early",
     "Everything up to the next quotation mark would become one cell, and studies would vanish.",
     "study,ai,bi\n\"Nguyen,36,29", "study,ai,bi\n\"Nguyen\",36,29"},
    {"csv-row-length", Severity::error, "a row of a table has too many or too few cells",
     "Numbers would slip into their neighbour's column; often a decimal comma or a comma in a name "
     "is not quoted.",
     "study,ai,n1i\nNguyen, 2017,36,65", "study,ai,n1i\n\"Nguyen, 2017\",36,65"},
    {"csv-header", Severity::error, "the first line of a table does not name its columns",
     "Columns are found by name, so that their order does not matter; empty and doubled names "
     "cannot be found.",
     "study,ai,ai", "study,ai,bi"},
    {"csv-semicolons", Severity::error, "a table is separated by semicolons",
     "Spreadsheets write semicolons where the comma is the decimal mark: the numbers would be "
     "misread too.",
     "study;ai;bi\nNguyen;3,5;2", "study,ai,bi\nNguyen,3.5,2"},

    // ---- Keys and values ----
    {"unknown-key", Severity::error, "a key is not known here",
     "A misspelt key would be ignored, and with it the number that it holds.", "evnts: 36",
     "events: 36"},
    {"missing-key", Severity::error, "a key that is needed is not there",
     "Without it the rest cannot be used: a result must say of which outcome it is.",
     "results:\n  - time: 1 month", "results:\n  - outcome: pain\n    time: 1 month"},
    {"bad-key", Severity::error,
     "a key chosen by you is not made of lower-case words joined by hyphens",
     "Keys are typed on the command line and in other files; one spelling avoids near-twins such "
     "as Pain and pain.",
     "outcomes: {Acceptable_Pain: {label: Acceptable pain}}",
     "outcomes: {acceptable-pain: {label: Acceptable pain}}"},
    {"wrong-type", Severity::error, "a value is not of the kind that its key needs",
     "A value of another kind would have to be guessed at, and guessed numbers are wrong numbers.",
     "ci: 0.055 to 0.387", "ci: [0.055, 0.387]"},
    {"unknown-word", Severity::error, "a value is not one of the words that its key knows",
     "A misspelt choice would silently become another one.", "better: upwards", "better: higher"},

    // ---- Numbers ----
    {"not-a-number", Severity::error, "a text stands where a number is needed",
     "Units, signs and words beside a number belong into its key or a note.", "n: 65 patients",
     "n: 65"},
    {"quoted-number", Severity::error, "a number is in quotes",
     "Quotes make it a text, and other programs would read it as one.", "events: \"36\"",
     "events: 36"},
    {"decimal-comma", Severity::error, "a number is written with a decimal comma",
     "Elsewhere 0,75 is two numbers, and 1,234 may be one or more than a thousand.",
     "estimate: 0,75", "estimate: 0.75"},
    {"thousands-separator", Severity::error,
     "a number is written with separators between its digits",
     "The same sign is the decimal mark in other countries: 1,234 would change its size by a "
     "thousand.",
     "n: 1,234,567", "n: 1234567"},
    {"leading-zero", Severity::error, "a number begins with a zero",
     "Some programs read 010 as eight.", "n: 010", "n: 10"},
    {"radix-number", Severity::error, "a number is hexadecimal, octal or binary",
     "Papers print decimal numbers; anything else is a slip or a code.", "n: 0x1F", "n: 31"},
    {"not-finite", Severity::error, "NaN or infinity stands where a number is needed",
     "A number that is not known is left out; one that is not finite would make every result so.",
     "sd: .nan", "Delete the line: what is not given is not known."},
    {"impossible-time", Severity::error, "a time of follow-up cannot be understood",
     "The time decides in which horizon a result is pooled.", "time: 3 moths", "time: 3 months"},
    {"impossible-date", Severity::error, "a date does not exist or is not written as one",
     "Dates tell whether a search could have found a study.", "searched: 2021-02-30",
     "searched: 2021-02-28"},
};

}  // namespace

std::span<const Explanation> reading_explanations() { return table; }

}  // namespace weald
