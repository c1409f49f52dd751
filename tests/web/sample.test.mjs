// The Sample tab, by mouse and by finger.

import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import path from 'node:path';
import {after, before, describe, test} from 'node:test';
import {pathToFileURL} from 'node:url';

import {kPhone, launchBrowser, openPage} from './support/browser.mjs';
import {kShippedWeights, kSite} from './support/paths.mjs';
import {PNG} from './support/png.mjs';
import {randomWeights} from './support/random-weights.mjs';
import {serve} from './support/server.mjs';

const {createEngine} = await import(pathToFileURL(path.join(kSite, 'engine.mjs')));
const kSize = 32, kPadding = 2;

let server, browser, engine;
before(async () => {
  const conditional = Buffer.from(randomWeights(2, {conditional: 'embed_mul'}));
  server = await serve(kSite, {answers: {'weights/conditional.safetensors': (_, response) => response.end(conditional)}});
  browser = await launchBrowser();
  engine = await createEngine();
  engine.load(readFileSync(kShippedWeights));
});
after(async () => {
  await browser?.close();
  await server?.close();
});

const toByte = (value) => Math.min(255, Math.max(0, Math.round((value + 1) * 127.5)));

/** What the engine makes of a seed: bytes [count, 32, 32], and the digits read in them. */
function expected(seed, count) {
  const images = engine.generate(engine.sampleLatents(seed, count));
  const {classProbs} = engine.judge(images);
  const digits = Array.from({length: count}, (_, i) => {
    const probs = classProbs.subarray(11 * i, 11 * i + 10);
    return probs.indexOf(Math.max(...probs));
  });
  return {bytes: Uint8Array.from(images, toByte), digits};
}

/** The tiles of a saved picture in their order: bytes [count, 32, 32]. */
function tiles(png, count) {
  const columns = Math.ceil(Math.sqrt(count));
  const pitch = kSize + kPadding;
  assert.equal(png.width, columns * pitch + kPadding);
  assert.equal(png.height, Math.ceil(count / columns) * pitch + kPadding);
  const bytes = new Uint8Array(count * kSize * kSize);
  for (let i = 0; i < bytes.length; ++i) {
    const tile = Math.floor(i / (kSize * kSize));
    const x = kPadding + (tile % columns) * pitch + (i % kSize);
    const y = kPadding + Math.floor(tile / columns) * pitch + (Math.floor(i / kSize) % kSize);
    bytes[i] = png.data[4 * (y * png.width + x)];
  }
  return bytes;
}

async function savePng(app) {
  const [download] = await Promise.all([app.page.waitForEvent('download'), app.press('sample.save_png')]);
  return {name: download.suggestedFilename(), png: PNG.sync.read(readFileSync(await download.path()))};
}

const idle = (app) => app.until((state) => !state.sample.busy);

function sameWithinOne(actual, wanted) {
  assert.equal(actual.length, wanted.length);
  const worst = actual.reduce((most, value, i) => Math.max(most, Math.abs(value - wanted[i])), 0);
  assert.ok(worst <= 1, `a pixel differs by ${worst}`);
}

for (const [how, options] of [['mouse', {}], ['finger', {...kPhone, deviceScaleFactor: 1}]]) {
  describe(`sampling with a ${how}`, () => {
    let app;
    before(async () => {
      app = await openPage(browser, server.url, options);
      await app.ready();
    });
    after(() => app?.close());

    test('shows what the engine makes of the seed', async () => {
      const {sample} = await app.state();
      assert.deepEqual([sample.seed, sample.class, sample.count, sample.done, sample.busy], [7, null, 25, 25, false]);
      assert.deepEqual(sample.digits, expected(7, 25).digits);
    });

    test('saves the grid as PNG', async () => {
      const {name, png} = await savePng(app);
      assert.equal(name, 'sgan-seed-7.png');
      sameWithinOne(tiles(png, 25), expected(7, 25).bytes);
    });

    test('changes with the seed, and only with it', async () => {
      const shown = (await app.state()).sample.digits;
      await app.press('sample.seed_up');
      let {sample} = await idle(app);
      assert.equal(sample.seed, 8);
      assert.deepEqual(sample.digits, expected(8, 25).digits);
      sameWithinOne(tiles((await savePng(app)).png, 25), expected(8, 25).bytes);
      await app.press('sample.seed_down');
      ({sample} = await idle(app));
      assert.equal(sample.seed, 7);
      assert.deepEqual(sample.digits, shown);
      sameWithinOne(tiles((await savePng(app)).png, 25), expected(7, 25).bytes);
    });

    test('takes another seed each time', async () => {
      const seeds = new Set([7]);
      for (let i = 0; i < 3; ++i) {
        await app.press('sample.new_seed');
        seeds.add((await idle(app)).sample.seed);
      }
      assert.equal(seeds.size, 4);
      const {sample} = await app.state();
      assert.deepEqual(sample.digits, expected(sample.seed, 25).digits);
    });

    test('makes as many as are asked for', async () => {
      for (const count of [64, 16, 25]) {
        await app.press(`sample.count_${count}`);
        const {sample} = await app.until((state) => state.sample.count === count && !state.sample.busy);
        assert.equal(sample.done, count);
        assert.deepEqual(sample.digits, expected(sample.seed, count).digits);
      }
    });

    test('tells more about the digit that is chosen', async () => {
      await app.press('sample.tile_3');
      assert.equal((await app.state()).sample.chosen, 3);
      assert.ok((await app.widgets())['sample.digit'] || how === 'finger', 'no verdict is shown');
      await app.press('sample.tile_3');
      assert.equal((await app.state()).sample.chosen, null);
    });

    test('takes a seed that is typed', async () => {
      const largest = '18446744073709551615';
      await app.press('sample.seed');
      if (how === 'mouse') {
        await app.page.keyboard.press('Control+A');
        await app.page.keyboard.type(largest);
        await app.page.keyboard.press('Enter');
      } else {
        await app.page.waitForSelector('#seed:focus');
        await app.page.fill('#seed', largest);
        await app.page.press('#seed', 'Enter');
      }
      const {sample} = await app.until((state) => String(state.sample.seed) === largest && !state.sample.busy);
      assert.deepEqual(sample.digits, expected(2n ** 64n - 1n, 25).digits);
    });

    test('has no errors', () => assert.deepEqual(app.errors, []));
  });
}

test('offers the digit to make for a conditional model only', async () => {
  const plain = await openPage(browser, server.url);
  await plain.ready();
  assert.equal((await plain.widgets())['sample.class'], undefined);
  await plain.close();

  const app = await openPage(browser, `${server.url}?weights=weights/conditional.safetensors`);
  await app.ready();
  const any = tiles((await savePng(app)).png, 25);
  await app.press('sample.class_4');
  const {sample} = await idle(app);
  assert.equal(sample.class, 4);
  const four = tiles((await savePng(app)).png, 25);
  const conditional = await createEngine();
  conditional.load(randomWeights(2, {conditional: 'embed_mul'}));
  const latents = conditional.sampleLatents(7, 25);
  sameWithinOne(four, Uint8Array.from(conditional.generate(latents, new Array(25).fill(4)), toByte));
  sameWithinOne(any, Uint8Array.from(conditional.generate(latents, conditional.sampleLabels(7, 25)), toByte));
  assert.deepEqual(app.errors, []);
  await app.close();
});
