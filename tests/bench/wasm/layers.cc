// Single layers of the article's networks by the core's own kernels, and their matrix products alone.

#include <cstddef>
#include <cstdint>
#include <vector>

#include "kernels/kernels.h"
#include "kernels/pack.h"
#include "micro_benchmarks.h"

namespace {

using namespace sgan;

/// Small numbers around zero, the same ones each time.
template <typename Floats>
Floats some_values(int count) {
  Floats values(static_cast<std::size_t>(count));
  std::uint32_t state = 1;
  for (float& value : values) {
    state = state * 1664525U + 1013904223U;
    value = (static_cast<float>(state >> 8U) / 8388608.0F - 1.0F) * 0.1F;
  }
  return values;
}

AlignedFloats some_pixels(int channels, int size) {
  return some_values<AlignedFloats>(padded_channels(channels) * size * size);
}

Conv3x3 some_conv(int in, int out) {
  return {in, out, some_values<std::vector<float>>(in * out * 9), some_values<std::vector<float>>(out)};
}

struct LinearBenchmark {
  LinearBenchmark(int row_count, int in, int out)
      : rows(row_count),
        layer(pack_linear(
            {in, out, some_values<std::vector<float>>(in * out), some_values<std::vector<float>>(out)},
            in_order(out), {})),
        input(some_values<AlignedFloats>(rows * in)),
        output(some_values<AlignedFloats>(rows * out)) {}

  float run(int repetitions) {
    for (int i = 0; i < repetitions; ++i) kernels().linear(layer, rows, input.data(), output.data());
    return output[0];
  }

  int rows;
  PackedLinear layer;
  AlignedFloats input, output;
};

struct UpsampleBenchmark {
  UpsampleBenchmark(int in, int out, int input_size)
      : layer(pack_upsample(some_conv(in, out))),
        size(input_size),
        input(some_pixels(in, size)),
        scratch(kernels().upsample_conv3x3_scratch({layer, size, size})),
        output(some_pixels(out, 2 * size)) {}

  float run(int repetitions) {
    for (int i = 0; i < repetitions; ++i)
      kernels().upsample_conv3x3({layer, size, size}, input.data(), scratch.data(), output.data());
    return output[0];
  }

  UpsampleConv3x3 layer;
  int size;
  AlignedFloats input, scratch, output;
};

struct StridedBenchmark {
  StridedBenchmark(int in, int out, int input_size)
      : layer(pack_strided(some_conv(in, out), {AlignedFloats(static_cast<std::size_t>(out), 1.0F),
                                                AlignedFloats(static_cast<std::size_t>(out))})),
        task{layer, input_size, input_size, in == 1 ? 1 : padded_channels(in)},
        input(some_pixels(in, input_size)),
        scratch(kernels().strided_conv3x3_scratch(task)),
        output(some_pixels(out, input_size / 2)) {}

  float run(int repetitions) {
    for (int i = 0; i < repetitions; ++i)
      kernels().strided_conv3x3(task, input.data(), scratch.data(), output.data());
    return output[0];
  }

  StridedConv3x3 layer;
  StridedConv3x3Task task;
  AlignedFloats input, scratch, output;
};

struct ImageBenchmark {
  ImageBenchmark(int in, int image_size)
      : layer(pack_image(some_conv(in, 1))),
        size(image_size),
        input(some_pixels(in, size)),
        output(some_values<AlignedFloats>(size * size)) {}

  float run(int repetitions) {
    for (int i = 0; i < repetitions; ++i)
      kernels().image_conv3x3({layer, size, size}, input.data(), output.data());
    return output[0];
  }

  ImageConv3x3 layer;
  int size;
  AlignedFloats input, output;
};

}  // namespace

// Layers are made by the first call, which warms up.

/// The matrix products of one image's two up-samplings, as many rows and matrices at a time as there, but
/// nothing around them.
float sgan_bench_matrix_products(int repetitions) {
  static LinearBenchmark first(16, 128, kUpsampleProducts * 128), second(32, 128, kUpsampleProducts * 64);
  float result = 0;
  for (int i = 0; i < repetitions; ++i) result = first.run(1) + second.run(2);
  return result;
}

float sgan_bench_project(int repetitions) {
  static LinearBenchmark benchmark(1, 100, 8 * 8 * 128);
  return benchmark.run(repetitions);
}

float sgan_bench_upsample1(int repetitions) {
  static UpsampleBenchmark benchmark(128, 128, 8);
  return benchmark.run(repetitions);
}

float sgan_bench_upsample2(int repetitions) {
  static UpsampleBenchmark benchmark(128, 64, 16);
  return benchmark.run(repetitions);
}

float sgan_bench_image(int repetitions) {
  static ImageBenchmark benchmark(64, 32);
  return benchmark.run(repetitions);
}

float sgan_bench_block1(int repetitions) {
  static StridedBenchmark benchmark(1, 16, 32);
  return benchmark.run(repetitions);
}

float sgan_bench_block2(int repetitions) {
  static StridedBenchmark benchmark(16, 32, 16);
  return benchmark.run(repetitions);
}

float sgan_bench_block3(int repetitions) {
  static StridedBenchmark benchmark(32, 64, 8);
  return benchmark.run(repetitions);
}

float sgan_bench_block4(int repetitions) {
  static StridedBenchmark benchmark(64, 128, 4);
  return benchmark.run(repetitions);
}

float sgan_bench_heads(int repetitions) {
  static LinearBenchmark benchmark(1, 512, 12);
  return benchmark.run(repetitions);
}
