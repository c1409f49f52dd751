// The Model tab: what is loaded, and other weights by choice, picker, drop and address; bad ones change nothing.

import assert from 'node:assert/strict';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {after, before, describe, test} from 'node:test';

import {launchBrowser, openPage} from './support/browser.mjs';
import {kRoot, kSite} from './support/paths.mjs';
import {randomWeights} from './support/random-weights.mjs';
import {serve} from './support/server.mjs';
import {kOne} from './support/strokes.mjs';

const shipped = readFileSync(path.join(kRoot, 'web/weights/reference.safetensors'));
const conditional = Buffer.from(randomWeights(3, {conditional: 'embed_mul', latent_prior: 'normal', dataset: 'noise'}));
const manifest = JSON.stringify([
  {file: 'reference.safetensors', title: 'The default', note: 'What the page starts with.'},
  {file: 'other.safetensors', title: 'Another'},
  {file: 'gone.safetensors', title: 'Not there'},
]);

let server, browser, app, folder;
before(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'sgan-model-test-'));
  server = await serve(kSite, {answers: {
    'weights/manifest.json': (_, response) => response.end(manifest),
    'weights/other.safetensors': (_, response) => response.end(conditional),
  }});
  browser = await launchBrowser();
  app = await openPage(browser, server.url, {viewport: {width: 1000, height: 900}});
  await app.ready();
  await app.press('tab.model');
  await app.until((state) => state.weights.shipped.length === 3);
});
after(async () => {
  await app?.close();
  await browser?.close();
  await server?.close();
  rmSync(folder, {recursive: true});
});

function file(name, bytes) {
  const place = path.join(folder, name);
  writeFileSync(place, bytes);
  return place;
}

async function pick(place) {
  const [chooser] = await Promise.all([app.page.waitForEvent('filechooser'), app.press('model.open')]);
  await chooser.setFiles(place);
}

/** Drags a file over the page and drops it, as a desktop does. */
async function drop(place) {
  const devtools = await app.page.context().newCDPSession(app.page);
  const data = {items: [], files: [place], dragOperationsMask: 1};
  for (const type of ['dragEnter', 'dragOver', 'drop']) await devtools.send('Input.dispatchDragEvent', {type, x: 300, y: 400, data});
}

test('says what is loaded, layer by layer', async () => {
  const {weights} = await app.state();
  assert.equal(weights.name, 'reference.safetensors');
  assert.equal(weights.path, 'weights/reference.safetensors');
  assert.equal(weights.bytes, shipped.length);
  const first = weights.generator.find((layer) => layer.name === 'l1.0');
  assert.deepEqual({kind: first.kind, shape: first.shape, parameters: first.parameters}, {kind: 'linear', shape: '[8192, 100]', parameters: 8192 * 101});
  const header = shipped.readBigUInt64LE(0);
  const tensors = JSON.parse(shipped.subarray(8, 8 + Number(header)).toString());
  const parts = Object.keys(tensors).filter((name) => name.startsWith('discriminator.') && /\.(weight|bias)$/.test(name));
  const parameters = parts.reduce((sum, name) => sum + tensors[name].shape.reduce((a, b) => a * b, 1), 0);
  assert.equal(weights.discriminator.reduce((sum, layer) => sum + layer.parameters, 0), parameters);
  assert.ok((await app.widgets())['model.facts']);
  await app.screenshot('model');
});

test('another shipped file is used everywhere, and the default comes back', async () => {
  const before = (await app.state()).sample.validity;
  await app.press('model.shipped_1');
  const {model, weights} = await app.until((state) => state.weights.path === 'weights/other.safetensors');
  assert.equal(model.dataset, 'noise');
  assert.match(weights.message, /in use/);
  await app.press('tab.sample');
  const {sample} = await app.until((state) => !state.sample.busy);
  assert.notDeepEqual(sample.validity, before, 'the tab Sample goes on with the old model');
  await app.press('tab.model');
  await app.press('model.default');
  await app.until((state) => state.weights.path === 'weights/reference.safetensors');
  assert.equal((await app.state()).model.preset, 'reference');
  await app.press('tab.sample');
  assert.deepEqual((await app.until((state) => !state.sample.busy)).sample.validity, before);
  await app.press('tab.model');
});

test('a file that is not on the server leaves the old model', async () => {
  const before = (await app.state()).sample.validity;
  await app.press('model.shipped_2');
  const {weights, sample} = await app.until((state) => state.weights.failed);
  assert.match(weights.message, /404.*reference\.safetensors stays/);
  assert.equal(weights.coming, null);
  assert.deepEqual(sample.validity, before);
});

describe('a file of one\'s own', () => {
  test('picked', async () => {
    await pick(file('mine.safetensors', conditional));
    const {weights, model} = await app.until((state) => state.weights.name === 'mine.safetensors');
    assert.equal(weights.failed, false);
    assert.equal(weights.path, null);
    assert.equal(model.dataset, 'noise');
  });

  const cut = shipped.subarray(0, shipped.length / 2);
  const nan = Buffer.from(shipped);
  nan.fill(0xff, shipped.length - 64);
  for (const [what, bytes, reason] of [['cut off', cut, /bytes|cut off|truncated/], ['empty', Buffer.alloc(0), /bytes|short|empty|truncated/], ['with NaN', nan, /NaN/], ['of another kind', Buffer.from('hello, this is a letter and no model at all'), /./]]) {
    test(`${what} is refused with the reason, and the old one stays`, async () => {
      await pick(file('bad.safetensors', bytes));
      const {weights, model} = await app.until((state) => state.weights.failed && state.weights.message.startsWith('bad.safetensors'));
      assert.match(weights.message, reason);
      assert.match(weights.message, /mine\.safetensors stays in use/);
      assert.equal(weights.name, 'mine.safetensors');
      assert.equal(model.dataset, 'noise');
      await pick(file('mine.safetensors', conditional));
      await app.until((state) => !state.weights.failed);
    });
  }

  test('dropped', async () => {
    await drop(file('dropped.safetensors', shipped));
    const {tab, model} = await app.until((state) => state.weights.name === 'dropped.safetensors');
    assert.equal(tab, 'model');
    assert.equal(model.preset, 'reference');
  });

  test('of strokes is drawn', async () => {
    await drop(file('strokes.json', JSON.stringify([{strokes: kOne.map((stroke) => stroke.map(([x, y]) => [500 * x, 500 * y]))}])));
    const {draw} = await app.until((state) => state.tab === 'draw' && state.draw.digit !== null);
    assert.equal(draw.strokes, 1);
    assert.equal(draw.digit, 1);
    const many = [kOne, [...kOne, [[0.3, 0.5], [0.7, 0.5]]]].map((strokes) => ({strokes}));
    await drop(file('many.JSON', JSON.stringify(many)));
    await app.until((state) => /The first of 2 drawings of many\.JSON/.test(state.toast));
    assert.equal((await app.state()).draw.strokes, 1);
    await drop(file('letter.json', '{"no": "strokes"}'));
    await app.until((state) => /letter\.json holds no strokes/.test(state.toast));
    assert.equal((await app.state()).draw.strokes, 1);
  });

  test('and nothing went wrong in the page', () => {
    assert.deepEqual(app.errors.filter((line) => !/404/.test(line)), []);
  });
});

test('?weights= names its file', async () => {
  const other = await openPage(browser, `${server.url}?weights=weights/other.safetensors`);
  await other.ready();
  const {weights, model} = await other.state();
  assert.equal(weights.path, 'weights/other.safetensors');
  assert.equal(model.dataset, 'noise');
  await other.close();
});
