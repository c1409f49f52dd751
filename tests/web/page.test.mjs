// The page as a whole: it starts, without errors and without asking other servers for anything, and fits every screen.

import assert from 'node:assert/strict';
import {after, before, describe, test} from 'node:test';

import {kPhone, launchBrowser, openPage} from './support/browser.mjs';
import {checkLayout} from './support/layout.mjs';
import {kShippedName, kSite} from './support/paths.mjs';
import {PNG} from './support/png.mjs';
import {serve} from './support/server.mjs';

let server, browser;
before(async () => {
  [server, browser] = await Promise.all([serve(kSite), launchBrowser()]);
});
after(async () => {
  await browser?.close();
  await server?.close();
});

const kScreens = {
  desktop: {viewport: {width: 1440, height: 900}},
  laptop: {viewport: {width: 1280, height: 640}, deviceScaleFactor: 1.25},
  tablet: {viewport: {width: 820, height: 1180}, deviceScaleFactor: 2},
  phone: kPhone,
  'small phone': {viewport: {width: 360, height: 640}, deviceScaleFactor: 2, hasTouch: true, isMobile: true},
};

const canvasBox = (page) => page.evaluate(() => {
  const canvas = document.querySelector('canvas');
  const {left, top, width, height} = canvas.getBoundingClientRect();
  return {place: [left, top, width, height], backing: [canvas.width, canvas.height]};
});

describe('start', () => {
  test('loads, says so, and describes the model', async () => {
    const app = await openPage(browser, server.url);
    await app.ready();
    const state = await app.state();
    assert.equal(state.ready, true);
    assert.equal(state.error, null);
    assert.equal(state.tab, 'sample');
    assert.ok(state.frameMs > 0);
    assert.ok(state.workMs >= 0 && state.workMs <= state.frameMs);
    assert.equal(typeof state.model, 'object');
    await app.page.waitForFunction(() => /^\d+ digits made from seed 7: /.test(document.getElementById('status').textContent));
    assert.equal(await app.page.isVisible('#notice'), false);
    assert.match(await app.page.title(), /SGAN/);
    assert.deepEqual(app.errors, []);
    assert.ok(server.requests.includes('/favicon.svg') || !server.requests.includes('/favicon.ico'), 'asks for a favicon that is not there');
    await app.close();
  });

  test('works in a sub-folder of a server', async () => {
    const nested = await serve(kSite, {prefix: '/some/where/'});
    const app = await openPage(browser, nested.url);
    await app.ready();
    assert.ok(nested.requests.every((name) => name.startsWith('/some/where/') || name === '/favicon.ico'), String(nested.requests));
    assert.deepEqual(app.errors, []);
    await app.close();
    await nested.close();
  });

  test('shows how much has arrived while it loads', async () => {
    const slow = await serve(kSite, {answers: {
      [kShippedName]: (_, response) => {
        response.writeHead(200, {'content-length': 2_000_000});
        response.write(Buffer.alloc(500_000));  // and no more
      },
    }});
    const app = await openPage(browser, slow.url);
    await app.page.waitForFunction(() => / of /.test(document.getElementById('notice-text').textContent) &&
      document.getElementById('progress').value > 0.2, null, {timeout: 60_000});
    assert.match(await app.page.textContent('#notice-text'), /^\d\.\d\d of \d\.\d\d MB$/);
    const progress = await app.page.evaluate(() => document.getElementById('progress').value);
    assert.ok(progress > 0.2 && progress < 1, `progress is ${progress}`);
    assert.equal((await app.state()).ready, false);
    await app.close();
    await slow.close();
  });

  test('rests when nothing happens', async () => {
    const app = await openPage(browser, server.url);
    await app.ready();
    await app.page.waitForTimeout(1000);
    const frames = await app.page.evaluate(async () => {
      const original = window.requestAnimationFrame;
      let count = 0;
      window.requestAnimationFrame = (callback) => {
        ++count;
        return original.call(window, callback);
      };
      await new Promise((resolve) => setTimeout(resolve, 1000));
      window.requestAnimationFrame = original;
      return count;
    });
    assert.equal(frames, 0);
    await app.press('sample.seed_up');
    await app.until((state) => state.sample.seed === 8 && !state.sample.busy);
    await app.close();
  });
});

describe('layout', () => {
  for (const [name, screen] of Object.entries(kScreens)) {
    test(`fits a ${name}`, async () => {
      const app = await openPage(browser, server.url, screen);
      await app.ready();
      const {place, backing} = await canvasBox(app.page);
      const ratio = screen.deviceScaleFactor ?? 1;
      assert.ok(Math.abs(backing[0] - place[2] * ratio) <= 1 && Math.abs(backing[1] - place[3] * ratio) <= 1,
        `${backing} device pixels for ${place.slice(2)} at ${ratio}`);
      checkLayout(await app.widgets(), place);
      await app.screenshot(`${name.replace(' ', '-')}-sample`);
      await app.showDrawTab();
      checkLayout(await app.widgets(), place);
      const [, y, width, height] = (await app.widgets())['draw.canvas'];
      assert.equal(Math.round(width), Math.round(height));
      assert.ok(y + height <= screen.viewport.height, 'the drawing area is not wholly on the screen');
      await app.screenshot(`${name.replace(' ', '-')}-draw`);
      assert.deepEqual(app.errors, []);
      const scrolls = await app.page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
      assert.equal(scrolls, false, 'the page scrolls sideways');
      await app.close();
    });
  }

  test('follows the window and the colour scheme', async () => {
    const app = await openPage(browser, server.url, {colorScheme: 'light'});
    await app.ready();
    const before = (await app.widgets())['sample.grid'];
    const light = await app.screenshot('scheme-light');
    await app.page.emulateMedia({colorScheme: 'dark'});
    await app.settle();
    const dark = await app.screenshot('scheme-dark');
    assert.ok(brightness(light) > 160 && brightness(dark) < 80, `${brightness(light)} and ${brightness(dark)}`);
    await app.page.setViewportSize({width: 700, height: 800});
    await app.page.waitForFunction(() => document.querySelector('canvas').width === 700);
    await app.settle();
    const {place} = await canvasBox(app.page);
    checkLayout(await app.widgets(), place);
    assert.notDeepEqual((await app.widgets())['sample.grid'], before);
    await app.close();
  });

  test('the wheel scrolls what does not fit', async () => {
    const app = await openPage(browser, server.url, {viewport: {width: 390, height: 560}});
    await app.ready();
    const place = async (name) => (await app.widgets())[name]?.[1];
    const top = await place('sample.grid');
    assert.equal(await place('sample.save_png'), undefined, 'the button is on the screen already');
    await app.page.mouse.move(200, 300);
    await app.page.mouse.wheel(0, 150);
    await app.settle();
    assert.ok(Math.abs(top - (await place('sample.grid')) - 150) <= 1, 'it does not scroll by as much as the wheel turns');
    await app.page.mouse.wheel(0, 2000);
    await app.settle();
    assert.ok((await place('sample.histogram')) < 560, 'it does not scroll to the end');
    await app.page.mouse.wheel(0, -3000);
    await app.settle();
    assert.equal(await place('sample.grid'), top);
    await app.close();
  });

  test('a finger scrolls what does not fit', async () => {
    const app = await openPage(browser, server.url, {...kPhone, viewport: {width: 390, height: 560}, deviceScaleFactor: 1});
    await app.ready();
    assert.equal((await app.widgets())['sample.save_png'], undefined, 'the button is on the screen already');
    const devtools = await app.page.context().newCDPSession(app.page);
    // From the left edge, where no slider keeps the drag to itself.
    for (let drags = 0; drags < 5 && !(await app.widgets())['sample.save_png']; ++drags) {
      await devtools.send('Input.dispatchTouchEvent', {type: 'touchStart', touchPoints: [{x: 6, y: 500}]});
      for (let y = 480; y >= 100; y -= 20) {
        await devtools.send('Input.dispatchTouchEvent', {type: 'touchMove', touchPoints: [{x: 6, y}]});
      }
      await devtools.send('Input.dispatchTouchEvent', {type: 'touchEnd', touchPoints: []});
      await app.settle();
    }
    assert.ok((await app.widgets())['sample.save_png'], 'the page did not scroll');
    assert.equal((await app.state()).sample.chosen, null, 'the drag chose a digit');
    await app.close();
  });
});

/** The mean of all bytes of a screenshot, 0..255. */
function brightness(png) {
  const {data} = PNG.sync.read(png);
  let sum = 0;
  for (let i = 0; i < data.length; i += 4) sum += data[i] + data[i + 1] + data[i + 2];
  return sum / (data.length * 0.75);
}
