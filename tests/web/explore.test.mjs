// The Explore tab, by mouse and by finger.

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

let server, browser;
before(async () => {
  const conditional = Buffer.from(randomWeights(2, {conditional: 'embed_mul', latent_prior: 'normal'}));
  server = await serve(kSite, {answers: {'weights/conditional.safetensors': (_, response) => response.end(conditional)}});
  browser = await launchBrowser();
});
after(async () => {
  await browser?.close();
  await server?.close();
});

const resting = (app) => app.until((state) => state.explore.ready && !state.explore.busy);

async function openExplore(address, options) {
  const app = await openPage(browser, address, options);
  await app.ready();
  await app.press('tab.explore');
  await resting(app);
  return app;
}

/** Presses at a part of a widget's width and height. */
async function pressAt(app, name, x, y = 0.5) {
  const [left, top, width, height] = (await app.widgets())[name];
  const at = [left + x * width, top + y * height];
  if (app.touch) await app.page.touchscreen.tap(...at);
  else await app.page.mouse.click(...at);
  await app.settle();
}

async function save(app, name) {
  const [download] = await Promise.all([app.page.waitForEvent('download'), app.press(name)]);
  return PNG.sync.read(readFileSync(await download.path()));
}

for (const [how, options] of [['mouse', {viewport: {width: 1440, height: 1000}}], ['finger', {...kPhone, deviceScaleFactor: 1, viewport: {width: 390, height: 2200}}]]) {
  describe(`exploring with a ${how}`, () => {
    let app;
    before(async () => {
      app = await openExplore(`${server.url}?weights=weights/conditional.safetensors`, options);
    });
    after(() => app?.close());

    test('begins with a digit of the seed and judges it', async () => {
      const {explore} = await app.state();
      const engine = await createEngine();
      engine.load(randomWeights(2, {conditional: 'embed_mul', latent_prior: 'normal'}));
      const latents = engine.sampleLatents(7, 1);
      const labels = engine.sampleLabels(7, 1);
      assert.equal(explore.class, labels[0]);
      explore.latent.forEach((value, i) => assert.ok(Math.abs(value - latents[i]) < 1e-6));
      const {validity} = engine.judge(engine.generate(latents, labels));
      assert.ok(Math.abs(explore.validity - validity[0]) < 1e-4);
      assert.equal(explore.coordinates.length, 12);
    });

    test('moves along a direction while the slider is dragged', async () => {
      const before = (await app.state()).explore;
      await pressAt(app, 'explore.direction_2', 0.9);
      const {explore} = await resting(app);
      assert.ok(explore.coordinates[1] > 2, String(explore.coordinates[1]));
      assert.ok(Math.abs(explore.coordinates[0] - before.coordinates[0]) < 0.01);
      assert.notDeepEqual(explore.probs, before.probs);
      await app.press('explore.reset');
      assert.deepEqual((await resting(app)).explore.latent, before.latent);
    });

    test('moves along two directions on the pad', async () => {
      await pressAt(app, 'explore.pad', 0.95, 0.95);
      const {coordinates} = (await resting(app)).explore;
      assert.ok(coordinates[0] > 2.5 && coordinates[1] < -2.5, String(coordinates.slice(0, 2)));
      await app.press('explore.reset');
    });

    test('morphs to another digit and keeps the latent', async () => {
      const before = (await resting(app)).explore;
      const wanted = (before.class + 3) % 10;
      await app.press(`explore.class_${wanted}`);
      const {explore} = await resting(app);
      assert.deepEqual([explore.class, explore.mixture[wanted]], [wanted, 1]);
      assert.deepEqual(explore.latent, before.latent);
    });

    test('plays from one digit to another, pauses, and saves the strip', async () => {
      await app.press('explore.set_start');
      await pressAt(app, 'explore.direction_1', 0.1);
      await app.press('explore.set_end');
      await app.press('explore.play');
      await app.until((state) => state.explore.motion === 'morph' && state.explore.part > 0.1 && state.explore.part < 0.9);
      await app.press('explore.play');
      const {explore} = await app.until((state) => state.explore.motion === 'none');
      await app.page.waitForTimeout(200);
      assert.equal((await app.state()).explore.part, explore.part, 'it does not pause');
      const strip = await save(app, 'explore.save_strip');
      assert.deepEqual([strip.width, strip.height], [10 * (128 + 4) + 4, 128 + 8]);
    });

    test('walks at random, and rests when paused', async () => {
      const before = (await app.state()).explore.latent;
      await app.press('explore.walk');
      await app.until((state) => state.explore.motion === 'walk' && state.explore.latent.some((value, i) => Math.abs(value - before[i]) > 0.05));
      await app.press('explore.walk');
      await resting(app);
      await app.page.waitForTimeout(1500);
      const draws = await app.page.evaluate(async () => {
        const gl = document.querySelector('canvas').getContext('webgl2');
        const original = gl.drawElements;
        let count = 0;
        gl.drawElements = (...args) => (++count, original.apply(gl, args));
        await new Promise((resolve) => setTimeout(resolve, 500));
        gl.drawElements = original;
        return count;
      });
      assert.equal(draws, 0, 'it draws although nothing moves');
    });

    test('saves the digit, and a link brings it back', async () => {
      const {width, height} = await save(app, 'explore.save_png');
      assert.deepEqual([width, height], [256, 256]);
      const {explore} = await app.state();
      await app.press('explore.copy_link');
      await app.page.waitForFunction(() => window.location.hash.includes('tab=explore'));
      const other = await openPage(browser, app.page.url(), options);
      await other.until((state) => state.ready);
      const again = (await resting(other)).explore;
      assert.equal(again.class, explore.class);
      again.latent.forEach((value, i) => assert.ok(Math.abs(value - explore.latent[i]) < 1e-4));
      assert.ok(Math.abs(again.validity - explore.validity) < 0.01);
      assert.deepEqual(other.errors, []);
      await other.close();
    });

    test('goes to Sample and comes back with a tile', async () => {
      await app.press('explore.to_sample');
      await app.until((state) => state.tab === 'sample' && !state.sample.busy);
      await app.press('sample.tile_6');
      await app.press('sample.explore');
      const {explore, sample, tab} = await resting(app);
      assert.deepEqual([tab, explore.seed, explore.index], ['explore', sample.seed, 6]);
      assert.ok(Math.abs(explore.validity - sample.validity[6]) < 1e-4);
    });

    test('has no errors', () => assert.deepEqual(app.errors, []));
  });
}

test('works with an unconditional model as well', async () => {
  const app = await openExplore(`${server.url}?weights=weights/reference.safetensors`, {});
  const widgets = await app.widgets();
  assert.equal(widgets['explore.class'], undefined);
  const engine = await createEngine();
  engine.load(readFileSync(path.join(kSite, 'weights/reference.safetensors')));
  const {validity} = engine.judge(engine.generate(engine.sampleLatents(7, 1)));
  assert.ok(Math.abs((await app.state()).explore.validity - validity[0]) < 1e-4);
  await pressAt(app, 'explore.direction_1', 0.95);
  assert.ok((await resting(app)).explore.coordinates[0] > 2);
  assert.deepEqual(app.errors, []);
  await app.close();
});
