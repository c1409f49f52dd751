// What is said of a list of measurements. Medians: a shared machine's slow moments must not count.

/** Linear interpolation between the sorted values; part in 0..1. */
export function quantile(values, part) {
  const sorted = Float64Array.from(values).sort();
  const place = (sorted.length - 1) * part;
  const below = Math.floor(place);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (sorted[above] - sorted[below]) * (place - below);
}

export const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

export const median = (values) => quantile(values, 0.5);

/** The width of the middle half, relative to the median. */
export const spread = (values) => (quantile(values, 0.75) - quantile(values, 0.25)) / median(values);

/** The median over rounds of theirs / ours: both values of a round met the same machine. */
export function pairedRatio(theirs, ours) {
  return median(theirs.map((value, round) => value / ours[round]));
}
