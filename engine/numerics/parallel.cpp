// SPDX-License-Identifier: MIT
#include "engine/numerics/parallel.h"

#include <algorithm>
#include <atomic>
#include <memory>
#include <mutex>

#include <oneapi/tbb/global_control.h>
#include <oneapi/tbb/parallel_for.h>

namespace weald {
namespace {

std::atomic<unsigned> threads{0};

/// The limit lives as long as the object, so it is kept until the next call of set_threads.
std::unique_ptr<tbb::global_control>& limit() {
  static std::unique_ptr<tbb::global_control> control;
  return control;
}

}  // namespace

void set_threads(unsigned n) {
  static std::mutex only_one;
  const std::lock_guard lock(only_one);
  threads = n;
  limit().reset();
  if (n > 0)
    limit() =
        std::make_unique<tbb::global_control>(tbb::global_control::max_allowed_parallelism, n);
}

void for_each_index(std::size_t n, const std::function<void(std::size_t)>& f) {
  if (threads == 1 || n < 2) {
    for (std::size_t i = 0; i < n; ++i) f(i);
    return;
  }
  tbb::parallel_for(std::size_t{0}, n, [&f](std::size_t i) { f(i); });
}

void for_each_index(std::size_t n, const Progress& progress, std::size_t smallest,
                    const std::function<void(std::size_t)>& f) {
  if (!progress) return for_each_index(n, f);
  const std::size_t batch = std::max(smallest, n / 200);
  for (std::size_t first = 0; first < n; first += batch) {
    const std::size_t size = std::min(batch, n - first);
    for_each_index(size, [&](std::size_t i) { f(first + i); });
    progress(static_cast<double>(first + size) / static_cast<double>(n));
  }
}

}  // namespace weald
