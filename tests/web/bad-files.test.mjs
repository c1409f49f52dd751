// A thousand spoiled files, offered to the program, to the engine and to the page: always a reason, never a crash, a hang
// or another model than before.

import assert from 'node:assert/strict';
import {execFile, execFileSync} from 'node:child_process';
import {mkdtempSync, readFileSync, readdirSync, rmSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {after, before, describe, test} from 'node:test';
import {pathToFileURL} from 'node:url';

import {launchBrowser, openPage} from './support/browser.mjs';
import {kCli, kRoot, kShippedWeights, kSite} from './support/paths.mjs';
import {serve} from './support/server.mjs';

const {SganError, createEngine} = await import(pathToFileURL(path.join(kSite, 'engine.mjs')));

const kCount = 1000;
const kPatience = 10_000;  // milliseconds for one file

let folder;
before(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'sgan-bad-files-'));
  execFileSync('python3', [path.join(kRoot, 'tests/support/bad_files.py'), folder, String(kCount)]);
});
after(() => rmSync(folder, {recursive: true, force: true}));

/** [{name, path, bytes}] */
function badFiles(kind) {
  return readdirSync(path.join(folder, kind)).sort().map((name) => {
    const file = path.join(folder, kind, name);
    return {name, path: file, bytes: readFileSync(file)};
  });
}

/** {code, signal, stderr} of the program. */
const runCli = (args) => new Promise((resolve) => {
  execFile(kCli, args, {timeout: kPatience, maxBuffer: 1 << 28}, (error, _, stderr) => {
    resolve({code: error ? error.code : 0, signal: error?.signal ?? null, stderr});
  });
});

describe('the program', () => {
  const kCommands = {
    weights: (file) => ['info', file],
    strokes: (file) => ['classify', '--model', kShippedWeights, '--strokes', file],
    idx: (file) => ['classify', '--model', kShippedWeights, '--idx', file],
    png: (file) => ['classify', '--model', kShippedWeights, file],
  };
  for (const [kind, command] of Object.entries(kCommands)) {
    test(`refuses ${kind} in one line that names the file`, async () => {
      let refused = 0;
      for (const file of badFiles(kind)) {
        const {code, signal, stderr} = await runCli(command(file.path));
        assert.equal(signal, null, `${file.name}: ended by ${signal}`);
        if (code === 0) continue;
        ++refused;
        assert.equal(code, 1, `${file.name}: status ${code}`);
        assert.match(stderr, /^sgan \w+: [^\n]*\n$/, file.name);
        assert.ok(stderr.includes(file.name), `${file.name}: ${stderr}`);
      }
      assert.ok(refused > badFiles(kind).length / 2, `only ${refused} were refused`);
    });
  }
});

describe('the engine', () => {
  for (const variant of ['simd', 'scalar']) {
    test(`refuses weights with the reason and keeps the model before, ${variant}`, async () => {
      const engine = await createEngine({variant});
      const good = readFileSync(kShippedWeights);
      engine.load(good);
      const latents = engine.sampleLatents(7, 1);
      const expected = engine.generate(latents, [3]);
      for (const file of badFiles('weights')) {
        let loaded = false;
        try {
          engine.load(file.bytes);
          loaded = true;
          engine.generate(engine.sampleLatents(7, 1), [3]);  // may come to no numbers
        } catch (error) {
          assert.ok(error instanceof SganError && error.name !== 'Internal', `${file.name}: ${error}`);
          assert.ok(error.message, file.name);
        }
        if (loaded) engine.load(good);
        assert.deepEqual(engine.generate(latents, [3]), expected, `${file.name} changed the model`);
      }
      for (const file of badFiles('strokes')) {
        try {
          engine.rasterize(file.bytes.toString());
        } catch (error) {
          assert.ok(error instanceof SganError && error.name !== 'Internal', `${file.name}: ${error}`);
        }
      }
      assert.deepEqual(engine.generate(latents, [3]), expected);
    });
  }
});

test('the page refuses them with the reason, shows the model before, and works on', async () => {
  const server = await serve(kSite);
  const browser = await launchBrowser();
  try {
    const app = await openPage(browser, server.url);
    await app.ready();
    const before = (await app.state()).sample.validity;
    // Dropped on the page by its own event; what it says comes back at once.
    const drop = (file) => app.page.evaluate(async ([name, base64]) => {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([bytes], name));
      const asked = window.sgan.state().weights;
      window.dispatchEvent(new DragEvent('drop', {dataTransfer}));
      for (let wait = 0; wait < 1000; ++wait) {
        await new Promise((resolve) => setTimeout(resolve, 1));
        const {weights, toast} = window.sgan.state();
        if (weights.message.startsWith(`${name} is`) || toast?.includes(name) || weights.name !== asked.name) return weights;
      }
      throw new Error(`the page says nothing of ${name}`);
    }, [file.name, file.bytes.toString('base64')]);

    const files = badFiles('weights');
    let refused = 0;
    for (const file of files) {
      const {failed, message} = await drop(file);
      if (!failed) continue;
      ++refused;
      assert.match(message, /is refused: .+ stays in use\.$/, file.name);
    }
    assert.ok(refused > files.length / 2, `only ${refused} were refused`);
    const {weights} = await app.state();
    await app.press('model.default');
    await app.until((state) => state.weights.path && state.weights.path !== weights.path || state.weights.name === path.basename(kShippedWeights));
    await app.press('tab.sample');
    assert.deepEqual((await app.until((state) => !state.sample.busy)).sample.validity, before);
    assert.deepEqual(app.errors, []);
  } finally {
    await browser.close();
    await server.close();
  }
});
