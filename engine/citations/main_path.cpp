// SPDX-License-Identifier: MIT
// Main paths: criticality by longest paths, and search path counts. Both run over strongly
// connected components, each shrunk to one node, whose numbers are a topological order.
#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/citations/rank.h"
#include "engine/citations/summary.h"

namespace weald {
namespace {

/// A natural number: as a fraction and a power of two, which never leaves its range, and exactly as
/// long as that fits.
struct Big {
  double fraction = 0;  ///< [0.5, 1), or 0
  long power = 0;
  std::uint64_t exact = 0;
  bool fits = true;

  static Big of(std::uint64_t n) {
    Big b;
    int power = 0;
    b.fraction = std::frexp(static_cast<double>(n), &power);
    b.power = power;
    b.exact = n;
    return b;
  }
  static Big scaled(double fraction, long power) {
    Big b;
    int more = 0;
    b.fraction = std::frexp(fraction, &more);
    b.power = power + more;
    return b;
  }
};

constexpr std::uint64_t largest = std::numeric_limits<std::uint64_t>::max();

Big operator+(const Big& a, const Big& b) {
  if (a.fits && b.fits && a.exact <= largest - b.exact) return Big::of(a.exact + b.exact);
  const Big &big = a.power >= b.power ? a : b, &small = a.power >= b.power ? b : a;
  const long apart = std::min(big.power - small.power, 2000L);
  Big sum =
      Big::scaled(big.fraction + std::ldexp(small.fraction, -static_cast<int>(apart)), big.power);
  sum.fits = false;
  return sum;
}

Big operator*(const Big& a, const Big& b) {
  if (a.fits && b.fits && (b.exact == 0 || a.exact <= largest / b.exact))
    return Big::of(a.exact * b.exact);
  Big product = Big::scaled(a.fraction * b.fraction, a.power + b.power);
  product.fits = false;
  return product;
}

bool operator<(const Big& a, const Big& b) {
  if (a.fits && b.fits) return a.exact < b.exact;
  if (a.fraction == 0 || b.fraction == 0) return a.fraction < b.fraction;
  return a.power != b.power ? a.power < b.power : a.fraction < b.fraction;
}

PathCount counted(const Big& n) {
  PathCount count;
  count.log10 = n.fraction == 0
                    ? -std::numeric_limits<double>::infinity()
                    : std::log10(n.fraction) + static_cast<double>(n.power) * std::log10(2.0);
  if (n.fits) {
    count.exact = n.exact;
    if (n.exact > 0) count.log10 = std::log10(static_cast<double>(n.exact));
  }
  return count;
}

/// The graph with its components shrunk. Links lead from higher to lower components; several links
/// between two of them remain several.
struct Shrunk {
  const Links& links;
  std::vector<std::uint32_t> component;
  Links members;  ///< of each component, in order

  explicit Shrunk(const Links& l) : links(l), component(strong_components(l)) {
    const std::uint32_t count =
        component.empty() ? 0 : *std::max_element(component.begin(), component.end()) + 1;
    members.offsets.assign(std::size_t{count} + 1, 0);
    members.targets.resize(component.size());
    for (const std::uint32_t c : component) ++members.offsets[c + 1];
    for (std::size_t c = 0; c < count; ++c) members.offsets[c + 1] += members.offsets[c];
    std::vector<std::uint32_t> next(members.offsets.begin(), members.offsets.end() - 1);
    for (std::uint32_t i = 0; i < component.size(); ++i) members.targets[next[component[i]]++] = i;
  }
  std::uint32_t size() const { return members.size(); }

  /// Calls f(from, to, link's number) for each link that leaves component c.
  template <class F>
  void each_link_of(std::uint32_t c, F&& f) const {
    for (const std::uint32_t from : members.of(c))
      for (std::uint32_t k = links.offsets[from]; k < links.offsets[from + 1]; ++k)
        if (component[links.targets[k]] != c) f(from, links.targets[k], k);
  }
};

/// A shortest way from one node to another inside their component, without the first.
void walk_inside(const Shrunk& graph, std::uint32_t from, std::uint32_t to,
                 std::vector<std::uint32_t>& came_from, std::vector<std::uint32_t>& path) {
  if (from == to) return;
  std::vector<std::uint32_t> queue{from};
  came_from[from] = from;
  for (std::size_t i = 0; i < queue.size() && came_from[to] == UINT32_MAX; ++i)
    for (const std::uint32_t next : graph.links.of(queue[i]))
      if (graph.component[next] == graph.component[from] && came_from[next] == UINT32_MAX) {
        came_from[next] = queue[i];
        queue.push_back(next);
      }
  const std::size_t before = path.size();
  for (std::uint32_t at = to; at != from; at = came_from[at]) path.push_back(at);
  std::reverse(path.begin() + static_cast<std::ptrdiff_t>(before), path.end());
}

}  // namespace

MainPath main_path(const Links& cites) {
  MainPath result;
  const Shrunk graph(cites);
  const std::uint32_t n = graph.size();

  // Depth and paths from the sources downwards, height and paths to the sinks upwards.
  std::vector<int> depth(n, 0), height(n, 0);
  std::vector<Big> before(n), after(n);
  std::vector<char> reached(n, 0), leads_on(n, 0);
  for (std::uint32_t c = n; c-- > 0;) {
    if (!reached[c]) before[c] = Big::of(1);
    graph.each_link_of(c, [&](std::uint32_t, std::uint32_t to, std::uint32_t) {
      const std::uint32_t d = graph.component[to];
      depth[d] = std::max(depth[d], depth[c] + 1);
      before[d] = before[d] + before[c];
      reached[d] = leads_on[c] = 1;
    });
    result.cycles += graph.members.of(c).size() > 1;
  }
  Big total;
  for (std::uint32_t c = 0; c < n; ++c) {
    if (!leads_on[c]) {
      after[c] = Big::of(1);
      if (reached[c]) total = total + before[c];
    }
    graph.each_link_of(c, [&](std::uint32_t, std::uint32_t to, std::uint32_t) {
      const std::uint32_t d = graph.component[to];
      height[c] = std::max(height[c], height[d] + 1);
      after[c] = after[c] + after[d];
    });
    result.longest = std::max(result.longest, height[c]);
  }
  result.total = counted(total);

  result.criticality.resize(cites.size());
  for (std::uint32_t i = 0; i < cites.size(); ++i) {
    const std::uint32_t c = graph.component[i];
    result.criticality[i] = result.longest - depth[c] - height[c];
  }

  // Of the longest paths the one whose links have the largest sum of counts, from the sinks up. A
  // link lies on a longest path where both its ends are critical and it climbs one step.
  result.spc.assign(cites.edges(), counted(Big{}));
  std::vector<Big> best(n);
  std::vector<std::pair<std::uint32_t, std::uint32_t>> step(n, {UINT32_MAX, UINT32_MAX});
  for (std::uint32_t c = 0; c < n; ++c)
    graph.each_link_of(c, [&](std::uint32_t from, std::uint32_t to, std::uint32_t k) {
      const std::uint32_t d = graph.component[to];
      const Big paths = before[c] * after[d];
      result.spc[k] = counted(paths);
      if (depth[c] + height[c] != result.longest || height[d] + 1 != height[c]) return;
      const Big sum = paths + best[d];
      if (step[c].first != UINT32_MAX && !(best[c] < sum)) return;
      best[c] = sum;
      step[c] = {from, to};
    });
  if (result.longest == 0) return result;

  std::uint32_t start = UINT32_MAX;
  for (std::uint32_t i = 0; i < cites.size(); ++i) {  // by node, so that ties go to the first
    const std::uint32_t c = graph.component[i];
    if (height[c] == result.longest && (start == UINT32_MAX || best[start] < best[c])) start = c;
  }
  std::vector<std::uint32_t> came_from(cites.size(), UINT32_MAX);
  result.path.push_back(step[start].first);
  for (std::uint32_t c = start; step[c].first != UINT32_MAX;) {
    const auto [from, to] = step[c];
    walk_inside(graph, result.path.back(), from, came_from, result.path);
    result.path.push_back(to);
    c = graph.component[to];
  }
  return result;
}

}  // namespace weald
