// Timing with a coarse clock: a sample is as many calls as it takes to last, and its result the time of one.

const kSampleMs = 25;
const kWarmUpMs = 250;  // the browser replaces its quick first translation of WebAssembly by a better one meanwhile

/** Milliseconds per call of run(), which may be asynchronous, over that many calls. */
export async function timePerCall(run, calls) {
  const start = performance.now();
  for (let i = 0; i < calls; ++i) {
    const result = run();
    if (result instanceof Promise) await result;
  }
  return (performance.now() - start) / calls;
}

/** Runs until warm; returns how many calls make up a sample. */
export async function warmUp(run) {
  const start = performance.now();
  let fastest = Infinity;
  for (let calls = 1; performance.now() - start < kWarmUpMs; calls *= 2) {
    fastest = Math.min(fastest, Math.max(await timePerCall(run, calls), 1e-3));
  }
  return Math.max(1, Math.ceil(kSampleMs / fastest));
}
