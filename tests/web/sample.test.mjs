// The Sample tab, by mouse and by finger.

import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import path from 'node:path';
import {after, before, describe, test} from 'node:test';
import {pathToFileURL} from 'node:url';

import {kPhone, launchBrowser, openPage} from './support/browser.mjs';
import {kSite} from './support/paths.mjs';
import {PNG} from './support/png.mjs';
import {randomWeights} from './support/random-weights.mjs';
import {serve} from './support/server.mjs';

const {createEngine} = await import(pathToFileURL(path.join(kSite, 'engine.mjs')));
const kSize = 32, kPadding = 2;
const kReference = 'weights/reference.safetensors';  // an unconditional model

let server, browser, engine;
before(async () => {
  const conditional = Buffer.from(randomWeights(2, {conditional: 'embed_mul'}));
  server = await serve(kSite, {answers: {'weights/conditional.safetensors': (_, response) => response.end(conditional)}});
  browser = await launchBrowser();
  engine = await createEngine();
  engine.load(readFileSync(path.join(kSite, kReference)));
});
after(async () => {
  await browser?.close();
  await server?.close();
});

const toByte = (value) => Math.min(255, Math.max(0, Math.round((value + 1) * 127.5)));

/** Drags a slider to a part of its way. */
async function slide(app, name, part) {
  const [x, y, width, height] = (await app.widgets())[name];
  const radius = 8;
  const to = [x + radius + part * (width - 2 * radius), y + height / 2];
  if (app.touch) await app.page.touchscreen.tap(...to);
  else await app.page.mouse.click(...to);
  await app.settle();
}

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
      app = await openPage(browser, `${server.url}?weights=${kReference}`, {...options, permissions: ['clipboard-read', 'clipboard-write'], viewport: options.viewport ? {width: 390, height: 1500} : {width: 900, height: 860}});
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

    test('makes grids of every size', async () => {
      for (const side of [12, 1, 5]) {
        await slide(app, 'sample.side', (side - 1) / 19);
        const {sample} = await app.until((state) => state.sample.side === side && !state.sample.busy);
        assert.equal(sample.done, side * side);
        assert.deepEqual(sample.digits, expected(sample.seed, side * side).digits);
        assert.equal(sample.histogram.reduce((a, b) => a + b), side * side);
      }
    });

    if (how === 'finger') {
      test('a finger that passes over the seed, or a locked one, brings no keyboard', async () => {
        const [x, y, width, height] = (await app.widgets())['sample.seed'];
        const devtools = await app.page.context().newCDPSession(app.page);
        const touch = (type, ...touchPoints) => devtools.send('Input.dispatchTouchEvent', {type, touchPoints});
        await touch('touchStart', {x: x + 4, y: y + height / 2});
        await touch('touchMove', {x: x + width - 4, y: y + height / 2});
        await touch('touchEnd');
        await app.settle();
        assert.equal(await app.page.isVisible('#seed'), false);
        await app.press('sample.lock');
        await app.press('sample.seed');
        assert.equal(await app.page.isVisible('#seed'), false);
        await app.press('sample.lock');
      });
    }

    test('keeps a locked seed', async () => {
      const {seed} = (await app.state()).sample;
      await app.press('sample.lock');
      await app.press('sample.new_seed');
      await app.press('sample.seed_up');
      assert.equal((await app.state()).sample.seed, seed);
      await app.press('sample.lock');
    });

    test('sorts and filters by confidence', async () => {
      await app.press('sample.order_sure');
      let {sample} = await idle(app);
      const sorted = sample.shown.map((tile) => sample.confidence[tile]);
      assert.deepEqual(sorted, [...sample.confidence].sort((a, b) => b - a));
      await slide(app, 'sample.least', 0.9);
      ({sample} = await app.state());
      assert.ok(sample.least > 0.8 && sample.least < 0.98);
      assert.equal(sample.shown.filter((tile) => tile >= 0).length, sample.confidence.filter((each) => each >= sample.least).length);
      await slide(app, 'sample.least', 0);
      await app.press('sample.order_made');
    });

    test('makes a link that brings the view back', async () => {
      await slide(app, 'sample.variety', 0.6);
      await app.press('sample.tile_3');
      await idle(app);
      await app.press('sample.copy_link');
      await app.page.waitForFunction(() => window.location.hash.length > 1);
      const {sample} = await app.state();
      const address = app.page.url();
      const copied = await app.page.evaluate(() => navigator.clipboard.readText());
      assert.equal(copied, address);
      const other = await openPage(browser, address, options);
      await other.ready();
      const again = (await other.state()).sample;
      for (const key of ['seed', 'class', 'side', 'variety', 'order', 'least', 'chosen', 'digits', 'confidence']) assert.deepEqual(again[key], sample[key], key);
      assert.deepEqual(other.errors, []);
      await other.close();
      await app.press('sample.tile_3');
      await slide(app, 'sample.variety', 1);
      await idle(app);
    });

    test('tells more about the digit that is chosen', async () => {
      await app.press('sample.tile_3');
      assert.equal((await app.state()).sample.chosen, 3);
      assert.ok((await app.widgets())['sample.digit'], 'no verdict is shown');
      const [download] = await Promise.all([app.page.waitForEvent('download'), app.press('sample.save_tile')]);
      assert.equal(download.suggestedFilename(), 'sgan-seed-' + (await app.state()).sample.seed + '-tile-3.png');
      const png = PNG.sync.read(readFileSync(await download.path()));
      assert.deepEqual([png.width, png.height], [256, 256]);
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

test('makes the digit asked for, and a row for each', async () => {
  const app = await openPage(browser, `${server.url}?weights=weights/conditional.safetensors`);
  await app.ready();
  const any = tiles((await savePng(app)).png, 25);
  await app.press('sample.class_4');
  assert.equal((await idle(app)).sample.class, 4);
  const four = tiles((await savePng(app)).png, 25);
  const conditional = await createEngine();
  conditional.load(randomWeights(2, {conditional: 'embed_mul'}));
  const latents = conditional.sampleLatents(7, 25);
  sameWithinOne(four, Uint8Array.from(conditional.generate(latents, new Array(25).fill(4)), toByte));
  sameWithinOne(any, Uint8Array.from(conditional.generate(latents, conditional.sampleLabels(7, 25)), toByte));
  await app.press('sample.class_rows');
  const {sample} = await idle(app);
  assert.deepEqual([sample.class, sample.count, sample.done], ['rows', 50, 50]);
  const {png} = await savePng(app);
  assert.deepEqual([png.width, png.height], [5 * 34 + 2, 10 * 34 + 2]);
  assert.deepEqual(app.errors, []);
  await app.close();
});

test('searches an unconditional model for a digit', async () => {
  const app = await openPage(browser, `${server.url}?weights=${kReference}`);
  await app.ready();
  const first = (await app.state()).sample.digits[0];
  await app.press(`sample.class_${first}`);
  const {sample} = await idle(app);
  assert.deepEqual(sample.digits, new Array(25).fill(first));
  assert.ok(sample.tried > 25);
  await app.close();
});

test('says so when a link makes no sense, and shows the page all the same', async () => {
  const app = await openPage(browser, `${server.url}#tab=sample&seed=12&side=9999&class=%3Cscript%3E&variety=NaN`);
  await app.ready();
  const {sample, tab} = await app.state();
  assert.deepEqual([tab, sample.seed, sample.side, sample.class, sample.variety, sample.done], ['sample', 12, 5, null, 1, 25]);
  assert.match((await app.state()).toast, /class is ignored/);
  await app.page.evaluate(() => {
    window.location.hash = 'tab=sample&seed=13&side=2';
  });
  const next = await app.until((state) => state.sample.seed === 13 && !state.sample.busy);
  assert.equal(next.sample.done, 4);
  assert.deepEqual(app.errors, []);
  await app.close();
});

test('says so after a long rest too', async () => {
  const app = await openPage(browser, server.url);
  await app.ready();
  await app.page.waitForTimeout(6000);  // longer than such words are shown
  await app.page.evaluate(() => {
    window.location.hash = 'tab=none';
  });
  await app.settle();
  assert.match((await app.state()).toast, /tab is ignored/);
  await app.close();
});
