// SPDX-License-Identifier: MIT
#include "engine/review/recruitment.h"

#include <catch2/catch.hpp>

using namespace weald;

TEST_CASE("a site says where and in which years people were recruited") {
  const auto one = recruitment("Spine Centre, Berlin, March 2007 to May 2008");
  REQUIRE(one.has_value());
  CHECK(one->place == "spinecentreberlin");
  CHECK(one->first == 2007);
  CHECK(one->last == 2008);
  CHECK(recruitment("SPINE CENTRE Berlin, from 2010")->place == one->place);
  CHECK(recruitment("SPINE CENTRE Berlin, 2010")->last == 2010);
}

TEST_CASE("a site without a place or a year says nothing") {
  CHECK_FALSE(recruitment("Spine Centre").has_value());
  CHECK_FALSE(recruitment("2007-2008").has_value());
  CHECK_FALSE(recruitment("").has_value());
  CHECK_FALSE(recruitment("Ward 12345").has_value());
}
