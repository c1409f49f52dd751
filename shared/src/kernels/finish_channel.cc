#include <cmath>

#include "kernels/kernels.h"

namespace sgan {

void finish_channel(const Conv3x3Task& task, int channel, float* values, std::size_t count) {
  if (task.activation == Activation::kLeakyRelu) {
    for (std::size_t i = 0; i < count; ++i) values[i] = values[i] > 0 ? values[i] : values[i] * kLeakySlope;
  } else if (task.activation == Activation::kTanh) {
    for (std::size_t i = 0; i < count; ++i) values[i] = std::tanh(values[i]);
  }
  if (task.affine != nullptr) {
    const float scale = task.affine->scale[static_cast<std::size_t>(channel)];
    const float shift = task.affine->shift[static_cast<std::size_t>(channel)];
    for (std::size_t i = 0; i < count; ++i) values[i] = values[i] * scale + shift;
  }
}

}  // namespace sgan
