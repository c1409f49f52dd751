// What a person reads when something is missing or broken: what happened, and what to do.

import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import path from 'node:path';
import {after, before, describe, test} from 'node:test';

import {launchBrowser, openPage} from './support/browser.mjs';
import {kShippedName, kShippedWeights, kSite} from './support/paths.mjs';
import {serve} from './support/server.mjs';

const shipped = readFileSync(kShippedWeights);
const broken = Buffer.from(shipped);
const kBrokenTensor = 'discriminator.aux_layer.0.bias';  // F32 in every file
const headerEnd = 8 + Number(shipped.readBigUInt64LE(0));
const [begin] = JSON.parse(shipped.subarray(8, headerEnd).toString())[kBrokenTensor].data_offsets;
broken.fill(0xff, headerEnd + begin, headerEnd + begin + 4);  // NaN

const files = {
  'cut-off': (_, response) => response.end(shipped.subarray(0, shipped.length / 2)),
  empty: (_, response) => response.end(),
  nan: (_, response) => response.end(broken),
  'other-page': (_, response) => response.writeHead(200, {'content-type': 'text/html'}).end('<!doctype html><title>Sign in</title>'),
  'html-as-bytes': (_, response) => response.end('<!doctype html><title>Sign in</title>'),
  'server-error': (_, response) => response.writeHead(500).end(),
  'breaks-off': (_, response) => {
    response.writeHead(200, {'content-length': shipped.length});
    response.write(shipped.subarray(0, 10_000), () => response.destroy());
  },
};

let server, browser;
before(async () => {
  server = await serve(kSite, {answers: files});
  browser = await launchBrowser();
});
after(async () => {
  await browser?.close();
  await server?.close();
});

/** Opens the page, waits for its message and checks what every message has. */
async function messageOf(query, options = {}, site = server) {
  const app = await openPage(browser, site.url + query, options);
  await app.page.waitForSelector('#retry', {state: 'visible', timeout: 60_000});
  const read = (id) => app.page.textContent(`#${id}`);
  const message = {title: await read('notice-title'), text: await read('notice-text'), hint: await read('notice-hint')};
  assert.equal(await read('status'), message.text, 'screen readers are not told');
  assert.equal(await app.page.getAttribute('#notice', 'role'), 'alert');
  assert.equal(await app.page.isVisible('canvas'), false);
  assert.equal(await app.page.isVisible('#progress'), false);
  assert.ok(message.hint.length > 20, 'it does not say what to do');
  const {ready, error} = await app.state();
  assert.equal(ready, false);
  assert.equal(error, message.text);
  const exceptions = app.errors.filter((line) => line.startsWith('exception'));
  assert.deepEqual(exceptions, []);
  await app.close();
  return message;
}

/** window.graphics.restoreContext() gives them back. */
const loseGraphics = (app) => app.page.evaluate(() => {
  window.graphics = document.querySelector('canvas').getContext('webgl2').getExtension('WEBGL_lose_context');
  window.graphics.loseContext();
});

describe('weights', () => {
  const cases = [
    ['cut off', '?weights=cut-off', /broken/, /cut-off: .*(cut off|truncated|bytes)/],
    ['empty', '?weights=empty', /broken/, /empty: /],
    ['with a value that is no number', '?weights=nan', /broken/, new RegExp(`nan: tensor ${kBrokenTensor} holds NaN`)],
    ['missing', '?weights=missing.safetensors', /cannot be loaded/, /missing\.safetensors: the server answers 404/],
    ['behind a server error', '?weights=server-error', /cannot be loaded/, /answers 500/],
    ['replaced by a web page', '?weights=other-page', /cannot be loaded/, /web page/],
    ['replaced by a web page that says it is not', '?weights=html-as-bytes', /broken/, /html-as-bytes: /],
    ['whose connection breaks off', '?weights=breaks-off', /cannot be loaded/, /breaks-off: .*(broke off|does not answer)/],
    ['on another server', '?weights=http://127.0.0.1:9/m.safetensors', /another server/, /127\.0\.0\.1:9/],
    ['at no address', '?weights=http://', /address/, /is not an address/],
  ];
  for (const [what, query, title, text] of cases) {
    test(`weights ${what}`, async () => {
      const message = await messageOf(query);
      assert.match(message.title, title);
      assert.match(message.text, text);
    });
  }

  test('the message offers to try again', async () => {
    let refuse = true;
    const flaky = await serve(kSite, {answers: {
      [kShippedName]: (_, response) => {
        if (refuse) response.writeHead(503).end();
        else response.end(shipped);
      },
    }});
    const app = await openPage(browser, flaky.url);
    await app.page.waitForSelector('#retry', {state: 'visible', timeout: 60_000});
    await app.screenshot('broken-weights');
    refuse = false;
    await app.page.click('#retry');
    await app.ready();
    await app.close();
    await flaky.close();
  });
});

describe('program', () => {
  const program = readFileSync(path.join(kSite, 'app-simd.wasm'));
  const cases = [
    ['cut off', (_, response) => response.end(program.subarray(0, program.length / 2))],
    ['replaced by a web page', (_, response) => response.writeHead(200, {'content-type': 'text/html'}).end('<!doctype html><title>Sign in</title>')],
  ];
  for (const [what, answer] of cases) {
    test(`a program ${what}`, async () => {
      const site = await serve(kSite, {answers: {'app-simd.wasm': answer}});
      const {title, text, hint} = await messageOf('', {}, site);
      assert.match(title, /program cannot be started/);
      assert.match(text, /WebAssembly/);
      assert.match(hint, /copied to this server as a whole/);
      await site.close();
    });
  }

  const faults = {
    'in a frame': (app) => app.page.evaluate(() => {
      WebGL2RenderingContext.prototype.drawElements = () => {
        throw new WebAssembly.RuntimeError('unreachable');
      };
    }).then(() => app.page.mouse.move(300, 300)),  // has a frame drawn, if none has been since
    'outside of one': (app) => app.page.evaluate(() => void Promise.reject(new WebAssembly.RuntimeError('unreachable'))),
  };
  for (const [when, fault] of Object.entries(faults)) {
    test(`that fails ${when} says so`, async () => {
      const app = await openPage(browser, server.url);
      await app.ready();
      await fault(app);
      await app.page.waitForSelector('#retry', {state: 'visible'});
      assert.match(await app.page.textContent('#notice-title'), /page stopped/);
      assert.match(await app.page.textContent('#notice-text'), /unreachable/);
      assert.equal(await app.page.isVisible('canvas'), false);
      assert.equal((await app.state()).ready, false);
      await app.close();
    });
  }

  test('that has failed is neither called nor drawn any more', async () => {
    const app = await openPage(browser, server.url);
    await app.ready();
    await app.page.evaluate(() => {
      window.drawn = 0;
      const {drawElements} = WebGL2RenderingContext.prototype;
      WebGL2RenderingContext.prototype.drawElements = function (...values) {
        ++window.drawn;
        return drawElements.apply(this, values);
      };
    });
    await app.press('sample.seed_up');
    await app.until((state) => state.sample.seed === 8 && !state.sample.busy);
    assert.ok(await app.page.evaluate(() => window.drawn) > 0);
    await app.page.evaluate(() => void Promise.reject(new WebAssembly.RuntimeError('unreachable')));
    await app.page.waitForSelector('#retry', {state: 'visible'});
    const told = await app.page.textContent('#status');
    await app.page.evaluate(() => {
      window.drawn = 0;
      window.location.hash = 'tab=draw';
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File(['{}'], 'late.json'));
      window.dispatchEvent(new DragEvent('drop', {dataTransfer}));
    });
    await app.page.keyboard.press('3');
    await app.page.waitForTimeout(1000);
    assert.equal(await app.page.evaluate(() => window.drawn), 0);
    assert.equal(await app.page.textContent('#status'), told);
    await app.close();
  });

  test('that has stopped is not shown again when the graphics come back', async () => {
    const app = await openPage(browser, server.url);
    await app.ready();
    await loseGraphics(app);
    await app.page.waitForSelector('#retry', {state: 'visible'});
    await app.page.evaluate(() => void Promise.reject(new WebAssembly.RuntimeError('unreachable')));
    await app.page.waitForFunction(() => /page stopped/.test(document.getElementById('notice-title').textContent));
    await app.page.evaluate(() => new Promise((resolve) => {
      document.querySelector('canvas').addEventListener('webglcontextrestored', resolve);
      window.graphics.restoreContext();
    }));
    assert.match(await app.page.textContent('#notice-title'), /page stopped/);
    assert.equal(await app.page.isVisible('#notice'), true);
    assert.equal(await app.page.isVisible('canvas'), false);
    assert.equal((await app.state()).ready, false);
    await app.close();
  });
});

describe('browser', () => {
  test('without WebGL2', async () => {
    const message = await messageOf('', {initScript: () => {
      const original = HTMLCanvasElement.prototype.getContext;
      HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
        return kind === 'webgl2' ? null : original.call(this, kind, ...rest);
      };
    }});
    assert.match(message.title, /no WebGL2/);
    assert.match(message.hint, /graphics acceleration/);
  });

  test('without WebAssembly', async () => {
    const message = await messageOf('', {initScript: () => delete window.WebAssembly});
    assert.match(message.title, /no WebAssembly/);
  });

  test('without SIMD the scalar build runs', async () => {
    const app = await openPage(browser, server.url, {initScript: () => {
      WebAssembly.validate = () => false;
    }});
    await app.ready();
    assert.ok(server.requests.includes('/app-scalar.wasm'));
    assert.deepEqual(app.errors, []);
    await app.close();
  });

  test('without JavaScript', async () => {
    const context = await browser.newContext({javaScriptEnabled: false});
    const page = await context.newPage();
    await page.goto(server.url);
    assert.match(await page.textContent('body'), /JavaScript is switched off/);
    assert.equal(await page.isVisible('#notice'), false, 'the loading message stays for ever');
    await context.close();
  });

  test('that takes the graphics away and gives them back', async () => {
    const app = await openPage(browser, server.url);
    await app.ready();
    await app.page.mouse.move(1, 1);
    await app.settle();
    const canvas = app.page.locator('canvas');
    const before = await canvas.screenshot();
    await loseGraphics(app);
    await app.page.waitForTimeout(200);
    assert.equal(await app.page.isVisible('#notice'), false, 'a short loss needs no words');
    await app.page.evaluate(() => window.graphics.restoreContext());
    await app.settle();
    assert.ok(before.equals(await canvas.screenshot()), 'the page looks different');
    await app.press('sample.seed_up');
    await app.until((state) => state.sample.seed === 8 && !state.sample.busy);
    assert.deepEqual(app.errors, []);
    await app.close();
  });

  test('that takes the graphics away for long', async () => {
    const app = await openPage(browser, server.url);
    await app.ready();
    await loseGraphics(app);
    await app.page.waitForSelector('#retry', {state: 'visible'});
    assert.match(await app.page.textContent('#notice-title'), /graphics stopped/);
    assert.equal((await app.state()).ready, false);
    await app.page.evaluate(() => window.graphics.restoreContext());
    await app.page.waitForSelector('canvas', {state: 'visible'});
    assert.equal((await app.state()).ready, true);
    await app.close();
  });

  // Asks for `window.denied` each time: a page that has no room from the start, or from some moment on.
  const deny = () => {
    const {grow} = WebAssembly.Memory.prototype;
    WebAssembly.Memory.prototype.grow = function (pages) {
      if (window.denied) throw new RangeError('denied');
      return grow.call(this, pages);
    };
  };

  // The larger file needs more than a page starts with while it is loaded, the smaller one fits until a frame needs more.
  for (const [when, query] of [['to load in', '?weights=weights/conditional.safetensors'], ['for its first frames', '']]) {
    test(`without memory ${when}`, async () => {
      const {title, text} = await messageOf(query, {initScript: `(${deny})(); window.denied = true;`});
      assert.match(`${title}: ${text}`, /[Mm]emory/);
    });
  }

  test('without room for the program', async () => {
    const {text, hint} = await messageOf('', {initScript: () => {
      WebAssembly.instantiate = () => Promise.reject(new RangeError('Out of memory'));
    }});
    assert.match(text, /memory/);
    assert.match(hint, /Close other pages/);
  });

  test('without memory for another file', async () => {
    const app = await openPage(browser, server.url, {initScript: deny});
    await app.ready();
    const drop = (size) => app.page.evaluate((bytes) => {
      window.denied = true;
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([new Uint8Array(bytes)], 'large.safetensors'));
      window.dispatchEvent(new DragEvent('drop', {dataTransfer}));
    }, size);
    await drop(100e6);
    await app.until((state) => /large\.safetensors cannot be read: There is no room for 100\.0 MB/.test(state.toast));
    await drop(257e6);
    await app.until((state) => /large\.safetensors cannot be read: it has more than 256 MB/.test(state.toast));
    await app.press('sample.seed_up');
    await app.until((state) => state.sample.seed === 8 && !state.sample.busy);
    assert.deepEqual(app.errors, []);
    await app.close();
  });

  test('that hides the page for long', async () => {
    const app = await openPage(browser, server.url, {viewport: {width: 1280, height: 1200}});
    await app.ready();
    await app.press('tab.explore');
    await app.until((state) => state.explore.ready && !state.explore.busy);
    await app.press('explore.walk');  // something that moves
    const devtools = await app.page.context().newCDPSession(app.page);
    await devtools.send('Page.setWebLifecycleState', {state: 'frozen'});
    await new Promise((resolve) => setTimeout(resolve, 3000));
    await devtools.send('Page.setWebLifecycleState', {state: 'active'});
    await app.press('tab.sample');
    await app.press('sample.seed_up');
    await app.until((state) => state.tab === 'sample' && state.sample.seed === 8 && !state.sample.busy);
    assert.deepEqual(app.errors, []);
    await app.close();
  });

  test('without storage', async () => {
    const app = await openPage(browser, server.url, {initScript: () => {
      Object.defineProperty(window, 'localStorage', {get() {
        throw new DOMException('denied', 'SecurityError');
      }});
    }});
    await app.ready();
    await app.page.click('#theme');
    assert.equal(await app.page.textContent('#theme'), 'Light');
    assert.deepEqual(app.errors, []);
    await app.close();
  });
});
