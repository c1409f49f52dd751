// Digits as a person draws them, in 0..1 of the drawing area, y downwards.

const arc = (cx, cy, rx, ry, from, to, steps = 24) => Array.from({length: steps + 1}, (_, i) => {
  const angle = from + ((to - from) * i) / steps;
  return [cx + rx * Math.cos(angle), cy + ry * Math.sin(angle)];
});

/** A slightly slanted stroke downwards. */
export const kOne = [[[0.54, 0.2], [0.53, 0.35], [0.51, 0.5], [0.49, 0.65], [0.48, 0.8]]];

/** An upright ellipse, begun at the top. */
export const kZero = [arc(0.5, 0.5, 0.19, 0.29, -Math.PI / 2, -2.5 * Math.PI, 40)];
