// SPDX-License-Identifier: MIT
// Loops over independent items on several threads (oneTBB). Results go by slot, so that they do not
// depend on the number of threads.
#pragma once

#include <cstddef>
#include <functional>

#include "engine/numerics/progress.h"

namespace weald {

/// How many threads for_each_index may use from now on; 0 is all that the machine has.
void set_threads(unsigned n);

/// Calls f(i) for every i < n, in any order, on as many threads as are set. f must write to slot i
/// only.
void for_each_index(std::size_t n, const std::function<void(std::size_t)>& f);

/// The same with word of the progress: in batches of a half percent, at least `smallest` items
/// each.
void for_each_index(std::size_t n, const Progress& progress, std::size_t smallest,
                    const std::function<void(std::size_t)>& f);

}  // namespace weald
