// Every tab on every kind of screen: nothing leaves the page, nothing lies on something else.

import assert from 'node:assert/strict';
import {after, before, describe, test} from 'node:test';

import {launchBrowser, openPage} from './support/browser.mjs';
import {checkLayout} from './support/layout.mjs';
import {kSite} from './support/paths.mjs';
import {serve} from './support/server.mjs';

let server, browser;
before(async () => {
  [server, browser] = await Promise.all([serve(kSite), launchBrowser()]);
});
after(async () => {
  await browser?.close();
  await server?.close();
});

const kSizes = [[1440, 900], [820, 1180], [390, 844], [844, 390]];
const kDensities = [1, 2, 3];
const tabNames = async (app) => {
  const widgets = await app.widgets();
  return Object.keys(widgets).filter((name) => name.startsWith('tab.')).sort((a, b) => widgets[a][0] - widgets[b][0]);
};

/** Shows a tab as that kind of input would. */
async function show(app, how, names, index) {
  if (how === 'keyboard') await app.page.keyboard.press(String(index + 1));
  else await app.press(names[index]);
  await app.until((state) => `tab.${state.tab}` === names[index]);
  await app.settle();
}

/** Scrolls on until the end of the tab; `look` is called at each stop. */
async function lookThrough(app, how, height, look) {
  let before = null;
  for (let step = 0; step < 8; ++step) {
    const widgets = await app.widgets();
    await look(widgets);
    const now = JSON.stringify(widgets);
    if (now === before) return;
    before = now;
    if (how === 'touch') await app.swipe(0.75 * height);
    else {
      await app.page.mouse.move(4, height - 4);
      await app.page.mouse.wheel(0, 0.75 * height);
    }
    await app.settle();
  }
}

// The kinds of input and the colours take turns, so that each size and each density meets all of them.
kSizes.forEach(([width, height], i) => kDensities.forEach((deviceScaleFactor, j) => {
  const how = ['mouse', 'touch', 'keyboard'][(i + j) % 3];
  const colorScheme = (i + j) % 2 === 0 ? 'dark' : 'light';
  describe(`${width} x ${height} at ${deviceScaleFactor}, ${how}, ${colorScheme}`, () => {
    test('every tab fits', async () => {
      const touch = how === 'touch';
      const app = await openPage(browser, server.url, {viewport: {width, height}, deviceScaleFactor, colorScheme, hasTouch: touch, isMobile: touch});
      await app.ready();
      const names = await tabNames(app);
      assert.ok(names.length >= 2);
      const {x, y} = await app.page.locator('canvas').boundingBox();
      for (const [index, name] of names.entries()) {
        await show(app, how, names, index);
        await app.screenshot(`matrix-${width}-${deviceScaleFactor}-${name.slice(4)}-${colorScheme}`);
        await lookThrough(app, how, height, (widgets) => checkLayout(widgets, [x, y, width], name));
        await app.page.mouse.move(4, height - 4);  // over the canvas
        await app.page.mouse.wheel(0, -10_000);
        await app.settle();
      }
      assert.equal(await app.page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth), false, 'the page scrolls sideways');
      assert.deepEqual(app.errors, []);
      await app.close();
    });
  });
}));
