// The engine as an npm package, and the page that uses it alone.

import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {after, before, describe, test} from 'node:test';

import {launchBrowser, openPage} from './support/browser.mjs';
import {kRoot, kShippedName, kShippedWeights, kSite} from './support/paths.mjs';
import {serve} from './support/server.mjs';

let folder, dist;
before(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'sgan-dist-'));
  dist = path.join(folder, 'dist');
  execFileSync(path.join(kRoot, 'scripts/build-dist.sh'), [kSite, dist]);
});
after(() => rmSync(folder, {recursive: true, force: true}));

describe('the folder of make dist', () => {
  test('has every file of the site, and twins that unpack to them', async () => {
    const {brotliDecompressSync, gunzipSync} = await import('node:zlib');
    const names = readdirSync(kSite, {recursive: true});
    assert.ok(names.length > 20);
    for (const name of names) assert.ok(existsSync(path.join(dist, name)), name);
    for (const name of ['index.html', 'app-simd.wasm', kShippedName]) {
      const plain = readFileSync(path.join(dist, name));
      assert.ok(plain.equals(readFileSync(path.join(kSite, name))), name);
      assert.ok(gunzipSync(readFileSync(path.join(dist, `${name}.gz`))).equals(plain), name);
      assert.ok(brotliDecompressSync(readFileSync(path.join(dist, `${name}.br`))).equals(plain), name);
    }
  });

  test('names its files relative to the page', () => {
    for (const name of ['index.html', 'example/index.html', 'manifest.webmanifest', 'style.css']) {
      assert.doesNotMatch(readFileSync(path.join(dist, name), 'utf8'), /(?:src|href|url|start_url|scope)["']?\s*[=:(]\s*["']?\/(?!\/)/, name);
    }
  });

  test('is served with types, compressed where that is asked for, and nothing else is served', async () => {
    const server = await serve(dist);
    const get = (name, headers = {}) => fetch(new URL(name, server.url), {headers});
    const types = {'index.html': /^text\/html/, 'boot.mjs': /^text\/javascript/, 'app-simd.wasm': /^application\/wasm$/, 'manifest.webmanifest': /^application\/manifest\+json$/, 'icons/icon-192.png': /^image\/png$/};
    for (const [name, type] of Object.entries(types)) {
      const response = await get(name, {'accept-encoding': 'br, gzip;q=0.5'});
      assert.match(response.headers.get('content-type'), type);
      assert.equal(response.headers.get('content-encoding'), name.endsWith('.png') ? null : 'br');
      assert.ok(Buffer.from(await response.arrayBuffer()).equals(readFileSync(path.join(dist, name))), name);
    }
    assert.equal((await get('boot.mjs', {'accept-encoding': 'br;q=0, gzip'})).headers.get('content-encoding'), 'gzip');
    assert.equal((await get('boot.mjs', {'accept-encoding': 'identity'})).headers.get('content-encoding'), null);
    for (const name of ['..%2f..%2fetc/passwd', '%00', 'nothing', 'weights', '%zz']) assert.equal((await get(name)).status, 404, name);
    assert.equal((await fetch(server.url, {method: 'POST'})).status, 405);
    await server.close();
  });
});

describe('the npm package', () => {
  test('packs what it promises, in the version of the project', () => {
    const environment = {...process.env, npm_config_cache: path.join(folder, 'cache'), npm_config_update_notifier: 'false'};
    const [packed] = JSON.parse(execFileSync('npm', ['pack', '--json', '--ignore-scripts'], {cwd: path.join(dist, 'engine'), env: environment, stdio: ['ignore', 'pipe', 'ignore']}));
    assert.deepEqual(packed.files.map((file) => file.path).sort(), [
      'LICENSES.txt', 'README.md', 'engine.d.ts', 'engine.mjs', 'example/example.css', 'example/example.mjs', 'example/index.html', 'package.json',
      'sgan-engine-scalar.wasm', 'sgan-engine.wasm',
    ]);
    const [, version] = readFileSync(path.join(kRoot, 'CMakeLists.txt'), 'utf8').match(/project\(sgan VERSION (\S+)/);
    assert.equal(packed.version, version);

    // Unpacked as npm would, and used from Node by its name.
    const home = path.join(folder, 'user/node_modules/sgan-digits-engine');
    mkdirSync(home, {recursive: true});
    execFileSync('tar', ['-xzf', path.join(dist, 'engine', packed.filename), '-C', home, '--strip-components=1']);
    rmSync(path.join(dist, 'engine', packed.filename));
    // What it is described with: by its name, and by its file beside the page.
    const examples = {[path.join(home, 'README.md')]: path.join(folder, 'user/use.mjs'), [path.join(kRoot, 'README.md')]: path.join(home, 'use.mjs')};
    for (const [readme, script] of Object.entries(examples)) {
      const [, example] = readFileSync(readme, 'utf8').match(/```js\n(.*?)```/s);
      writeFileSync(script, `
        import {readFileSync} from 'node:fs';
        globalThis.fetch = async () => new Response(readFileSync(process.argv[2]));
        ${example}
        console.log(classProbs.length, drawn.length);
      `);
      assert.equal(execFileSync('node', [script, kShippedWeights], {encoding: 'utf8'}).trim(), '275 1024', readme);
    }
  });

  for (const [where, address] of [['the page', 'example/'], ['the package', `engine/example/?weights=/${kShippedName}`]]) {
    test(`the example beside ${where} makes and reads digits`, async () => {
      const server = await serve(dist);
      const browser = await launchBrowser();
      const {page, errors} = await openPage(browser, new URL(address, server.url).href);
      const blank = await page.evaluate(() => {
        const canvas = Object.assign(document.createElement('canvas'), {width: 272, height: 272});
        return canvas.toDataURL();
      });
      const made = () => page.evaluate(() => document.getElementById('made').toDataURL());
      await page.waitForFunction((nothing) => document.getElementById('made').toDataURL() !== nothing, blank);
      const seven = await made();
      await page.fill('#seed', '8');
      const eight = await made();
      assert.notEqual(eight, seven);
      await page.fill('#seed', '99999999999999999999');  // more than numbers can count
      assert.notEqual(await made(), eight);
      const {x, y, width} = await page.locator('#paper').boundingBox();
      await page.mouse.move(x + width * 0.52, y + width * 0.2);
      await page.mouse.down();
      await page.mouse.move(x + width * 0.48, y + width * 0.8, {steps: 8});
      await page.mouse.up();
      assert.match(await page.textContent('#verdict'), /^Read as 1 /);
      await page.click('#clear');
      assert.equal(await page.textContent('#verdict'), 'Nothing drawn yet');
      assert.equal(await page.textContent('#error'), '');
      assert.deepEqual(errors, []);
      await browser.close();
      await server.close();
    });
  }

  test('the example says which file is missing', async () => {
    const server = await serve(dist, {answers: {'weights/manifest.json': (_, response) => response.writeHead(404).end()}});
    const browser = await launchBrowser();
    const {page} = await openPage(browser, new URL('example/', server.url).href);
    await page.waitForFunction(() => document.getElementById('error').textContent !== '');
    assert.match(await page.textContent('#error'), /manifest\.json: the server answers 404/);
    await browser.close();
    await server.close();
  });
});
