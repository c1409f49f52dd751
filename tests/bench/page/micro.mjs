// Micro-benchmarks of WebAssembly itself and of single parts of the core: tests/bench/wasm.

import {timePerCall} from './timing.mjs';

const kMilliseconds = 25;

/**
 * kind: "f32 ceiling" or "i16 ceiling" for what the machine can do at most, "f32 part" for what of the core is to come
 * near it, "G layer" or "D layer" for a layer of a network.
 * function: one of wasm/micro_benchmarks.h, (repetitions) => number.  macs: multiply-adds of one repetition.
 */
const kMicroBenchmarks = [
  {name: 'f32 multiply+add', kind: 'f32 ceiling', function: 'sgan_bench_f32_multiply_add', macs: 8 * 4},
  {name: 'i16 dot products', kind: 'i16 ceiling', function: 'sgan_bench_i16_dot', macs: 8 * 8},
  {name: 'matrix products of the up-samplings', kind: 'f32 part', function: 'sgan_bench_matrix_products', macs: 25 * (16 * 128 * 128 + 64 * 128 * 64)},
  {name: 'l1', kind: 'G layer', function: 'sgan_bench_project', macs: 100 * 8192},
  {name: 'first up-sampling', kind: 'G layer', function: 'sgan_bench_upsample1', macs: 25 * 16 * 128 * 128},
  {name: 'second up-sampling', kind: 'G layer', function: 'sgan_bench_upsample2', macs: 25 * 64 * 128 * 64},
  {name: 'last convolution, tanh', kind: 'G layer', function: 'sgan_bench_image', macs: 9 * 64 * 1024},
  {name: 'first block', kind: 'D layer', function: 'sgan_bench_block1', macs: 9 * 16 * 256},
  {name: 'second block', kind: 'D layer', function: 'sgan_bench_block2', macs: 9 * 16 * 32 * 64},
  {name: 'third block', kind: 'D layer', function: 'sgan_bench_block3', macs: 9 * 32 * 64 * 16},
  {name: 'fourth block', kind: 'D layer', function: 'sgan_bench_block4', macs: 9 * 64 * 128 * 4},
  {name: 'both heads', kind: 'D layer', function: 'sgan_bench_heads', macs: 512 * 12},
];

let benchmarks = [];  // {name, kind, macs, run, repetitions}

export async function startMicro() {
  const imports = {env: {emscripten_notify_memory_growth() {}}, wasi_snapshot_preview1: {proc_exit() {}}};
  const {instance} = await WebAssembly.instantiateStreaming(fetch('sgan-bench.wasm'), imports);
  instance.exports._initialize();
  benchmarks = kMicroBenchmarks.map(({function: exported, ...rest}) => ({...rest, run: instance.exports[exported], repetitions: 1}));
  for (const benchmark of benchmarks) {
    // Until a call lasts: the first ones are slow, and the clock is coarse.
    for (let ms = 0; ms < kMilliseconds; benchmark.repetitions *= 2) ms = await timePerCall(() => benchmark.run(benchmark.repetitions), 1);
  }
}

/** [{name, kind, macs, gmacs}]: multiply-adds of one repetition, and billions of them a second. */
export async function microRound() {
  const results = [];
  for (const {name, kind, macs, run, repetitions} of benchmarks) {
    const ms = await timePerCall(() => run(repetitions), 1);
    results.push({name, kind, macs, gmacs: (repetitions * macs) / ms / 1e6});
  }
  return results;
}
