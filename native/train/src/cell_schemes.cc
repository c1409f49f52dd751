#include "cell_schemes.h"

namespace sgan::train {

// No line that is written overlaps another one: "ivdep" says so where the compiler cannot know.

void UpsampleScheme::make_planes(const ConstLines<kPixels>& pixels, std::int64_t length,
                                 const Lines<kPlanes>& planes) {
  const auto [a, b, c, d] = pixels;
  const auto [p0, p1, p2, p3] = planes;
#pragma GCC ivdep
  for (std::int64_t i = 0; i < length; ++i) {
    p0[i] = b[i] - a[i];
    p1[i] = b[i] - c[i];
    p2[i] = c[i];
    p3[i] = d[i] - c[i];
  }
}

void UpsampleScheme::add_plane_gradients(const ConstLines<kPlanes>& planes, std::int64_t length,
                                         const Lines<kPixels>& pixels) {
  const auto [p0, p1, p2, p3] = planes;
  const auto [a, b, c, d] = pixels;
#pragma GCC ivdep
  for (std::int64_t i = 0; i < length; ++i) {
    a[i] -= p0[i];
    b[i] += p0[i] + p1[i];
    c[i] += p2[i] - p1[i] - p3[i];
    d[i] += p3[i];
  }
}

void UpsampleScheme::combine_products(const float* shared_before, const ConstLines<kProducts>& products,
                                      std::int64_t length, const Lines<kOutputs>& outputs) {
  const auto [q0, q1, q2, shared, q4] = products;
  const auto [y0, y1, y2, y3] = outputs;
#pragma GCC ivdep
  for (std::int64_t i = 0; i < length; ++i) {
    y0[i] = shared_before[i] + q0[i];
    y1[i] = shared[i] + q1[i];
    y2[i] = shared[i] + q2[i];
    y3[i] = shared[i] + q4[i];
  }
}

void UpsampleScheme::spread_gradients(const ConstLines<kOutputs + 1>& outputs, std::int64_t length,
                                      const Lines<kProducts>& products) {
  const auto [y0, y1, y2, y3, next] = outputs;
  const auto [q0, q1, q2, shared, q4] = products;
#pragma GCC ivdep
  for (std::int64_t i = 0; i < length; ++i) {
    q0[i] = y0[i];
    q1[i] = y1[i];
    q2[i] = y2[i];
    shared[i] = y1[i] + y2[i] + y3[i] + next[i];
    q4[i] = y3[i];
  }
}

void StrideScheme::make_planes(const ConstLines<kPixels>& pixels, std::int64_t length,
                               const Lines<kPlanes>& planes) {
  const auto [a, b, c, d, e] = pixels;
  const auto [p0, p1, p2, p3, p4] = planes;
#pragma GCC ivdep
  for (std::int64_t i = 0; i < length; ++i) {
    p0[i] = a[i] - c[i];
    p1[i] = b[i];
    p2[i] = c[i];
    p3[i] = d[i];
    p4[i] = e[i] - c[i];
  }
}

void StrideScheme::add_plane_gradients(const ConstLines<kPlanes>& planes, std::int64_t length,
                                       const Lines<kPixels>& pixels) {
  const auto [p0, p1, p2, p3, p4] = planes;
  const auto [a, b, c, d, e] = pixels;
#pragma GCC ivdep
  for (std::int64_t i = 0; i < length; ++i) {
    a[i] += p0[i];
    b[i] += p1[i];
    c[i] += p2[i] - p0[i] - p4[i];
    d[i] += p3[i];
    e[i] += p4[i];
  }
}

void StrideScheme::combine_products(const float* /*shared_before*/, const ConstLines<kProducts>& products,
                                    std::int64_t length, const Lines<kOutputs>& outputs) {
  const auto [q0, q1, shared, q3, q4] = products;
  const auto [y0, y1] = outputs;
#pragma GCC ivdep
  for (std::int64_t i = 0; i < length; ++i) {
    y0[i] = shared[i] + q0[i] + q1[i];
    y1[i] = shared[i] + q3[i] + q4[i];
  }
}

void StrideScheme::spread_gradients(const ConstLines<kOutputs + 1>& outputs, std::int64_t length,
                                    const Lines<kProducts>& products) {
  const float *const y0 = outputs[0], *const y1 = outputs[1];
  const auto [q0, q1, shared, q3, q4] = products;
#pragma GCC ivdep
  for (std::int64_t i = 0; i < length; ++i) {
    q0[i] = y0[i];
    q1[i] = y0[i];
    shared[i] = y0[i] + y1[i];
    q3[i] = y1[i];
    q4[i] = y1[i];
  }
}

}  // namespace sgan::train
