// A weights file of random values in the article's sizes: enough for all that needs a model but no digits.

import {writeSafetensors} from './safetensors.mjs';

/** Numbers in [-1, 1) from a seed (mulberry32). */
function randomNumbers(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2147483648 - 1;
  };
}

/** metadata: as in shared/FORMAT.md; {conditional: 'embed_mul'} gives a conditional model. */
export function randomWeights(seed = 1, metadata = {}) {
  const next = randomNumbers(seed);
  const tensors = {};
  const add = (name, shape, value) => {
    const data = new Float32Array(shape.reduce((a, b) => a * b, 1));
    for (let i = 0; i < data.length; ++i) data[i] = value();
    tensors[name] = {dtype: 'F32', shape, data};
  };
  const layer = (name, shape, spread) => {
    add(`${name}.weight`, shape, () => next() * spread);
    add(`${name}.bias`, [shape[0]], () => next() * 0.1);
  };
  const norm = (name, channels) => {
    add(`${name}.weight`, [channels], () => 1 + next() * 0.1);
    add(`${name}.bias`, [channels], () => next() * 0.1);
    add(`${name}.running_mean`, [channels], () => next() * 0.1);
    add(`${name}.running_var`, [channels], () => 1 + next() * 0.5);
  };
  add('generator.label_emb.weight', [10, 100], next);
  layer('generator.l1.0', [128 * 8 * 8, 100], 0.3);
  norm('generator.conv_blocks.0', 128);
  layer('generator.conv_blocks.2', [128, 128, 3, 3], 0.06);
  norm('generator.conv_blocks.3', 128);
  layer('generator.conv_blocks.6', [64, 128, 3, 3], 0.06);
  norm('generator.conv_blocks.7', 64);
  layer('generator.conv_blocks.9', [1, 64, 3, 3], 0.1);
  const channels = [1, 16, 32, 64, 128];
  const convs = [0, 3, 7, 11];
  const norms = [null, 6, 10, 14];
  for (let b = 0; b < 4; ++b) {
    layer(`discriminator.conv_blocks.${convs[b]}`, [channels[b + 1], channels[b], 3, 3], 0.4 / Math.sqrt(channels[b]));
    if (norms[b] !== null) norm(`discriminator.conv_blocks.${norms[b]}`, channels[b + 1]);
  }
  layer('discriminator.adv_layer.0', [1, 512], 0.2);
  layer('discriminator.aux_layer.0', [11, 512], 0.2);
  return writeSafetensors(tensors, Object.keys(metadata).length ? metadata : undefined);
}
