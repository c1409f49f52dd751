#pragma once

#include <emscripten/em_macros.h>

/// Micro-benchmarks of a WebAssembly engine. page/micro.mjs lists them with their names and how many
/// multiply-adds one repetition does; it measures whatever that list has. Each returns a number that depends
/// on all of the work, so that none of it can be left out.
extern "C" {

/// What the machine can do at most: four-lane multiplications and additions that never leave the registers.
EMSCRIPTEN_KEEPALIVE float sgan_bench_f32_multiply_add(int repetitions);
/// The same for eight products of 16-bit integers that are added in pairs.
EMSCRIPTEN_KEEPALIVE int sgan_bench_i16_dot(int repetitions);
}
