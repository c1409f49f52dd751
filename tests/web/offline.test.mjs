// After the first visit the page needs no network; a new release comes when it is asked for, whole.

import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {after, before, describe, test} from 'node:test';

import {launchBrowser, openPage} from './support/browser.mjs';
import {kRoot, kSite} from './support/paths.mjs';
import {serve} from './support/server.mjs';

let browser, folder;
before(async () => {
  browser = await launchBrowser();
  folder = mkdtempSync(path.join(os.tmpdir(), 'sgan-offline-'));
});
after(async () => {
  await browser?.close();
  rmSync(folder, {recursive: true, force: true});
});

const installed = (app) => app.page.waitForFunction(() => navigator.serviceWorker.controller !== null);
const cacheNames = (app) => app.page.evaluate(() => caches.keys());

/** Puts another release into the folder: the same files with one changed. */
function releaseAnew(site) {
  cpSync(path.join(kRoot, 'web/index.html'), path.join(site, 'index.html'));
  cpSync(path.join(kRoot, 'web/service-worker.js'), path.join(site, 'service-worker.js'));
  appendFileSync(path.join(site, 'style.css'), 'h1 { letter-spacing: 3px; }\n');
  execFileSync('node', [path.join(kRoot, 'scripts/site/release.mjs'), site]);
}

describe('offline', () => {
  test('the page works without its server after the first visit', async () => {
    const server = await serve(kSite, {prefix: '/some/where/'});
    const app = await openPage(browser, server.url, {serviceWorkers: 'allow'});
    await app.ready();
    await installed(app);
    await server.close();
    await app.page.reload();
    await app.ready();
    assert.equal((await app.state()).sample.done, 25);
    assert.equal((await app.page.goto(`${server.url}?anything`)).status(), 200);
    await app.ready();
    assert.deepEqual(app.errors, []);
    await app.close();
  });

  test('a new release is offered, taken as a whole, and replaces the old one', async () => {
    const site = path.join(folder, 'site');
    cpSync(kSite, site, {recursive: true});
    const server = await serve(site);
    const app = await openPage(browser, server.url, {serviceWorkers: 'allow'});
    await app.ready();
    await installed(app);
    const [old] = await cacheNames(app);
    releaseAnew(site);
    const spacing = () => app.page.evaluate(() => getComputedStyle(document.querySelector('h1')).letterSpacing);
    await app.page.reload();
    await app.ready();
    assert.notEqual(await spacing(), '3px', 'files of two releases are mixed');
    await app.page.waitForSelector('#update', {state: 'visible'});
    await app.page.click('#update');
    await app.page.waitForFunction(() => getComputedStyle(document.querySelector('h1')).letterSpacing === '3px');
    await app.ready();
    const names = await cacheNames(app);
    assert.equal(names.length, 1);
    assert.notEqual(names[0], old);
    assert.deepEqual(app.errors, []);
    await app.close();
    await server.close();
  });

  test('a new release is offered as well if it began to come before the page was ready', async () => {
    const site = path.join(folder, 'slow-site');
    cpSync(kSite, site, {recursive: true});
    let letThrough = Promise.resolve();
    const server = await serve(site, {answers: {
      'style.css': async (_, response) => {
        await letThrough;
        response.writeHead(200, {'content-type': 'text/css'}).end(readFileSync(path.join(site, 'style.css')));
      },
    }});
    const app = await openPage(browser, server.url, {serviceWorkers: 'allow'});
    await app.ready();
    await installed(app);
    releaseAnew(site);
    let goOn;
    letThrough = new Promise((resolve) => (goOn = resolve));
    // The page hears of its worker only when the browser has found the new one.
    await app.page.addInitScript(() => {
      const {register} = ServiceWorkerContainer.prototype;
      ServiceWorkerContainer.prototype.register = async function (...args) {
        const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
        const registration = await register.apply(this, args);
        while (!registration.installing) await wait(20);
        await wait(100);  // and has said so
        window.registered = true;
        return registration;
      };
    });
    await app.page.reload();
    await app.ready();
    await app.page.waitForFunction(() => window.registered);
    assert.equal(await app.page.isVisible('#update'), false);
    goOn();
    await app.page.waitForSelector('#update', {state: 'visible'});
    await app.close();
    await server.close();
  });

  test('the release names every file with its hash', () => {
    const [line] = readFileSync(path.join(kSite, 'service-worker.js'), 'utf8').split('\n');
    const {files, core} = JSON.parse(line.slice('self.release = '.length, -1));
    for (const name of ['index.html', 'boot.mjs', 'app-simd.wasm', 'manifest.webmanifest', 'weights/manifest.json']) assert.ok(core.includes(name), name);
    assert.ok(core.some((name) => name.endsWith('.safetensors')));
    assert.ok(Object.values(files).every((hash) => /^sha256-[\w+/]{43}=$/.test(hash)));
    assert.ok(!core.includes('app-scalar.wasm'), 'half of the browsers load what they never need');
  });
});
