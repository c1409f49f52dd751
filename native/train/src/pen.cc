#include "pen.h"

namespace sgan::train {

using torch::Tensor;

Tensor pen_ink(const Tensor& points, const Tensor& radius, double edge, std::int64_t size) {
  const Tensor pixels = torch::arange(size, points.options()) + 0.5;
  const Tensor dx = (points.select(2, 0).unsqueeze(2) - pixels).square();  // [n, points, size]
  const Tensor dy = (points.select(2, 1).unsqueeze(2) - pixels).square();
  const Tensor distance = (dx.unsqueeze(2) + dy.unsqueeze(3)).amin(1).sqrt();  // [n, size, size]
  return ((radius - distance) / edge + 0.5).clamp(0, 1).mul(2).sub(1).unsqueeze(1);
}

}  // namespace sgan::train
