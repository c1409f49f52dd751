#include "evaluate_rejection.h"

#include "calibration.h"
#include "evaluate_selection.h"
#include "sgan/image.h"
#include "sgan/strokes.h"
#include "sgan_evaluate/auroc.h"
#include "sgan_evaluate/non_digits.h"

namespace sgan::cli {
namespace {

struct Scores {
  std::vector<double> combined, validity, not_generated;

  explicit Scores(const Judgements& judgements) {
    for (std::size_t i = 0; i < judgements.count(); ++i) {
      validity.push_back(static_cast<double>(judgements.validity[i]));
      // The sum of the digits is exact where 1 - p would round to nothing.
      double digits = 0;
      for (const float p : judgements.probs(i).first(kDigitClasses)) digits += static_cast<double>(p);
      not_generated.push_back(digits);
      combined.push_back(validity.back() * digits);
    }
  }
};

ScoreFigures measure_score(std::span<const double> test, std::span<const double> others) {
  Calibration calibration;
  for (const double score : test) calibration.add(score, true, 1 / static_cast<double>(test.size()));
  for (const double score : others) calibration.add(score, false, 1 / static_cast<double>(others.size()));
  return {evaluation::auroc(test, others), calibration.error()};
}

using Images = std::vector<float>;  // [n, size, size] in [-1, 1]

/// draw: makes the drawing of a seed and an index
template <typename Draw>
Status add_drawings(const Draw& draw, std::uint64_t seed, int size, Images& images) {
  const std::size_t pixels = static_cast<std::size_t>(size) * static_cast<std::size_t>(size);
  images.resize(kNonDigitsOfAKind * pixels);
  for (std::size_t i = 0; i < kNonDigitsOfAKind; ++i) {
    Status status = rasterize(draw(seed, static_cast<std::uint32_t>(i)), size,
                              std::span(images).subspan(i * pixels, pixels));
    if (!status.ok()) return status;
  }
  return {};
}

/// Test images that one of the cuts is for, as indices.
std::vector<std::size_t> digits_to_cut(const io::LabelledImages& test) {
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < test.labels.size(); ++i) {
    for (const evaluation::Cut& cut : evaluation::kCuts) {
      if (cut.digit == test.labels[i]) {
        places.push_back(i);
        break;
      }
    }
  }
  return places;
}

/// One of the cuts for that digit, the `turn`-th in turn.
evaluation::Side side_of(int digit, std::size_t turn) {
  std::vector<evaluation::Side> sides;
  for (const evaluation::Cut& cut : evaluation::kCuts) {
    if (cut.digit == digit) sides.push_back(cut.side);
  }
  return sides[turn % sides.size()];
}

void add_partial_digits(const io::LabelledImages& test, int size, Images& images) {
  const std::vector<std::size_t> digits = digits_to_cut(test);
  const std::vector<std::size_t> chosen = spread(kNonDigitsOfAKind, digits.size());
  Images image(static_cast<std::size_t>(size) * static_cast<std::size_t>(size));
  for (std::size_t i = 0; i < chosen.size(); ++i) {
    const std::size_t place = digits[chosen[i]];
    io::IdxImages digit = pick(test.images, std::span(&place, 1));
    const GreyImage part = evaluation::cut_off({digit.width, digit.height, std::move(digit.pixels)},
                                               side_of(test.labels[place], i));
    // A half without ink shows nothing to reject.
    if (!part.pixels.empty() && normalize_picture(part, size, image).ok())
      images.insert(images.end(), image.begin(), image.end());
  }
}

Judgements joined(const std::vector<Judgements>& parts) {
  Judgements all;
  for (const Judgements& part : parts) {
    all.validity.insert(all.validity.end(), part.validity.begin(), part.validity.end());
    all.class_probs.insert(all.class_probs.end(), part.class_probs.begin(), part.class_probs.end());
  }
  return all;
}

}  // namespace

RejectionFigures measure_rejection(std::string name, const Judgements& test, const Judgements& others) {
  const Scores digits(test), rejects(others);
  return {std::move(name), others.count(), measure_score(digits.combined, rejects.combined),
          measure_score(digits.validity, rejects.validity),
          measure_score(digits.not_generated, rejects.not_generated)};
}

Status measure_non_digits(const Model& model, const io::LabelledImages& test, const Judgements& judged_test,
                          std::uint64_t seed, int threads, std::vector<RejectionFigures>& figures) {
  const int size = model.info.image_size;
  Images scribbles, letters, parts;
  if (Status status = add_drawings(evaluation::draw_scribble, seed, size, scribbles); !status.ok())
    return status;
  if (Status status = add_drawings(evaluation::draw_letter, seed, size, letters); !status.ok()) return status;
  add_partial_digits(test, size, parts);
  std::vector<Judgements> judged;
  figures.clear();
  for (const auto& [name, images] :
       {std::pair{"scribbles", &scribbles}, {"letters", &letters}, {"partial_digits", &parts}}) {
    if (images->empty()) continue;
    if (Status status = judge_all(model, *images, threads, judged.emplace_back()); !status.ok())
      return status;
    figures.push_back(measure_rejection(name, judged_test, judged.back()));
  }
  figures.insert(figures.begin(), measure_rejection("non_digits", judged_test, joined(judged)));
  return {};
}

}  // namespace sgan::cli
