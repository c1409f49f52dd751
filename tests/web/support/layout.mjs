// Whether what window.sgan.widgets() says makes a sound layout.

import assert from 'node:assert/strict';

const kSlack = 0.5;  // CSS pixels

function contains([x, y, w, h], [x2, y2, w2, h2]) {
  return x2 >= x - kSlack && y2 >= y - kSlack && x2 + w2 <= x + w + kSlack && y2 + h2 <= y + h + kSlack;
}

const sharedLength = (from, length, from2, length2) => Math.max(0, Math.min(from + length, from2 + length2) - Math.max(from, from2));

/** Fails unless each widget lies on the canvas from left to right, and none covers a part of another it is not in. */
export function checkLayout(widgets, [left, , width], where = '') {
  // Many equal tiles, laid out by one rule that is tested on its own (tests/web/ui_test.cc).
  const entries = Object.entries(widgets).filter(([name]) => !/_tile_|\.tile_/.test(name));
  assert.ok(entries.length > 0, `${where} shows no widget`);
  for (const [name, [x, , w, h]] of entries) {
    assert.ok(w >= 4 && h >= 4, `${where} ${name} is ${w} x ${h}`);
    assert.ok(x >= left - kSlack && x + w <= left + width + kSlack, `${where} ${name} sticks out: ${x}..${x + w} of ${left}..${left + width}`);
  }
  for (const [name, a] of entries) {
    for (const [other, b] of entries) {
      if (name >= other || contains(a, b) || contains(b, a)) continue;
      const overlap = sharedLength(a[0], a[2], b[0], b[2]) * sharedLength(a[1], a[3], b[1], b[3]);
      assert.ok(overlap < 4, `${where} ${name} and ${other} overlap by ${overlap} square pixels`);
    }
  }
}
