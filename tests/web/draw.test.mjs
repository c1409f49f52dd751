// The Draw tab, by mouse and by finger, with the weights that the page is shipped with.

import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import path from 'node:path';
import {after, before, describe, test} from 'node:test';
import {pathToFileURL} from 'node:url';

import {kPhone, launchBrowser, openPage} from './support/browser.mjs';
import {kShippedWeights, kSite} from './support/paths.mjs';
import {PNG} from './support/png.mjs';
import {serve} from './support/server.mjs';
import {kOne, kZero} from './support/strokes.mjs';

const {createEngine} = await import(pathToFileURL(path.join(kSite, 'engine.mjs')));

let server, browser, engine;
before(async () => {
  [server, browser, engine] = await Promise.all([serve(kSite), launchBrowser(), createEngine()]);
  engine.load(readFileSync(kShippedWeights));
});
after(async () => {
  await browser?.close();
  await server?.close();
});

function checkEmpty({draw}) {
  assert.equal(draw.strokes, 0);
  assert.equal(draw.digit, null, 'something is claimed about an empty drawing');
  assert.equal(draw.validity, null);
  assert.equal(draw.rejected, false);
  assert.deepEqual(draw.probs, new Array(11).fill(0));
}

/** The page's verdict is the engine's on the same strokes, up to where the mouse was rounded to. */
function checkAgainstEngine(draw, strokes) {
  const {validity, classProbs} = engine.judge(engine.rasterize(strokes));
  assert.ok(Math.abs(draw.validity - validity[0]) < 0.2, `validity ${draw.validity}, by the engine ${validity[0]}`);
  for (let i = 0; i < 11; ++i) assert.ok(Math.abs(draw.probs[i] - classProbs[i]) < 0.2, `class ${i}: ${draw.probs[i]}, by the engine ${classProbs[i]}`);
}

/** How many pixels of the drawing area differ from its most frequent colour. */
async function inkPixels(app) {
  const [x, y, width, height] = (await app.widgets())['draw.canvas'].map(Math.round);
  const inset = 16;  // the border and its corners
  const png = PNG.sync.read(await app.page.screenshot({clip: {x: x + inset, y: y + inset, width: width - 2 * inset, height: height - 2 * inset}}));
  const counts = new Map();
  for (let i = 0; i < png.data.length; i += 4) {
    const color = png.data.readUInt32LE(i);
    counts.set(color, (counts.get(color) ?? 0) + 1);
  }
  return png.width * png.height - Math.max(...counts.values());
}

for (const [how, options] of [['mouse', {}], ['finger', {...kPhone, deviceScaleFactor: 1}]]) {
  describe(`drawing with a ${how}`, () => {
    let app;
    before(async () => {
      app = await openPage(browser, server.url, options);
      await app.ready();
      await app.showDrawTab();
    });
    after(() => app?.close());

    test('claims nothing about an empty canvas', async () => checkEmpty(await app.state()));

    for (const [digit, strokes] of [[1, kOne], [0, kZero]]) {
      test(`recognises a drawn ${digit}`, async () => {
        const {draw} = await app.draw(strokes);
        await app.screenshot(`drawn-${digit}-${how}`);
        assert.equal(draw.digit, digit, JSON.stringify(draw));
        assert.equal(draw.probs.length, 11);
        assert.ok(Math.abs(draw.probs.reduce((a, b) => a + b) - 1) < 1e-4);
        assert.equal(draw.rejected, draw.probs[10] > draw.probs[digit]);
        checkAgainstEngine(draw, strokes);
        await app.press('draw.clear');
        checkEmpty(await app.state());
      });
    }

    test('takes back one stroke after the other', async () => {
      const one = (await app.draw(kOne)).draw;
      await app.draw([[[0.3, 0.5], [0.7, 0.5]]]);
      assert.notDeepEqual((await app.state()).draw.probs, one.probs);
      await app.press('draw.undo');
      assert.deepEqual((await app.state()).draw, one);
      if (how === 'mouse') await app.page.keyboard.press('Control+z');
      else await app.press('draw.undo');
      await app.settle();
      checkEmpty(await app.state());
      await app.press('draw.undo');  // nothing is left: nothing happens
      checkEmpty(await app.state());
    });

    test('a dot is a stroke', async () => {
      await app.press('draw.canvas');
      assert.equal((await app.state()).draw.strokes, 1);
      await app.press('draw.clear');
    });

    test('judges while the pen is down', async () => {
      const [x, y, width, height] = (await app.widgets())['draw.canvas'];
      const at = (point) => [x + point[0] * width, y + point[1] * height];
      const devtools = how === 'finger' ? await app.page.context().newCDPSession(app.page) : null;
      const touch = (type, point) => devtools.send('Input.dispatchTouchEvent', {type, touchPoints: point ? [{x: at(point)[0], y: at(point)[1]}] : []});
      if (devtools) await touch('touchStart', [0.5, 0.2]);
      else {
        await app.page.mouse.move(...at([0.5, 0.2]));
        await app.page.mouse.down();
      }
      if (devtools) await touch('touchMove', [0.5, 0.8]);
      else await app.page.mouse.move(...at([0.5, 0.8]), {steps: 4});
      const {draw} = await app.until((state) => state.draw.digit !== null);
      assert.equal(draw.strokes, 1);
      if (devtools) await touch('touchCancel');
      else {
        // Released outside of the window, as it happens.
        await app.page.mouse.move(x + width / 2, -50);
        await app.page.mouse.up();
      }
      await app.settle();
      const before = (await app.state()).draw;
      if (!devtools) await app.page.mouse.move(...at([0.1, 0.9]));
      await app.settle();
      assert.deepEqual((await app.state()).draw, before, 'the pen still draws');
      await app.press('draw.clear');
    });

    test('the brush changes the screen, not the verdict', async () => {
      const [x, y, width, height] = (await app.widgets())['draw.brush'];
      const setBrush = async (part) => {
        const point = [x + part * width, y + height / 2];
        if (app.touch) await app.page.touchscreen.tap(...point);
        else await app.page.mouse.click(...point);
        await app.settle();
      };
      await setBrush(0.15);
      const thin = (await app.state()).draw.brush;
      await app.draw(kOne);
      const {probs} = (await app.state()).draw;
      if (!app.touch) await app.page.mouse.move(1, 1);
      await app.settle();
      const few = await inkPixels(app);
      await setBrush(0.9);
      if (!app.touch) await app.page.mouse.move(1, 1);
      await app.settle();
      const {draw} = await app.state();
      assert.ok(draw.brush > 2 * thin, `${thin} became ${draw.brush}`);
      assert.deepEqual(draw.probs, probs);
      const many = await inkPixels(app);
      assert.ok(many > 2 * few, `${few} pixels of ink became ${many}`);
      await app.press('draw.clear');
    });

    test('keeps the drawing while the other tab is shown', async () => {
      const {draw} = await app.draw(kZero);
      await app.press('tab.sample');
      assert.equal((await app.state()).tab, 'sample');
      assert.equal((await app.widgets())['draw.canvas'], undefined);
      await app.showDrawTab();
      assert.deepEqual((await app.state()).draw, draw);
    });

    test('has no errors', () => assert.deepEqual(app.errors, []));
  });
}
