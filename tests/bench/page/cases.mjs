// What is measured everywhere: how many images of which network, drawn from which seed.

export const kCases = [
  ...[1, 4, 16, 25, 64, 256].map((count) => ({name: `G ${count}`, network: 'G', count})),
  ...[1, 25].map((count) => ({name: `D ${count}`, network: 'D', count})),
];

/** Latents and images of a case are those of this seed. */
export const kSeed = 1;

/** How far a pixel or a probability may be from ours; the networks' outputs lie in [-1, 1] and [0, 1]. */
export const kTolerance = 1e-3;

/**
 * The inputs of a case, from our engine with the model loaded, and what it answers.
 * Engines that know nothing of labels get `embedded`: latents that are multiplied by their label's row already.
 */
export function prepare(ours, labelTable, {name, network, count}) {
  const {conditional} = ours.info;
  const latents = ours.sampleLatents(kSeed, count);
  const labels = conditional ? ours.sampleLabels(kSeed, count) : null;
  const embedded = conditional ? embed(latents, labels, labelTable) : latents;
  const images = ours.generate(latents, labels);
  const expected = network === 'G' ? {images} : ours.judge(images);
  return {name, network, count, latents, labels, embedded, images, expected};
}

/** table: [10, latentDim] */
function embed(latents, labels, table) {
  const size = latents.length / labels.length;
  return latents.map((value, i) => value * table[labels[Math.floor(i / size)] * size + (i % size)]);
}

/** The largest difference between two answers, {images} or {validity, classProbs}; NaN where a number is missing. */
export function difference(expected, actual) {
  let worst = 0;
  for (const [name, values] of Object.entries(expected)) {
    if (actual[name].length !== values.length) return NaN;
    for (let i = 0; i < values.length; ++i) worst = Math.max(worst, Math.abs(values[i] - actual[name][i]));
  }
  return worst;
}

/** Throws unless an engine's answer is ours; returns how far it is from it. */
export function verify(engineName, work, actual) {
  const worst = difference(work.expected, actual);
  if (!(worst <= kTolerance)) {
    throw new Error(`${engineName} and our engine differ by ${worst} in case "${work.name}"; at most ${kTolerance} is allowed`);
  }
  return worst;
}
