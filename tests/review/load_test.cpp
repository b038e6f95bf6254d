// SPDX-License-Identifier: MIT
#include <algorithm>

#include <catch2/catch.hpp>
#include <sys/stat.h>

#include "engine/numerics/parallel.h"
#include "tests/review/reading.h"

using namespace weald;
namespace fs = std::filesystem;

namespace {

const char* const review_text = "title: A review\noutcomes: {pain: {label: Pain}}\n";
const char* const study_text =
    "results:\n  - {outcome: pain, time: 1 month, finding: no difference, source: abstract}\n";

/// "code path" of every complaint, in order; paths below the folder.
Strings complaints(const Loaded& loaded, const TemporaryFolder& folder) {
  Strings all;
  for (const Diagnostic& d : loaded.diagnostics.all()) {
    std::string path = d.primary.span.known() ? loaded.sources.path(d.primary.span.source) : "";
    if (path.starts_with(folder.path().string()))
      path.erase(0, std::min(path.size(), folder.path().string().size() + 1));
    all.push_back(fmt::format("{} {}", d.code, path));
  }
  std::ranges::sort(all);
  return all;
}

struct Folder : TemporaryFolder {
  explicit Folder(const std::string& name) : TemporaryFolder("load-" + name) {
    write("review.yaml", review_text);
  }
};

}  // namespace

TEST_CASE(
    "every yaml file below a review is a study, by key, but for the three names that are not") {
  const Folder folder("studies");
  folder.write("zeta-2001.yaml", study_text);
  folder.write("trials/alpha-2002.yaml", study_text);
  folder.write("trials/deep/er/beta-2003.yaml", study_text);
  folder.write("references.yaml", "gamma-2004: {title: A paper}\n");
  folder.write("published.yaml", "anything: goes\n");
  folder.write("trials/published.yaml", "anything: goes\n");
  folder.write(".hidden.yaml", "]");
  folder.write(".git/x.yaml", "]");
  folder.write("notes.md", "]");
  const Loaded loaded = load_source(folder.path());
  CHECK(complaints(loaded, folder) == Strings{});
  CHECK(loaded.readable);
  REQUIRE(loaded.review());
  const Review& review = *loaded.review();
  CHECK(review.folder == folder.path());
  CHECK(review.title == "A review");
  REQUIRE(review.studies.size() == 3);
  CHECK(review.studies[0].key == "alpha-2002");
  CHECK(review.studies[1].key == "beta-2003");
  CHECK(review.study("zeta-2001")->results.size() == 1);
  CHECK(review.study("published") == nullptr);
  CHECK(review.reference("gamma-2004") != nullptr);
}

TEST_CASE("the result does not depend on the number of threads") {
  const Folder folder("threads");
  for (int i = 0; i < 60; ++i)
    folder.write(fmt::format("study-{:02}.yaml", i),
                 i % 3 ? study_text : "results:\n  - {tme: 3}\n");
  const auto dump = [&] {
    const Loaded loaded = load_source(folder.path());
    std::string all;
    for (const Diagnostic& d : loaded.diagnostics.all()) all += render(d, loaded.sources, false);
    for (const Study& study : loaded.review()->studies)
      all += study.key + std::to_string(study.source);
    return all;
  };
  set_threads(1);
  const std::string one = dump();
  set_threads(4);
  const std::string four = dump();
  set_threads(0);
  CHECK(one.size() > 1000);
  CHECK(one == four);
}

TEST_CASE("a folder without review.yaml is no review, and the nearest one is named") {
  const TemporaryFolder folder("load-none");
  folder.write("bcg/review.yaml", review_text);
  const Loaded loaded = load_source(folder.path());
  CHECK_FALSE(loaded.readable);
  REQUIRE(loaded.diagnostics.all().size() == 1);
  CHECK(loaded.diagnostics.all()[0].code == "file-missing");
  CHECK(loaded.diagnostics.all()[0].help ==
        fmt::format("did you mean `{}`?", (folder.path() / "bcg").string()));
  const Loaded typo = load_source(folder.path() / "bgc");
  CHECK_FALSE(typo.readable);
  CHECK(typo.diagnostics.all().at(0).code == "file-missing");
  CHECK(typo.diagnostics.all().at(0).help ==
        fmt::format("did you mean `{}`?", (folder.path() / "bcg").string()));
  const Loaded inside = load_source(folder.path() / "bcg" / "review.yaml");
  CHECK_FALSE(inside.readable);
  CHECK(inside.diagnostics.all().at(0).help ==
        fmt::format("give the folder of its review: `{}`", (folder.path() / "bcg").string()));
}

TEST_CASE("a review without studies says so") {
  const Folder folder("empty");
  CHECK(complaints(load_source(folder.path()), folder) == Strings{"no-studies review.yaml"});
}

TEST_CASE("files that look like descriptors and are not read are named") {
  const Folder folder("ignored");
  folder.write("good-2001.yaml", study_text);
  folder.write("other-2002.yml", study_text);
  folder.write("data.json", "{}");
  folder.write("Loud-2003.YAML", study_text);
  folder.write("sub/references.yaml", "a: {title: A}\n");
  folder.write("nested/review.yaml", review_text);
  folder.write("nested/study-2004.yaml", "]");
  const Loaded loaded = load_source(folder.path());
  CHECK(complaints(loaded, folder) ==
        Strings{"file-ignored Loud-2003.YAML", "file-ignored data.json",
                "file-ignored other-2002.yml", "misplaced-file nested/review.yaml",
                "misplaced-file sub/references.yaml"});
  CHECK_FALSE(loaded.diagnostics.has_errors());
}

TEST_CASE("a study's file name must be a key") {
  const Folder folder("names");
  folder.write("Nguyen_2017.yaml", study_text);
  const Loaded loaded = load_source(folder.path());
  CHECK(complaints(loaded, folder) == Strings{"bad-file-name Nguyen_2017.yaml"});
  CHECK(loaded.diagnostics.all()[0].help ==
        "keys are lower-case words joined by hyphens: rename the file to `nguyen-2017.yaml`");
}

TEST_CASE("two files for one study are an error that points at both") {
  const Folder folder("twice");
  folder.write("a/nguyen-2017.yaml", study_text);
  folder.write("b/nguyen-2017.yaml", study_text);
  const Loaded loaded = load_source(folder.path());
  CHECK(complaints(loaded, folder) == Strings{"duplicate-key b/nguyen-2017.yaml"});
  const Diagnostic& error = loaded.diagnostics.all().at(0);
  REQUIRE(error.secondary.size() == 1);
  CHECK(loaded.sources.path(error.secondary[0].span.source) ==
        (folder.path() / "a/nguyen-2017.yaml").string());
  CHECK(loaded.review()->studies.size() == 1);
}

TEST_CASE("what is no readable text file is reported, and a broken file once only") {
  const Folder folder("broken");
  folder.write("good-2001.yaml", study_text);
  folder.write("latin-2002.yaml", "title: caf\xe9\n");
  folder.write("yaml-2003.yaml", "title: [a\nyear: 3: 4\n");
  folder.write("empty-2004.yaml", "");
  REQUIRE(::mkfifo((folder.path() / "pipe-2005.yaml").c_str(), 0600) == 0);
  const Loaded loaded = load_source(folder.path());
  CHECK(complaints(loaded, folder) == Strings{"not-a-regular-file pipe-2005.yaml",
                                              "not-utf8 latin-2002.yaml", "not-yaml yaml-2003.yaml",
                                              "wrong-type empty-2004.yaml"});
  CHECK(loaded.readable);
}

TEST_CASE("links must stay in the review's folder") {
  const TemporaryFolder outside("load-outside");
  outside.write("secret-2001.yaml", study_text);
  const Folder folder("links");
  folder.write("good-2001.yaml", study_text);
  fs::create_symlink(outside.path() / "secret-2001.yaml", folder.path() / "secret-2001.yaml");
  fs::create_symlink(outside.path(), folder.path() / "elsewhere");
  fs::create_symlink(folder.path() / "nobody.yaml", folder.path() / "broken-2002.yaml");
  fs::create_symlink(folder.path(), folder.path() / "loop");
  fs::create_symlink(folder.path() / "good-2001.yaml", folder.path() / "alias-2003.yaml");
  const Loaded loaded = load_source(folder.path());
  CHECK(complaints(loaded, folder) == Strings{"file-ignored loop", "file-missing broken-2002.yaml",
                                              "path-outside-review elsewhere",
                                              "path-outside-review secret-2001.yaml"});
  CHECK(loaded.review()->studies.size() == 2);
  CHECK(loaded.review()->study("secret-2001") == nullptr);
}

TEST_CASE("a link in place of review.yaml that leaves the folder is refused") {
  const TemporaryFolder outside("load-outside-review");
  outside.write("review.yaml", review_text);
  const TemporaryFolder folder("load-linked-review");
  folder.write("good-2001.yaml", study_text);
  fs::create_symlink(outside.path() / "review.yaml", folder.path() / "review.yaml");
  CHECK(complaints(load_source(folder.path()), folder) ==
        Strings{"path-outside-review review.yaml"});
}

TEST_CASE("where review.yaml is not understood, its names are not missed") {
  const TemporaryFolder folder("load-review-broken");
  folder.write("review.yaml", "title: [\n");
  folder.write("good-2001.yaml", study_text);
  CHECK(complaints(load_source(folder.path()), folder) == Strings{"not-yaml review.yaml"});
}

TEST_CASE("a table is read as one ad-hoc analysis") {
  const TemporaryFolder folder("load-table");
  folder.write("trials.csv", "study,ai,bi\nA,1,2\nB,3,4\n");
  folder.write("trials.TSV", "study\tai\nA\t1\n");
  folder.write("bad.csv", "study,ai\nA,1,2\nB,1\n");
  const Loaded csv = load_source(folder.path() / "trials.csv");
  REQUIRE(csv.table());
  CHECK(csv.readable);
  CHECK(csv.table()->name == "trials");
  CHECK(csv.table()->sheet.rows.size() == 2);
  CHECK(csv.sources.path(csv.table()->source) == (folder.path() / "trials.csv").string());
  CHECK(load_source(folder.path() / "trials.TSV").table()->sheet.header.size() == 2);
  CHECK(complaints(load_source(folder.path() / "bad.csv"), folder) ==
        Strings{"csv-row-length bad.csv"});
  const Loaded other = load_source(folder.path() / "trials.cvs");
  CHECK_FALSE(other.readable);
  CHECK(other.diagnostics.all().at(0).help ==
        fmt::format("did you mean `{}`?", (folder.path() / "trials.csv").string()));
}

TEST_CASE("the nearest review is found from below") {
  const Folder folder("nearest");
  folder.write("trials/old/x.yaml", study_text);
  CHECK(find_review(folder.path()) == folder.path());
  CHECK(find_review(folder.path() / "trials" / "old") == folder.path());
}
