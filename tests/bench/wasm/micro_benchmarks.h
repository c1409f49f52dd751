#pragma once

#include <emscripten/em_macros.h>

/// Micro-benchmarks of a WebAssembly engine. page/micro.mjs lists them with their names and how many
/// multiply-adds one repetition does; it measures whatever that list has. Each returns a number that depends
/// on all of the work, so that none of it can be left out.
extern "C" {

/// What the machine can do at most: multiplications and additions of four lanes, their sums in registers.
EMSCRIPTEN_KEEPALIVE float sgan_bench_f32_multiply_add(int repetitions);
/// The same for eight products of 16-bit integers that are added in pairs.
EMSCRIPTEN_KEEPALIVE int sgan_bench_i16_dot(int repetitions);

/// The matrix products of one image's up-samplings, by the core.
EMSCRIPTEN_KEEPALIVE float sgan_bench_matrix_products(int repetitions);

/// Layers of the article's generator, by the core.
EMSCRIPTEN_KEEPALIVE float sgan_bench_project(int repetitions);
EMSCRIPTEN_KEEPALIVE float sgan_bench_upsample1(int repetitions);
EMSCRIPTEN_KEEPALIVE float sgan_bench_upsample2(int repetitions);
EMSCRIPTEN_KEEPALIVE float sgan_bench_image(int repetitions);

/// Layers of its discriminator.
EMSCRIPTEN_KEEPALIVE float sgan_bench_block1(int repetitions);
EMSCRIPTEN_KEEPALIVE float sgan_bench_block2(int repetitions);
EMSCRIPTEN_KEEPALIVE float sgan_bench_block3(int repetitions);
EMSCRIPTEN_KEEPALIVE float sgan_bench_block4(int repetitions);
EMSCRIPTEN_KEEPALIVE float sgan_bench_heads(int repetitions);
}
