// SPDX-License-Identifier: MIT
#include "engine/review/study.h"

#include "engine/review/by_key.h"

namespace weald {

const Group* Study::group(std::string_view wanted) const { return by_key(groups, wanted); }

}  // namespace weald
