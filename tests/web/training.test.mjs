// The Training tab: files that come late, not at all, or broken; curves under the pointer; the scrubber.

import assert from 'node:assert/strict';
import {after, before, describe, test} from 'node:test';

import {kPhone, launchBrowser, openPage} from './support/browser.mjs';
import {kSite} from './support/paths.mjs';
import {PNG} from './support/png.mjs';
import {serve} from './support/server.mjs';

const epochs = [0, 1, 2, 3];
const history = {
  schema: 1,
  options: {preset: 'conditional', epochs: '4', labels: '100'},
  epochs: {epoch: epochs, d_loss: [1.5, 1.25, 1, 0.75], g_loss: [0.5, 0.75, null, 2], validation_accuracy: [0.5, 0.75, 0.875, 0.9375]},
  steps: {logged: 3, step: [0, 100, 200], d_loss: [2, 1, 0.5]},
  grids: epochs.map((epoch) => `epoch_0${epoch}.png`),
};
const labels = {schema: 1, labels: [25, 100, 1000], series: [{name: 'with generator', mean: [0.75, 0.875, 0.96875], spread: [0.01, 0.01, 0.005]}, {name: 'alone', mean: [0.5, 0.75, 0.9375]}]};
const fid = {schema: 1, epoch: [1, 10], floor: 0.5, series: [{name: 'sgan', mean: [64, 4]}, {name: 'dcgan', mean: [128, 8]}]};
const evaluation = {test_accuracy: 0.9876, quality: {fid: 1.5, coverage: 0.75}, reject: {others: {auroc: 0.875}}};

/** A picture all of one grey. */
function picture(grey) {
  const png = new PNG({width: 40, height: 40, colorType: 0});
  for (let i = 0; i < png.data.length; ++i) png.data[i] = i % 4 === 3 ? 255 : grey;
  return PNG.sync.write(png, {colorType: 0});
}

const send = (body, type = 'application/json') => (_, response) => response.writeHead(200, {'content-type': type}).end(body);
const json = (value) => send(JSON.stringify(value));
const missing = (_, response) => response.writeHead(404).end();
const whole = {
  'training/history.json': json(history),
  'training/labels.json': json(labels),
  'training/fid.json': json(fid),
  'training/evaluation.json': json(evaluation),
  ...Object.fromEntries(epochs.map((epoch) => [`training/samples/epoch_0${epoch}.png`, send(picture(60 * (epoch + 1)), 'image/png')])),
};

let browser;
before(async () => {
  browser = await launchBrowser();
});
after(() => browser?.close());

/** Opens the tab on a server with these answers and hands it to `use`. */
async function withTraining(answers, use, options = {viewport: {width: 1000, height: 1000}}) {
  const server = await serve(kSite, {answers});
  const app = await openPage(browser, server.url, options);
  try {
    await app.ready();
    assert.ok(!server.requests.some((name) => name.startsWith('/training/')), 'the files are fetched before anybody wants them');
    await app.press('tab.training');
    await app.until(({training}) => ['history', 'labels', 'fid', 'evaluation'].every((file) => !['unasked', 'coming'].includes(training[file].status)));
    await app.settle();  // the state says what the last frame showed
    await use(app, server);
  } finally {
    await app.close();
    await server.close();
  }
}

/** Scrolls until a widget is on the screen wholly. */
async function reveal(app, name) {
  const {height} = app.page.viewportSize();
  for (let i = 0; i < 30; ++i) {
    const place = (await app.widgets())[name];
    if (place && place[1] >= 60 && place[1] + place[3] <= height) return place;
    await app.page.mouse.move(2, height / 2);
    await app.page.mouse.wheel(0, place && place[1] < 60 ? -100 : 100);
    await app.settle();
  }
  throw new Error(`"${name}" does not come onto the screen`);
}

describe('with all files', () => {
  test('shows curves, comparisons, figures and samples, each fetched once', async () => {
    await withTraining(whole, async (app, server) => {
      const {training} = await app.until((state) => state.training.grid?.onScreen);
      assert.deepEqual(training.plots.losses, {x: 3, values: {Discriminator: 0.75, Generator: 2}});
      assert.deepEqual(training.plots.accuracy, {x: 3, values: {Validation: 0.9375}});
      assert.deepEqual(training.plots.labels, {x: 1000, values: {'with generator': 0.96875, alone: 0.9375}});
      assert.deepEqual(training.plots.fid, {x: 10, values: {sgan: 4, dcgan: 8}});
      assert.equal(training.card['Test accuracy'], '98.76 %');
      assert.equal(training.card.Coverage, '0.750');
      assert.equal(training.grid.epoch, 3);
      const asked = server.requests.filter((name) => name.startsWith('/training/'));
      assert.equal(new Set(asked).size, asked.length, `asked twice: ${asked}`);
      await app.screenshot('training');
      assert.deepEqual(app.errors, []);
    });
  });

  test('the pointer reads values, and the scrubber changes the samples', async () => {
    await withTraining(whole, async (app) => {
      const [x, y, width, height] = await reveal(app, 'training.losses');
      await app.page.mouse.move(x + width * 0.42, y + height * 0.7);
      await app.settle();
      assert.deepEqual((await app.state()).training.plots.losses, {x: 1, values: {Discriminator: 1.25, Generator: 0.75}});
      await app.page.mouse.click(x + 60, y + height * 0.7);
      await app.until(({training}) => training.grid.epoch === 0 && training.grid.onScreen);
      const dark = await brightness(app);
      await app.press('training.epoch_after');
      await app.until(({training}) => training.grid.epoch === 1 && training.grid.onScreen);
      assert.ok((await brightness(app)) > dark + 30, 'the picture is that of another epoch');
      assert.equal((await app.state()).training.plots.accuracy.values.Validation, 0.75, 'the curves do not follow');
      const [left, top, w, h] = (await app.widgets())['training.scrubber'];
      await app.page.mouse.move(left + w * 0.3, top + h / 2);
      await app.page.mouse.down();
      await app.page.mouse.move(left + w - 1, top + h / 2, {steps: 4});
      await app.page.mouse.up();
      await app.until(({training}) => training.grid.epoch === 3 && training.grid.onScreen);
      await app.press('training.by_steps');
      assert.deepEqual((await app.state()).training.plots.losses, {x: 200, values: {Discriminator: 0.5}});
    });
  });

  test('a finger scrubs and scrolls', async () => {
    await withTraining(whole, async (app) => {
      await app.press('training.epoch_before');
      await app.until(({training}) => training.grid.epoch === 2 && training.grid.onScreen);
      assert.deepEqual(app.errors, []);
    }, {...kPhone, deviceScaleFactor: 1});
  });
});

describe('when files are', () => {
  test('missing, the rest works and says so', async () => {
    await withTraining({...whole, 'training/history.json': missing, 'training/fid.json': missing}, async (app) => {
      const {training} = await app.state();
      assert.equal(training.history.status, 'absent');
      assert.match(training.history.problem, /404/);
      assert.deepEqual(Object.keys(training.plots), ['labels']);
      assert.equal(training.grid, null);
      assert.ok((await app.widgets())['training.problem_0'], 'nobody is told');
      assert.equal((await app.widgets())['training.problem_2'], undefined);
      await app.press('tab.sample');
      await app.press('sample.seed_up');
      await app.until((state) => !state.sample.busy);
    });
  });

  test('broken, each says what is wrong', async () => {
    const broken = {
      'training/history.json': send('{"schema": 1, "epochs": {"epoch": [0, 1], "d_loss": [1]}}'),
      'training/labels.json': send('<!doctype html>', 'text/html'),
      'training/fid.json': json({schema: 2}),
      'training/evaluation.json': json(evaluation),
    };
    await withTraining(broken, async (app) => {
      const {training} = await app.state();
      assert.match(training.history.problem, /d_loss.*length/);
      assert.equal(training.labels.status, 'broken');
      assert.match(training.fid.problem, /newer/);
      assert.equal(training.card.FID, '1.50');
      assert.deepEqual(app.errors, []);
    });
  });

  test('there on a second try', async () => {
    let there = false;
    const answers = {...whole, 'training/history.json': (...args) => (there ? whole['training/history.json'] : missing)(...args)};
    await withTraining(answers, async (app) => {
      there = true;
      await app.press('training.retry_0');
      const {training} = await app.until((state) => state.training.history.status === 'here');
      assert.equal(training.grid.count, 4);
    });
  });

  test('pictures that cannot be read, the others still can, and it comes on a second try', async () => {
    const file = 'training/samples/epoch_03.png';
    let there = false;
    const answers = {...whole, [file]: (...args) => (there ? whole[file] : send('no picture', 'image/png'))(...args)};
    await withTraining(answers, async (app) => {
      const {training} = await app.until((state) => state.training.grid?.status === 'broken');
      assert.match(training.grid.problem, /cannot be read/);
      await app.press('training.epoch_before');
      await app.until((state) => state.training.grid.onScreen);
      await app.press('training.epoch_after');
      there = true;
      await app.press('training.retry_picture');
      await app.until((state) => state.training.grid.status === 'here' && state.training.grid.onScreen);
    });
  });
});

/** The mean brightness of the sample grid's middle, 0..255. */
async function brightness(app) {
  await app.settle();
  const [x, y, width, height] = (await app.widgets())['training.grid'];
  const clip = {x: x + width / 4, y: y + height / 4, width: width / 2, height: height / 2};
  const {data} = PNG.sync.read(await app.page.screenshot({clip}));
  let sum = 0;
  for (let i = 0; i < data.length; i += 4) sum += data[i];
  return (sum * 4) / data.length;
}
