#include "sgan/discriminator.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <numeric>

#include "kernels/kernels.h"
#include "network.h"

namespace sgan {
namespace {

float sigmoid(float logit) { return 1.0F / (1.0F + std::exp(-logit)); }

/// In place; subtracting the largest logit keeps exp() from overflowing.
void softmax(std::span<float> logits) {
  const float largest = *std::max_element(logits.begin(), logits.end());
  for (float& logit : logits) logit = std::exp(logit - largest);
  const float sum = std::accumulate(logits.begin(), logits.end(), 0.0F);
  for (float& logit : logits) logit /= sum;
}

/// images: [count, image_size, image_size], count <= kImagesAtOnce -> validity: [count], class_probs: [count,
/// kJudgedClasses]
void judge_few(const Model& model, int count, const float* images, Workspace& workspace, float* validity,
               float* class_probs) {
  constexpr std::size_t kLogits = 1 + kJudgedClasses;
  float* front = workspace.front.data();
  float* back = workspace.back.data();
  int size = model.info.image_size;
  int stride = 1;
  const float* input = images;
  for (const StridedConv3x3& block : model.discriminator.blocks) {
    kernels().strided_conv3x3({block, size, size, stride, count}, input, workspace.scratch.data(), front);
    input = front;
    std::swap(front, back);
    stride = padded_channels(block.plain.out);
    size = halved(size);
  }
  std::array<float, kImagesAtOnce * kLogits> logits;
  kernels().linear(model.discriminator.heads, count, input, logits.data());
  for (const float* of_image = logits.data(); count > 0; --count, of_image += kLogits) {
    *validity++ = sigmoid(of_image[0]);
    std::copy_n(of_image + 1, kJudgedClasses, class_probs);
    softmax({class_probs, kJudgedClasses});
    class_probs += kJudgedClasses;
  }
}

}  // namespace

Status judge(const Model& model, std::span<const float> images, Workspace& workspace,
             std::span<float> validity, std::span<float> class_probs) {
  const std::size_t pixels = image_pixels(model.info);
  if (pixels == 0) return {StatusCode::kInvalidArgument, "no model is loaded"};
  const std::size_t count = images.size() / pixels;
  if (images.size() % pixels != 0) {
    return {StatusCode::kInvalidArgument, "images: " + std::to_string(images.size()) +
                                              " pixels are no multiple of " + std::to_string(pixels) +
                                              ", the pixels of one image"};
  }
  if (validity.size() != count || class_probs.size() != count * kJudgedClasses) {
    return {StatusCode::kInvalidArgument, "judgements: room for " + std::to_string(validity.size()) +
                                              " validities and " + std::to_string(class_probs.size()) +
                                              " class probabilities, but there are " + std::to_string(count) +
                                              " images"};
  }
  workspace.reserve(model);
  for (std::size_t n = 0; n < count; n += kImagesAtOnce) {
    const auto few = static_cast<int>(std::min<std::size_t>(kImagesAtOnce, count - n));
    judge_few(model, few, images.data() + n * pixels, workspace, validity.data() + n,
              class_probs.data() + n * kJudgedClasses);
  }
  Status status = check_finite(validity, "discriminator");
  return status.ok() ? check_finite(class_probs, "discriminator") : status;
}

int most_probable_digit(std::span<const float> class_probs) {
  assert(class_probs.size() == kJudgedClasses);
  return static_cast<int>(std::max_element(class_probs.begin(), class_probs.begin() + kDigitClasses) -
                          class_probs.begin());
}

}  // namespace sgan
