// Debian's Chromium, driven as a person would: a mouse, a finger, a keyboard. The page's own hooks only say where things
// are and what happened.

import {mkdirSync} from 'node:fs';
import path from 'node:path';
import {pathToFileURL} from 'node:url';

import {kNpm, kScreenshots} from './paths.mjs';

const {chromium} = await import(pathToFileURL(path.join(kNpm, 'playwright-core/index.mjs')));

const kArguments = [
  '--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update',
  '--disable-sync', '--use-angle=swiftshader', '--enable-unsafe-swiftshader',
];
const kPatience = 60_000;  // a shared machine without a graphics card is slow

export const kPhone = {viewport: {width: 390, height: 844}, deviceScaleFactor: 3, hasTouch: true, isMobile: true};

export function launchBrowser(extraArguments = []) {
  return chromium.launch({executablePath: process.env.SGAN_CHROMIUM ?? '/usr/bin/chromium', args: [...kArguments, ...extraArguments]});
}

/**
 * A page with its own storage; `errors` collects all that went wrong in it, `close()` ends it. Without a service worker,
 * which would fetch everything a second time, unless options.serviceWorkers is 'allow'.
 */
export async function openPage(browser, url, options = {}) {
  const context = await browser.newContext({viewport: {width: 1280, height: 800}, acceptDownloads: true, serviceWorkers: 'block', ...options});
  context.setDefaultTimeout(kPatience);
  const page = await context.newPage();
  const errors = [];
  page.on('pageerror', (error) => errors.push(`exception: ${error.message}`));
  page.on('console', (message) => {
    const own = !/^Service Worker registration blocked by Playwright/.test(message.text());
    if (own && ['error', 'warning'].includes(message.type())) errors.push(`console: ${message.text()}`);
  });
  page.on('request', (request) => {
    const scheme = new URL(request.url()).protocol;
    if (!request.url().startsWith(new URL(url).origin) && !['blob:', 'data:'].includes(scheme)) errors.push(`foreign request: ${request.url()}`);
  });
  if (options.initScript) await page.addInitScript(options.initScript);
  await page.goto(url, {timeout: kPatience});
  return new SganPage(page, errors, Boolean(options.hasTouch));
}

export class SganPage {
  constructor(page, errors, touch) {
    this.page = page;
    this.errors = errors;
    this.touch = touch;
  }

  state() {
    return this.page.evaluate(() => window.sgan?.state());
  }

  widgets() {
    return this.page.evaluate(() => window.sgan.widgets());
  }

  /** Waits until `test(state)` holds and returns that state. */
  async until(test) {
    const deadline = Date.now() + kPatience;
    for (;;) {
      const state = await this.state();
      if (test(state)) return state;
      if (Date.now() > deadline) throw new Error(`waited in vain for ${test}; the state is ${JSON.stringify(state)}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  async ready() {
    const {error} = await this.until((state) => state?.ready || state?.error);
    if (error) throw new Error(`the page did not start: ${error}`);
    await this.until((state) => !state.sample.busy);
    return this;
  }

  /** The middle of a widget, on the screen. */
  async centre(name) {
    const place = (await this.widgets())[name];
    if (!place) throw new Error(`no widget "${name}" is on the screen`);
    return [place[0] + place[2] / 2, place[1] + place[3] / 2];
  }

  /** A click, or a tap where there is a touch screen. */
  async press(name) {
    const [x, y] = await this.centre(name);
    if (this.touch) await this.page.touchscreen.tap(x, y);
    else await this.page.mouse.click(x, y);
    await this.settle();
  }

  /** Lets the page draw what the last input changed. */
  async settle() {
    await this.page.evaluate(() => new Promise((resolve) => {
      let frames = 4;
      const next = () => (--frames > 0 ? requestAnimationFrame(next) : resolve());
      requestAnimationFrame(next);
    }));
  }

  async showDrawTab() {
    await this.press('tab.draw');
    await this.until((state) => state.tab === 'draw');
  }

  /** strokes: [[[x, y], ...], ...] in 0..1 of the drawing area; waits for as many more on the paper, or for `options.strokes`. */
  async draw(strokes, options = {}) {
    const [left, top, width, height] = (await this.widgets())['draw.canvas'];
    const before = (await this.state()).draw.strokes;
    for (const stroke of strokes) {
      const points = stroke.map(([x, y]) => [left + x * width, top + y * height]);
      if (this.touch) await this.#touchStroke(points);
      else await this.#mouseStroke(points);
    }
    const expected = options.strokes ?? before + strokes.length;
    await this.until((state) => state.draw.strokes === expected);
    await this.settle();
    return this.state();
  }

  async #mouseStroke(points) {
    await this.page.mouse.move(...points[0]);
    await this.page.mouse.down();
    for (const point of points.slice(1)) await this.page.mouse.move(...point, {steps: 3});
    await this.page.mouse.up();
  }

  async #touchStroke(points) {
    this.devtools ??= await this.page.context().newCDPSession(this.page);
    const send = (type, touchPoints) => this.devtools.send('Input.dispatchTouchEvent', {type, touchPoints});
    await send('touchStart', [{x: points[0][0], y: points[0][1]}]);
    for (const [x, y] of points.slice(1)) await send('touchMove', [{x, y}]);
    await send('touchEnd', []);
  }

  /** A finger near the right edge pulls the page up by that many CSS pixels. */
  async swipe(distance) {
    this.devtools ??= await this.page.context().newCDPSession(this.page);
    const {width, height} = this.page.viewportSize();
    const send = (type, touchPoints) => this.devtools.send('Input.dispatchTouchEvent', {type, touchPoints});
    await send('touchStart', [{x: width - 4, y: height - 10}]);
    for (let step = 1; step <= 8; ++step) await send('touchMove', [{x: width - 4, y: height - 10 - (step * distance) / 8}]);
    await send('touchEnd', []);
  }

  async screenshot(name) {
    mkdirSync(kScreenshots, {recursive: true});
    return this.page.screenshot({path: path.join(kScreenshots, `${name}.png`)});
  }

  close() {
    return this.page.context().close();
  }
}
