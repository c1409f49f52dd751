// Nearest up-sampling x2 and a 3x3 convolution as nine matrix products over the input and its first
// differences: 36 multiplications per input pixel become 9. docs/performance.md derives it.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/upsample_conv3x3_simd.cc"
#include <hwy/foreach_target.h>  // must come before highway.h
#include <hwy/highway.h>

#include <algorithm>
#include <cstddef>

#include "kernels/kernels.h"
#include "kernels/simd.h"

HWY_BEFORE_NAMESPACE();
namespace sgan {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

using FloatTag = hn::ScalableTag<float>;
using FloatVector = hn::Vec<FloatTag>;

constexpr int kProducts = 9;
constexpr int kVectors = 2;  // of positions in a tile
// Rows of output channels that a tile's sums can take without leaving the registers: 32 of them, or 16.
constexpr int kTileRows = HWY_TARGET <= HWY_AVX3 && HWY_TARGET != HWY_WASM ? 2 * kProductRows : kProductRows;
constexpr int kMaxTilePositions = kVectors * HWY_MAX_BYTES / static_cast<int>(sizeof(float));

/// A stretch of kVectors vectors of input pixels, in row-major order over the whole plane.
int tile_positions() { return kVectors * static_cast<int>(hn::Lanes(FloatTag())); }

/// The right-hand sides of the nine products for one channel and one tile.
/// plane: [height, width]; target: product p at target + p * stride, [tile_positions()] each
void gather_differences(const UpsampleConv3x3Task& task, const float* HWY_RESTRICT plane, int begin,
                        int count, float* HWY_RESTRICT target, std::ptrdiff_t stride) {
  const int height = task.height, width = task.width;
  for (int position = begin; position < begin + count;) {
    const int y = position / width;
    const int first = position % width;
    const int last = std::min(width, first + begin + count - position);
    const float* row = plane + y * width;
    const float* above = row - width;
    const float* below = row + width;
    float* out = target + (position - begin) - first;
    // The three vertical combinations at column x; outside the image all is zero.
    const auto column = [&](int x, float(&value)[3]) HWY_ATTR {
      if (x < 0 || x >= width) {
        value[0] = value[1] = value[2] = 0;
        return;
      }
      value[0] = row[x];
      value[1] = (y > 0 ? above[x] : 0.0F) - row[x];
      value[2] = (y + 1 < height ? below[x] : 0.0F) - row[x];
    };
    float left[3], here[3], right[3];
    column(first - 1, left);
    column(first, here);
    for (int x = first; x < last; ++x) {
      column(x + 1, right);
      for (int a = 0; a < 3; ++a) {
        out[(3 * a) * stride + x] = here[a];
        out[(3 * a + 1) * stride + x] = left[a] - here[a];
        out[(3 * a + 2) * stride + x] = right[a] - here[a];
        left[a] = here[a];
        here[a] = right[a];
      }
    }
    position += last - first;
  }
}

/// sums[r][v] = matrix row r times the tile.  matrices: kRows / kProductRows matrices [in, kProductRows],
/// matrix_stride apart inputs: [in, kVectors vectors]
template <int kRows>
HWY_INLINE void multiply(const float* HWY_RESTRICT matrix, std::ptrdiff_t matrix_stride,
                         const float* HWY_RESTRICT inputs, int in, float* HWY_RESTRICT sums) {
  const FloatTag d;
  const std::size_t lanes = hn::Lanes(d);
  FloatVector sum[kRows][kVectors];
  for (int r = 0; r < kRows; ++r) {
    for (int v = 0; v < kVectors; ++v) sum[r][v] = hn::Zero(d);
  }
  const auto step = [&](const float* HWY_RESTRICT weights, const float* HWY_RESTRICT values) HWY_ATTR {
    const FloatVector x0 = hn::Load(d, values);
    const FloatVector x1 = hn::Load(d, values + lanes);
    for (int r = 0; r < kRows; ++r) {
      const FloatVector w = hn::Set(d, weights[(r / kProductRows) * matrix_stride + r % kProductRows]);
      sum[r][0] = hn::MulAdd(x0, w, sum[r][0]);
      sum[r][1] = hn::MulAdd(x1, w, sum[r][1]);
    }
  };
  int i = 0;
  for (; i + 4 <= in; i += 4) {
    for (int u = 0; u < 4; ++u)
      step(matrix + (i + u) * kProductRows, inputs + static_cast<std::size_t>(i + u) * kVectors * lanes);
  }
  for (; i < in; ++i)
    step(matrix + i * kProductRows, inputs + static_cast<std::size_t>(i) * kVectors * lanes);
  for (int r = 0; r < kRows; ++r) {
    for (int v = 0; v < kVectors; ++v)
      hn::Store(sum[r][v], d, sums + static_cast<std::size_t>(r * kVectors + v) * lanes);
  }
}

/// The four output pixels of each position of a tile from its nine products, for one output channel.
/// sums: product p at sums + p * stride; pixels: [2 rows, 2 * tile_positions()], even and odd columns
/// interleaved
HWY_INLINE void combine(const float* HWY_RESTRICT sums, std::ptrdiff_t stride, float bias,
                        float* HWY_RESTRICT pixels) {
  const FloatTag d;
  const std::size_t lanes = hn::Lanes(d);
  const FloatVector slope = hn::Set(d, kLeakySlope);
  for (std::size_t v = 0; v < kVectors; ++v) {
    const auto product = [&](int p) HWY_ATTR { return hn::Load(d, sums + p * stride + v * lanes); };
    const FloatVector all = hn::Add(product(0), hn::Set(d, bias));
    const FloatVector left = hn::Add(all, product(1));
    const FloatVector right = hn::Add(all, product(2));
    for (int row = 0; row < 2; ++row) {
      const int p = 3 + 3 * row;
      const FloatVector vertical = product(p);
      FloatVector even = hn::Add(left, hn::Add(vertical, product(p + 1)));
      FloatVector odd = hn::Add(right, hn::Add(vertical, product(p + 2)));
      even = hn::Max(even, hn::Mul(even, slope));
      odd = hn::Max(odd, hn::Mul(odd, slope));
      hn::StoreInterleaved2(even, odd, d,
                            pixels + static_cast<std::size_t>(row) * 2 * kVectors * lanes + 2 * v * lanes);
    }
  }
}

/// Copies a tile's pixels to where its positions lie in the output plane [2 * height, 2 * width].
void scatter(const UpsampleConv3x3Task& task, const float* HWY_RESTRICT pixels, int begin, int count,
             float* HWY_RESTRICT plane) {
  const int width = task.width;
  for (int position = begin; position < begin + count;) {
    const int y = position / width;
    const int x = position % width;
    const int length = std::min(width - x, begin + count - position);
    for (int row = 0; row < 2; ++row) {
      std::copy_n(pixels + row * 2 * tile_positions() + 2 * (position - begin), 2 * length,
                  plane + (2 * y + row) * 2 * width + 2 * x);
    }
    position += length;
  }
}

template <int kRows>
void tile_channels(const UpsampleConv3x3Task& task, const float* HWY_RESTRICT inputs, int channel, int begin,
                   int count, float* HWY_RESTRICT output) {
  const Conv3x3& layer = task.layer.plain;
  const std::ptrdiff_t matrix = static_cast<std::ptrdiff_t>(layer.in) * kProductRows;
  const float* matrices = task.layer.products.data() + channel / kProductRows * kProducts * matrix;
  const std::ptrdiff_t positions = tile_positions();
  HWY_ALIGN float sums[kProducts * kRows * kMaxTilePositions];
  for (int p = 0; p < kProducts; ++p) {
    multiply<kRows>(matrices + p * matrix, kProducts * matrix, inputs + p * layer.in * positions, layer.in,
                    sums + p * kRows * positions);
  }
  HWY_ALIGN float pixels[4 * kMaxTilePositions];
  const std::ptrdiff_t plane = std::ptrdiff_t{4} * task.height * task.width;
  for (int r = 0; r < std::min(kRows, layer.out - channel); ++r) {
    combine(sums + r * positions, kRows * positions, layer.bias[static_cast<std::size_t>(channel + r)],
            pixels);
    scatter(task, pixels, begin, count, output + (channel + r) * plane);
  }
}

std::size_t upsample_conv3x3_scratch(const UpsampleConv3x3Task& task) {
  // One vector more, to begin at an aligned address.
  return static_cast<std::size_t>(kProducts * task.layer.plain.in + 1) *
         static_cast<std::size_t>(tile_positions());
}

void upsample_conv3x3(const UpsampleConv3x3Task& task, const float* HWY_RESTRICT input,
                      float* HWY_RESTRICT scratch, float* HWY_RESTRICT output) {
  const Conv3x3& layer = task.layer.plain;
  const int positions = tile_positions();
  const int pixels = task.height * task.width;
  float* inputs = align_up(scratch, HWY_MAX_BYTES);
  for (int begin = 0; begin < pixels; begin += positions) {
    const int count = std::min(positions, pixels - begin);
    if (count < positions) std::fill_n(inputs, kProducts * layer.in * positions, 0.0F);
    for (int i = 0; i < layer.in; ++i) {
      gather_differences(task, input + static_cast<std::ptrdiff_t>(i) * pixels, begin, count,
                         inputs + i * positions, static_cast<std::ptrdiff_t>(layer.in) * positions);
    }
    int channel = 0;
    for (; channel + kTileRows <= layer.out; channel += kTileRows)
      tile_channels<kTileRows>(task, inputs, channel, begin, count, output);
    for (; channel < layer.out; channel += kProductRows)
      tile_channels<kProductRows>(task, inputs, channel, begin, count, output);
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace sgan
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace sgan {
namespace {

HWY_EXPORT(upsample_conv3x3);
HWY_EXPORT(upsample_conv3x3_scratch);

}  // namespace

void upsample_conv3x3_simd(const UpsampleConv3x3Task& task, const float* input, float* scratch,
                           float* output) {
  HWY_DYNAMIC_DISPATCH(upsample_conv3x3)(task, input, scratch, output);
}

std::size_t upsample_conv3x3_simd_scratch(const UpsampleConv3x3Task& task) {
  return HWY_DYNAMIC_DISPATCH(upsample_conv3x3_scratch)(task);
}

}  // namespace sgan
#endif  // HWY_ONCE
