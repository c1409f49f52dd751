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
      assert.deepEqual({...(await app.state()).draw, canRedo: false}, one);
      if (how === 'mouse') await app.page.keyboard.press('Control+z');
      else await app.press('draw.undo');
      await app.settle();
      checkEmpty(await app.state());
      await app.press('draw.redo');
      assert.deepEqual({...(await app.state()).draw, canRedo: null}, {...one, canRedo: null});
      await app.press('draw.clear');
      checkEmpty(await app.state());
      await app.press('draw.undo');
      assert.equal((await app.state()).draw.digit, one.digit, 'clearing cannot be taken back');
      await app.press('draw.clear');
    });

    test('erases the part that the eraser touches, in one step', async () => {
      await app.draw(kOne);
      await app.press('draw.tool_eraser');
      assert.equal((await app.state()).draw.tool, 'eraser');
      await app.draw([[[0.3, 0.5], [0.7, 0.5]]], {strokes: 2});
      await app.press('draw.undo');
      assert.equal((await app.state()).draw.strokes, 1);
      await app.draw([[[0.54, 0.1], [0.54, 0.2], [0.53, 0.35], [0.51, 0.5], [0.49, 0.65], [0.48, 0.9]]], {strokes: 0});
      checkEmpty(await app.state());
      await app.press('draw.tool_pen');
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
      await app.until((state) => state.draw.digit !== null);
      await app.settle();
      const {draw} = await app.state();
      assert.equal(draw.strokes, 1);
      if (devtools) {
        await touch('touchCancel');
        await app.settle();
        assert.equal((await app.state()).draw.points, draw.points, 'a finger that is taken away draws');
      } else {
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

describe('with a pen', () => {
  let app;
  before(async () => {
    app = await openPage(browser, server.url, {viewport: {width: 1000, height: 900}});
    await app.ready();
    await app.showDrawTab();
  });
  after(() => app?.close());

  async function penStroke(force) {
    const devtools = await app.page.context().newCDPSession(app.page);
    const [left, top, width, height] = (await app.widgets())['draw.canvas'];
    const send = (type, x, y, extra) => devtools.send('Input.dispatchMouseEvent', {type, x: left + x * width, y: top + y * height, pointerType: 'pen', ...extra});
    await send('mousePressed', 0.5, 0.2, {button: 'left', buttons: 1, clickCount: 1, force});
    for (let y = 0.3; y < 0.75; y += 0.1) await send('mouseMoved', 0.5, y, {button: 'left', buttons: 1, force});
    await send('mouseReleased', 0.5, 0.8, {button: 'left', clickCount: 1});
    await app.until((state) => state.draw.strokes === 1);
    await app.page.mouse.move(1, 1);
    await app.settle();
    return {ink: await inkPixels(app), digit: (await app.state()).draw.digit};
  }

  test('pressure widens the line on the screen and changes nothing else', async () => {
    const light = await penStroke(0.1);
    await app.press('draw.clear');
    const firm = await penStroke(1);
    assert.ok(firm.ink > 1.7 * light.ink, `${light.ink} pixels of light ink, ${firm.ink} of firm`);
    assert.equal(light.digit, 1);
    assert.equal(firm.digit, 1);
    await app.press('draw.clear');
  });
});

describe('digits like the one drawn', () => {
  test('are of its class, the nearest first, and more trying finds nearer ones', async () => {
    const app = await openPage(browser, server.url, {viewport: {width: 900, height: 1000}});
    await app.ready();
    await app.showDrawTab();
    assert.equal((await app.state()).draw.like.tried, 0);
    await app.press('draw.like');  // there is nothing to be like
    assert.equal((await app.state()).draw.like.busy, false);
    await app.draw(kOne);
    await app.press('draw.like');
    const {draw: {like}} = await app.until((state) => state.draw.like.tried > 0 && !state.draw.like.busy);
    assert.ok(like.found >= 1 && like.found <= 5, `${like.found} found`);
    assert.deepEqual(like.distances, like.distances.toSorted((a, b) => a - b));
    for (let i = 0; i < like.found; ++i) assert.ok((await app.widgets())[`draw.like_${i}`], `picture ${i} is missing`);
    await app.draw([[[0.3, 0.5], [0.7, 0.5]]]);
    assert.equal((await app.state()).draw.like.found, 0, 'what is like another drawing stays');
    assert.deepEqual(app.errors, []);
    await app.close();
  });
});

describe('the challenge', () => {
  let app;
  before(async () => {
    app = await openPage(browser, server.url, {viewport: {width: 900, height: 1000}});
    await app.ready();
    await app.showDrawTab();
  });
  after(() => app?.close());

  test('asks for each digit once, hides what it reads, and keeps score', async () => {
    await app.press('draw.play_challenge');
    await app.press('draw.challenge_start');
    const drawn = {0: kZero, 1: kOne};
    const asked = [];
    for (let i = 0; i < 10; ++i) {
      const {draw} = await app.state();
      asked.push(draw.challenge.asked);
      const strokes = drawn[draw.challenge.asked];
      if (strokes) {
        await app.draw(strokes);
        assert.equal((await app.state()).draw.digit, null, 'the verdict shows before the answer');
        if (draw.challenge.asked === 0) await app.page.keyboard.press('Enter');
        else await app.press('draw.challenge_done');
      } else if (draw.challenge.asked === 7) {
        await app.draw(kOne);  // a wrong one
        await app.press('draw.challenge_done');
      } else {
        await app.press('draw.challenge_pass');
      }
      const {draw: {challenge, strokes: left}} = await app.until((state) => state.draw.challenge.answers.length === i + 1);
      assert.equal(left, 0, 'the next digit begins on a used sheet');
      assert.equal(challenge.answers[i].right, Boolean(strokes));
    }
    assert.deepEqual(asked.toSorted((a, b) => a - b), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    const {draw: {challenge}} = await app.state();
    assert.equal(challenge.asked, null);
    assert.equal(challenge.right, 2);
    assert.equal(challenge.wrong, 8);
    assert.ok(challenge.seconds > 0);
  });

  test('saves the misread drawings in the form that the command line reads', async () => {
    const [download] = await Promise.all([app.page.waitForEvent('download'), app.press('draw.save_missed')]);
    assert.equal(download.suggestedFilename(), 'misread-drawings.json');
    const drawings = JSON.parse(readFileSync(await download.path(), 'utf8'));
    assert.equal(drawings.length, 1);
    assert.equal(drawings[0].asked, 7);
    assert.equal(drawings[0].read, 1);
    assert.equal(most(engine.judge(engine.rasterize(drawings[0])).classProbs), 1);
  });

  test('lets go', async () => {
    await app.press('draw.play_lookalikes');
    assert.equal((await app.state()).draw.challenge.open, false);
    assert.deepEqual(app.errors, []);
  });
});

test('a saved drawing is the drawing', async () => {
  const app = await openPage(browser, server.url);
  await app.ready();
  await app.showDrawTab();
  const {draw} = await app.draw(kZero);
  const [download] = await Promise.all([app.page.waitForEvent('download'), app.press('draw.save_strokes')]);
  assert.equal(download.suggestedFilename(), 'drawing-read-as-0.json');
  const [drawing] = JSON.parse(readFileSync(await download.path(), 'utf8'));
  assert.equal(drawing.read, 0);
  assert.deepEqual(drawing.probs, draw.probs);
  const {classProbs} = engine.judge(engine.rasterize(drawing.strokes));
  for (let i = 0; i < 11; ++i) assert.ok(Math.abs(draw.probs[i] - classProbs[i]) < 1e-4, `class ${i}: ${draw.probs[i]} on the page, ${classProbs[i]} from the file`);
  await app.close();
});

/** The most probable of the ten digits. */
function most(probs) {
  return probs.slice(0, 10).reduce((best, value, i, all) => (value > all[best] ? i : best), 0);
}
