// How long a page waits for our engine. Once in a page's life: the browser remembers a module that it has translated.

import {createEngine} from './sgan/engine.mjs';

/** Milliseconds from the bytes of the module to an engine, from those of the weights to a model, and for one image then. */
export async function startOnce() {
  const [module, weights] = await Promise.all(['sgan/sgan-engine.wasm', 'models/model.safetensors'].map(async (url) => (await fetch(url)).arrayBuffer()));
  const marks = [performance.now()];
  const engine = await createEngine({bytes: module, variant: 'simd'});
  marks.push(performance.now());
  engine.load(weights);
  marks.push(performance.now());
  engine.generate(engine.sampleLatents(1, 1), engine.info.conditional ? [0] : null);
  marks.push(performance.now());
  const [start_ms, load_ms, first_image_ms] = marks.slice(1).map((mark, i) => mark - marks[i]);
  return {start_ms, load_ms, first_image_ms};
}
