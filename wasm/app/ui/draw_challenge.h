#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "sgan/model.h"
#include "ui/draw_ink.h"
#include "ui/picture.h"

namespace sgan::app {

/// One answer of the challenge: what was asked, drawn and read.
struct ChallengeAnswer {
  int asked = 0;
  std::optional<Verdict> read;  // none: passed over
  Drawing strokes;              // empty if passed over
  double seconds = 0;           // from the question to the answer

  [[nodiscard]] bool right() const { return read && !read->rejected && read->digit == asked; }
  [[nodiscard]] bool misread() const { return read && !right(); }
};

/// The page asks for each digit once, in random order, and keeps score. The verdict stays hidden until the
/// answer is given, or nobody would ever be wrong.
struct Challenge {
  bool open = false;  // asked, or done and its score still shown
  std::array<int, kDigitClasses> order{};
  std::vector<ChallengeAnswer> answers;
  double since = 0;          // when the present question was asked, in seconds
  bool want_start = false;   // asked for by the person; whoever serves it knows chance and calls start()
  bool want_missed = false;  // wants the misread drawings as a file

  [[nodiscard]] bool asking() const { return open && answers.size() < order.size(); }
  /// The digit to draw now; only while asking.
  [[nodiscard]] int asked() const { return order[answers.size()]; }
  [[nodiscard]] int right() const;
  [[nodiscard]] int wrong() const;
  /// Those drawn and read as something else; the others that are wrong were passed over.
  [[nodiscard]] int misread() const;
  [[nodiscard]] int streak() const;  // right ones in a row, up to the last answer
  [[nodiscard]] int best_streak() const;
  [[nodiscard]] double seconds() const;  // of all answers

  void start(std::uint32_t seed, double now);
  /// Answers with what was drawn, or passes without a verdict. Only while asking.
  void answer(std::optional<Verdict> read, Drawing strokes, double now);
  void close() { open = false; }
};

}  // namespace sgan::app
