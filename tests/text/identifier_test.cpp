// SPDX-License-Identifier: MIT
#include "engine/text/identifier.h"

#include <catch2/catch.hpp>

namespace weald {

TEST_CASE("A DOI has one form, however it is written") {
  for (const char* text :
       {"10.7326/M16-1700", "10.7326/m16-1700", "doi:10.7326/M16-1700", "DOI: 10.7326/M16-1700",
        "https://doi.org/10.7326/M16-1700", "http://dx.doi.org/10.7326/M16-1700",
        "https://doi.org/10.7326%2FM16-1700", " 10.7326/M16-1700. ", "10.7326/M16-1700 [doi]",
        "doi.org/10.7326/M16-1700,"}) {
    INFO(text);
    CHECK(normal_doi(text) == "10.7326/m16-1700");
  }
  CHECK(normal_doi("10.1016/S0140-6736(97)11096-0") == "10.1016/s0140-6736(97)11096-0");
  CHECK(normal_doi("(10.1016/S0140-6736(97)11096-0)").empty());
  CHECK(normal_doi("10.1016/S0140-6736(97)11096-0)") == "10.1016/s0140-6736(97)11096-0");
  CHECK(normal_doi("10.1002/(SICI)1097-0258(19981230)17:24<2815::AID>3.0.CO;2-8") ==
        "10.1002/(sici)1097-0258(19981230)17:24<2815::aid>3.0.co;2-8");
  CHECK(normal_doi("10.5555/x.)") == "10.5555/x");
  for (const char* text : {"", "10.7326", "10.7326/", "0", "Unavailable", "10.x/abc", "11.1/abc",
                           "smith-2010", "https://example.org/10.1000/abc"}) {
    INFO(text);
    CHECK(normal_doi(text).empty());
  }
}

TEST_CASE("A PubMed number is digits, and 0 is none") {
  for (const char* text : {"28319997", "pmid:28319997", "PMID: 28319997", "028319997",
                           "https://pubmed.ncbi.nlm.nih.gov/28319997/"})
    CHECK(normal_pmid(text) == "28319997");
  for (const char* text : {"0", "", "Unavailable", "PMC28319997", "2831a", "1234567890123"})
    CHECK(normal_pmid(text).empty());
}

TEST_CASE("PubMed Central and OpenAlex") {
  for (const char* text : {"PMC4566202", "4566202", "pmc:PMC4566202", "pmc:4566202", "PMC4566202.1",
                           "https://www.ncbi.nlm.nih.gov/pmc/articles/PMC4566202/"})
    CHECK(normal_pmc(text) == "PMC4566202");
  CHECK(normal_pmc("0").empty());
  for (const char* text : {"W2741809807", "w2741809807", "https://openalex.org/W2741809807",
                           "openalex:W2741809807", "https://api.openalex.org/works/W2741809807"})
    CHECK(normal_openalex(text) == "W2741809807");
  CHECK(normal_openalex("A123").empty());
}

TEST_CASE("Registers of trials") {
  const std::pair<const char*, const char*> cases[] = {
      {"NCT00804531", "NCT00804531"},
      {"nct00804531", "NCT00804531"},
      {"nct:NCT00804531", "NCT00804531"},
      {"NCT 00804531", "NCT00804531"},
      {"ISRCTN12345678", "ISRCTN12345678"},
      {"ISRCTN 12345678", "ISRCTN12345678"},
      {"2012-001234-12", "EUCTR2012-001234-12"},
      {"EudraCT 2012-001234-12", "EUCTR2012-001234-12"},
      {"EudraCT number: 2012-001234-12", "EUCTR2012-001234-12"},
      {"EUCTR2012-001234-12-FR", "EUCTR2012-001234-12"},
      {"2023-501234-12-00", "EUCTR2023-501234-12"},
      {"ACTRN12605000001606", "ACTRN12605000001606"},
      {"ChiCTR2000030000", "ChiCTR2000030000"},
      {"ChiCTR-TRC-12345678", "ChiCTR-TRC-12345678"},
      {"DRKS00000001", "DRKS00000001"},
      {"UMIN000000001", "UMIN000000001"},
      {"CTRI/2010/091/000001", "CTRI/2010/091/000001"},
      {"PACTR201001000000001", "PACTR201001000000001"},
      {"NTR1234", "NTR1234"},
      {"KCT0000001", "KCT0000001"},
      {"IRCT20080901001165N1", "IRCT20080901001165N1"},
      {"jRCT1031200001", "jRCT1031200001"},
      {"jRCTs031180001", "jRCTs031180001"},
      {"JPRN-UMIN000000001", "UMIN000000001"},
      {"RBR-6xj5z2", ""},
      {"CRD42019106336", "CRD42019106336"},
  };
  for (const auto& [text, normal] : cases) {
    INFO(text);
    if (*normal != '\0') CHECK(normal_registration(text) == normal);
  }
  for (const char* text : {"", "NCT0080453", "NCT008045311", "nguyen-2017", "2012-13", "NTRACE",
                           "2012-001234-123", "nl-2012", "per-2001"}) {
    INFO(text);
    CHECK(normal_registration(text).empty());
  }
  CHECK(registrations_in("registered as NCT00804531 (also ISRCTN12345678; NCT00804531)") ==
        std::vector<std::string>{"NCT00804531", "ISRCTN12345678"});
  CHECK(registrations_in("ClinicalTrials.gov/NCT00804531") ==
        std::vector<std::string>{"NCT00804531"});
  CHECK(registrations_in("a sentence without any, of 2012").empty());
  CHECK(registers_reviews("CRD42019106336"));
  CHECK_FALSE(registers_reviews("NCT00804531"));
}

TEST_CASE("Any identifier says what it is, and a key is none") {
  CHECK(normal_identifier("https://doi.org/10.7326/M16-1700") == "doi:10.7326/m16-1700");
  CHECK(normal_identifier("pmid:28319997") == "pmid:28319997");
  CHECK(normal_identifier("PMC4566202") == "pmc:PMC4566202");
  CHECK(normal_identifier("openalex:W27") == "openalex:W27");
  CHECK(normal_identifier("nct00804531") == "NCT00804531");
  for (const char* text : {"", "28319997", "nguyen-2017", "doi:nonsense", "Reply"})
    CHECK(normal_identifier(text).empty());
  for (const std::string& once :
       {normal_identifier("doi:10.1/A"), normal_identifier("10.1000/ABC"), std::string("pmc:PMC1")})
    if (!once.empty()) CHECK(normal_identifier(once) == once);
  CHECK(identifier_problem("NCT0080453") ==
        "a number of ClinicalTrials.gov has eight digits, not 7");
  CHECK(identifier_problem("doi:7326/M16").find("10.") != std::string::npos);
  CHECK(identifier_problem("nguyen-2017").empty());
}

}  // namespace weald
