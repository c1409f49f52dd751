// The page by keyboard alone: from the browser's own elements through the canvas and out again.

import assert from 'node:assert/strict';
import {after, before, describe, test} from 'node:test';

import {launchBrowser, openPage} from './support/browser.mjs';
import {kSite} from './support/paths.mjs';
import {serve} from './support/server.mjs';
import {kOne} from './support/strokes.mjs';

let server, browser, app;
before(async () => {
  [server, browser] = await Promise.all([serve(kSite), launchBrowser()]);
  app = await openPage(browser, server.url);
  await app.ready();
});
after(async () => {
  await browser?.close();
  await server?.close();
});

const focused = () => app.page.evaluate(() => document.activeElement.id || document.activeElement.tagName);

async function press(...keys) {
  for (const key of keys) {
    await app.page.keyboard.press(key);
    await app.settle();
  }
}

describe('by keyboard', () => {
  test('the digit keys show the tabs, wherever the focus is', async () => {
    const names = Object.keys(await app.widgets()).filter((name) => name.startsWith('tab.'));
    assert.ok(names.length >= 2);
    assert.notEqual(await focused(), 'app');
    for (const tab of ['draw', 'sample']) {
      const bar = (await app.widgets());
      const order = names.sort((a, b) => bar[a][0] - bar[b][0]);
      await press(String(order.indexOf(`tab.${tab}`) + 1));
      assert.equal((await app.state()).tab, tab);
    }
  });

  test('Tab enters the canvas, goes through it and leaves it, both ways', async () => {
    for (let i = 0; i < 10 && (await focused()) !== 'app'; ++i) await press('Tab');
    assert.equal(await focused(), 'app');
    let inside = 0;
    for (; inside < 100 && (await focused()) === 'app'; ++inside) await press('Tab');
    assert.ok(inside >= 6, `only ${inside} widgets are reached`);
    assert.notEqual(await focused(), 'app', 'the canvas is a trap');
    await press('Shift+Tab');
    assert.equal(await focused(), 'app');
    let back = 0;
    for (; back < 100 && (await focused()) === 'app'; ++back) await press('Shift+Tab');
    assert.equal(back, inside);
  });

  test('Space presses what the arrows moved to', async () => {
    for (let i = 0; i < 10 && (await focused()) !== 'app'; ++i) await press('Tab');
    await press('Space');
    await press('ArrowRight', 'Space');
    const {tab} = await app.state();
    assert.notEqual(tab, 'sample', 'the second tab is not shown');
    await app.screenshot('focus-ring');
    await press('ArrowLeft', 'Enter');
    assert.equal((await app.state()).tab, 'sample');
  });

  test('a key that is let go outside of the canvas is not held in it', async () => {
    await app.showDrawTab();
    for (let i = 0; i < 100 && (await focused()) === 'app'; ++i) await press('Shift+Tab');
    assert.notEqual(await focused(), 'app');
    await app.draw(kOne);
    await press('Control+z');  // with Shift it would be the other way
    assert.equal((await app.state()).draw.strokes, 0);
  });

  test('has no errors', () => assert.deepEqual(app.errors, []));
});
