// Micro-benchmarks of WebAssembly itself and of single parts of the core: tests/bench/wasm.

import {timePerCall} from './timing.mjs';

const kMilliseconds = 25;

/**
 * kind: "f32 ceiling" or "i16 ceiling" for what the machine can do at most, "f32 part" or "i16 part" for what of the
 * core is to come near it.
 * function: one of wasm/micro_benchmarks.h, (repetitions) => number.  macs: multiply-adds of one repetition.
 */
const kMicroBenchmarks = [
  {name: 'f32 multiply+add', kind: 'f32 ceiling', function: 'sgan_bench_f32_multiply_add', macs: 8 * 4},
  {name: 'i16 dot products', kind: 'i16 ceiling', function: 'sgan_bench_i16_dot', macs: 8 * 8},
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

/** [{name, kind, gmacs}]: billions of multiply-adds a second. */
export async function microRound() {
  const results = [];
  for (const {name, kind, macs, run, repetitions} of benchmarks) {
    const ms = await timePerCall(() => run(repetitions), 1);
    results.push({name, kind, gmacs: (repetitions * macs) / ms / 1e6});
  }
  return results;
}
