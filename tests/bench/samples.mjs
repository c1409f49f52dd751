// Collects samples round by round and sums them up.

import {median, pairedRatio, spread} from './statistics.mjs';

export class Samples {
  #ms = new Map();  // engine -> case -> [ms of each round]

  /** samples: [{engine, case, ms}] of one round */
  add(samples) {
    for (const {engine, case: name, ms} of samples) {
      if (!this.#ms.has(engine)) this.#ms.set(engine, new Map());
      const cases = this.#ms.get(engine);
      if (!cases.has(name)) cases.set(name, []);
      cases.get(name).push(ms);
    }
  }

  /** [{engine, case, median_ms, spread, ratio, rounds}]; ratio: how many times as long as "ours" it takes. */
  summary() {
    const ours = this.#ms.get('ours');
    return [...this.#ms].flatMap(([engine, cases]) => [...cases].map(([name, ms]) => ({
      engine, case: name, median_ms: median(ms), spread: spread(ms), ratio: pairedRatio(ms, ours.get(name)), rounds: ms.length,
    })));
  }
}
