// The main flows in Firefox.

import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import path from 'node:path';
import {after, before, describe, test} from 'node:test';
import {pathToFileURL} from 'node:url';

import {launchFirefox, openInFirefox} from './support/firefox.mjs';
import {kShippedWeights, kSite} from './support/paths.mjs';
import {serve} from './support/server.mjs';
import {kOne} from './support/strokes.mjs';

let server, firefox, app;
before(async () => {
  [server, firefox] = await Promise.all([serve(kSite), launchFirefox()]);
  app = await openInFirefox(firefox.browser, server.url);
});
after(async () => {
  await firefox?.close();
  await server?.close();
});

describe('in Firefox', () => {
  test('samples are those of the engine', async () => {
    const {createEngine} = await import(pathToFileURL(path.join(kSite, 'engine.mjs')));
    const engine = await createEngine();
    engine.load(readFileSync(kShippedWeights));
    const {sample} = await app.until((state) => !state.sample.busy);
    const {classProbs} = engine.judge(engine.generate(engine.sampleLatents(sample.seed, sample.done), engine.sampleLabels(sample.seed, sample.done)));
    const expected = Array.from({length: sample.done}, (_, i) => {
      const digits = classProbs.subarray(11 * i, 11 * i + 10);
      return digits.indexOf(Math.max(...digits));
    });
    assert.deepEqual(sample.digits, expected);
  });

  test('a seed is taken', async () => {
    const {sample} = await app.state();
    await app.press('sample.new_seed');
    await app.until((state) => state.sample.seed !== sample.seed && !state.sample.busy);
  });

  test('a drawn 1 is read', async () => {
    await app.press('tab.draw');
    await app.until((state) => state.tab === 'draw');
    const [left, top, width, height] = (await app.widgets())['draw.canvas'];
    const points = kOne[0].map(([x, y]) => [left + x * width, top + y * height]);
    await app.page.mouse.move(...points[0]);
    await app.page.mouse.down();
    for (const point of points.slice(1)) await app.page.mouse.move(...point, {steps: 3});
    await app.page.mouse.up();
    const {draw} = await app.until((state) => state.draw.digit !== null);
    assert.equal(draw.digit, 1);
    assert.equal(draw.strokes, 1);
  });

  test('keys show the tabs, dialogs open and close, the theme changes', async () => {
    await app.page.keyboard.press('1');
    await app.until((state) => state.tab === 'sample');
    await app.page.keyboard.type('?');
    await app.page.waitForSelector('#help[open]');
    await app.page.keyboard.press('Escape');
    await app.page.waitForSelector('#help:not([open])');
    await app.page.click('#theme');
    assert.equal(await app.page.$eval('#theme', (button) => button.textContent), 'Light');
  });

  test('the service worker is installed', async () => {
    await app.page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  });

  test('has no errors', () => assert.deepEqual(app.errors, []));
});
