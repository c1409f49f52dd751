#include "ui/draw_challenge.h"

#include <algorithm>
#include <cassert>
#include <numeric>
#include <random>
#include <utility>

namespace sgan::app {

int Challenge::right() const {
  return static_cast<int>(
      std::count_if(answers.begin(), answers.end(), [](const ChallengeAnswer& a) { return a.right(); }));
}

int Challenge::wrong() const { return static_cast<int>(answers.size()) - right(); }

int Challenge::misread() const {
  return static_cast<int>(
      std::count_if(answers.begin(), answers.end(), [](const ChallengeAnswer& a) { return a.misread(); }));
}

int Challenge::streak() const {
  const auto miss =
      std::find_if(answers.rbegin(), answers.rend(), [](const ChallengeAnswer& a) { return !a.right(); });
  return static_cast<int>(miss - answers.rbegin());
}

int Challenge::best_streak() const {
  int best = 0, row = 0;
  for (const ChallengeAnswer& one : answers) {
    row = one.right() ? row + 1 : 0;
    best = std::max(best, row);
  }
  return best;
}

double Challenge::seconds() const {
  return std::accumulate(answers.begin(), answers.end(), 0.0,
                         [](double sum, const ChallengeAnswer& a) { return sum + a.seconds; });
}

void Challenge::start(std::uint32_t seed, double now) {
  std::mt19937 random(seed);
  std::iota(order.begin(), order.end(), 0);
  // Not std::shuffle, whose order is each library's own.
  for (std::size_t i = order.size() - 1; i > 0; --i) std::swap(order[i], order[random() % (i + 1)]);
  answers.clear();
  since = now;
  open = true;
}

void Challenge::answer(std::optional<Verdict> read, Drawing strokes, double now) {
  assert(asking());
  answers.push_back({asked(), read, std::move(strokes), now - since});
  since = now;
}

}  // namespace sgan::app
