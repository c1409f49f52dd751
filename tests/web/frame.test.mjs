// What surrounds the canvas: theme, dialogs, what is remembered, what a screen reader is told.

import assert from 'node:assert/strict';
import {after, before, describe, test} from 'node:test';

import {launchBrowser, openPage} from './support/browser.mjs';
import {kSite} from './support/paths.mjs';
import {serve} from './support/server.mjs';
import {kOne} from './support/strokes.mjs';

let server, browser;
before(async () => {
  [server, browser] = await Promise.all([serve(kSite), launchBrowser()]);
});
after(async () => {
  await browser?.close();
  await server?.close();
});

const background = (page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
const status = (app, pattern) => app.page.waitForFunction((source) => new RegExp(source).test(document.getElementById('status').textContent), pattern.source);

async function reload(app) {
  await app.page.reload();
  await app.ready();
}

describe('the frame', () => {
  test('the theme follows the system until it is chosen, and the choice is kept', async () => {
    const app = await openPage(browser, server.url, {colorScheme: 'dark'});
    await app.ready();
    const dark = await background(app.page);
    await app.page.emulateMedia({colorScheme: 'light'});
    const light = await background(app.page);
    assert.notEqual(light, dark);
    await app.page.click('#theme');
    assert.equal(await app.page.textContent('#theme'), 'Light');
    await app.page.click('#theme');
    assert.equal(await app.page.textContent('#theme'), 'Dark');
    assert.equal(await background(app.page), dark);
    await reload(app);
    assert.equal(await app.page.textContent('#theme'), 'Dark');
    assert.equal(await background(app.page), dark);
    await app.page.click('#theme');
    assert.equal(await background(app.page), light);
    assert.deepEqual(app.errors, []);
    await app.close();
  });

  test('remembers the tab, and forgets what is none', async () => {
    const app = await openPage(browser, server.url);
    await app.ready();
    await app.showDrawTab();
    await app.page.waitForFunction(() => localStorage.getItem('sgan.settings')?.includes('draw'));
    await reload(app);
    assert.equal((await app.state()).tab, 'draw');
    for (const bad of ['{', '[]', '{"version":1,"theme":7,"app":{"tab":"?","brush":99}}', '{"version":9,"app":{"tab":"draw"}}', '{"version":1,"app":[1]}']) {
      await app.page.evaluate((text) => localStorage.setItem('sgan.settings', text), bad);
      await reload(app);
      const {tab, draw} = await app.state();
      assert.equal(tab, 'sample', bad);
      assert.ok(draw.brush > 0 && draw.brush < 0.2, bad);
    }
    assert.deepEqual(app.errors, []);
    await app.close();
  });

  test('tells a screen reader what is made, read and reached', async () => {
    const app = await openPage(browser, server.url);
    await app.ready();
    await status(app, /25 digits made from seed 7: \d+ of \d/);
    await app.showDrawTab();
    await status(app, /^Nothing drawn yet/);
    await app.draw(kOne);
    await status(app, /^Read as 1, .* sure\. Looks .* real\.$/);
    await app.page.locator('canvas').focus();
    await app.page.keyboard.press('Tab');
    await status(app, /^[A-Z][a-z]+/);
    assert.equal(await app.page.getAttribute('#status', 'aria-live'), 'polite');
    assert.deepEqual(app.errors, []);
    await app.close();
  });

  test('tells a screen reader what it did while something moves, and again when it does so again', async () => {
    const app = await openPage(browser, server.url, {viewport: {width: 1280, height: 1200}, permissions: ['clipboard-read', 'clipboard-write']});
    await app.ready();
    await app.press('tab.explore');
    await app.until((state) => state.explore.ready && !state.explore.busy);
    await app.press('explore.walk');
    await app.page.evaluate(() => {
      const element = document.getElementById('status');
      window.told = [];
      new MutationObserver(() => window.told.push(element.textContent)).observe(element, {childList: true});
    });
    for (const times of [1, 2]) {
      await app.press('explore.copy_link');
      await app.page.waitForFunction((count) => window.told.filter((text) => text === 'Link copied').length === count, times);
      assert.equal((await app.state()).explore.motion, 'walk');
    }
    assert.deepEqual(app.errors, []);
    await app.close();
  });

  test('lists the keys at a "?" and closes at Escape', async () => {
    const app = await openPage(browser, server.url);
    await app.ready();
    await app.page.keyboard.press('?');
    assert.equal(await app.page.isVisible('#help'), true);
    await app.page.keyboard.press('2');
    assert.equal((await app.state()).tab, 'sample', 'keys reach the page behind');
    await app.page.keyboard.press('Escape');
    assert.equal(await app.page.isVisible('#help'), false);
    await app.press('sample.seed');
    await app.page.keyboard.press('?');
    assert.equal(await app.page.isVisible('#help'), false, 'it opens while a seed is typed');
    await app.page.click('[data-opens=about]');
    assert.equal(await app.page.isVisible('#about'), true);
    for (const link of await app.page.locator('#about a').evaluateAll((links) => links.map(({href}) => href).filter((href) => href.startsWith(location.origin)))) {
      assert.equal((await app.page.request.get(link)).status(), 200, link);
    }
    await app.page.click('#about [data-closes]');
    assert.equal(await app.page.isVisible('#about'), false);
    assert.deepEqual(app.errors, []);
    await app.close();
  });
});
