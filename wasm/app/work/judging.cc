#include "work/judging.h"

#include "sgan/discriminator.h"

namespace sgan::app {

Verdict judge_image(const Model& model, std::span<const float> image, Workspace& workspace) {
  Verdict verdict;
  // Sizes come from the model itself; what comes to no numbers is no digit.
  if (!judge(model, image, workspace, {&verdict.validity, 1}, verdict.probs).ok()) {
    verdict = {};
    verdict.rejected = true;
    return verdict;
  }
  verdict.digit = most_probable_digit(verdict.probs);
  const float best = verdict.probs[static_cast<std::size_t>(verdict.digit)];
  float digits = 0;
  for (std::size_t i = 0; i < kDigitClasses; ++i) digits += verdict.probs[i];
  verdict.confidence = digits > 0 ? best / digits : 0;
  verdict.rejected = verdict.probs[kFakeClass] > best;
  return verdict;
}

}  // namespace sgan::app
