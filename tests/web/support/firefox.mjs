// Debian's Firefox over WebDriver BiDi, with the few steps of support/browser.mjs that the main flows need.

import {spawn} from 'node:child_process';
import path from 'node:path';
import {pathToFileURL} from 'node:url';

import {kNpm} from './paths.mjs';

const puppeteer = (await import(pathToFileURL(path.join(kNpm, 'puppeteer-core/lib/esm/puppeteer/puppeteer-core.js')))).default;
const kPatience = 90_000;

/** Firefox finds no WebGL where there is no display, not even in software: it gets one that nobody sees. */
async function startDisplay() {
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1400x1000x24', '-nolisten', 'tcp'], {stdio: ['ignore', 'ignore', 'ignore', 'pipe']});
  const number = await new Promise((resolve, reject) => {
    server.once('error', () => reject(new Error('Xvfb does not start: install xvfb')));
    server.once('exit', (code) => reject(new Error(`Xvfb ended with status ${code}`)));
    server.stdio[3].once('data', (data) => resolve(String(data).trim()));
  });
  return {name: `:${number}`, stop: () => server.kill()};
}

/** {browser, close()} */
export async function launchFirefox() {
  const display = await startDisplay();
  try {
    const browser = await puppeteer.launch({
      browser: 'firefox',
      executablePath: process.env.SGAN_FIREFOX ?? '/usr/bin/firefox-esr',
      headless: true,
      timeout: kPatience,
      protocolTimeout: kPatience,
      env: {...process.env, DISPLAY: display.name},
      extraPrefsFirefox: {'webgl.force-enabled': true},  // software is as good as a graphics card here
    });
    return {browser, close: () => browser.close().finally(display.stop)};
  } catch (error) {
    display.stop();
    throw error;
  }
}

/** A page that is ready: {page, errors, state(), widgets(), until(test), press(name)}. */
export async function openInFirefox(browser, url) {
  const page = await browser.newPage();
  await page.setViewport({width: 1280, height: 800});
  page.setDefaultTimeout(kPatience);
  const errors = [];
  page.on('pageerror', (error) => errors.push(`exception: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(`console: ${message.text()}`);
  });
  await page.goto(url, {timeout: kPatience});
  const app = {
    page,
    errors,
    state: () => page.evaluate(() => window.sgan?.state()),
    widgets: () => page.evaluate(() => window.sgan.widgets()),
    async until(test) {
      const deadline = Date.now() + kPatience;
      for (;;) {
        const state = await app.state();
        if (test(state)) return state;
        if (Date.now() > deadline) throw new Error(`waited in vain for ${test}; the state is ${JSON.stringify(state)}`);
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    },
    async press(name) {
      const [x, y, width, height] = (await app.widgets())[name];
      await page.mouse.click(x + width / 2, y + height / 2);
    },
  };
  const {error} = await app.until((state) => state?.ready || state?.error);
  if (error) throw new Error(`the page did not start: ${error}`);
  return app;
}
