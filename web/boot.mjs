// Starts the page: checks what the browser can do, fetches weights and program with their progress, hands them to the
// Dear ImGui app on the canvas, and says in plain HTML what is wrong when something is.

import {createAnnouncer} from './announce.mjs';
import {attachDialogs} from './dialogs.mjs';
import {simdSupported} from './engine.mjs';
import {PageError, fetchWithProgress, shippedWeights, weightsLocation} from './fetch.mjs';
import {createFiles, pathFromPage} from './files.mjs';
import {openGraphics, surviveLoss} from './graphics.mjs';
import {attachInput, guardEvents} from './input.mjs';
import {attachLinks, copyLink} from './link.mjs';
import {handOver, withTexts} from './memory.mjs';
import {hideNotice, showFailure, showProgress} from './notice.mjs';
import {keepForOffline} from './offline.mjs';
import {loadSettings, saveSettings} from './settings.mjs';
import {attachTheme, isDark} from './theme.mjs';

const element = (id) => document.getElementById(id);
const canvas = element('app');
const say = createAnnouncer(element('status'));

let app = null;  // the program while it runs
const running = () => app;
let failure = null;

const kNotWhole = 'Reload the page; if that does not help, the page was not copied to this server as a whole.';

// For tests and the curious: read-only. The app tells its part (wasm/app/work/report.h) once it runs; no
// digit is made before.
window.sgan = Object.freeze({
  state() {
    const shown = app ? JSON.parse(app.UTF8ToString(app._app_state())) : {sample: {done: 0}};
    return {ready: app !== null && failure === null, error: failure, ...shown};
  },
  widgets() {
    if (!app) return {};
    const {left, top} = canvas.getBoundingClientRect();
    const places = JSON.parse(app.UTF8ToString(app._app_widgets()));
    for (const place of Object.values(places)) {
      place[0] += left;
      place[1] += top;
    }
    return places;
  },
});

function fail(error) {
  failure = showFailure(error);
  say(failure, {now: true});
}

/** Without a program: its frames end, and what the browser still has for it goes nowhere. */
function end(error) {
  app = null;
  fail(error);
}

/**
 * The program ended: where it does not even start the browser has a reason, where it runs it ends for lack of memory. That
 * may be lacking at the start too: a RangeError.
 */
function stop(reason) {
  const broken = reason && !(reason instanceof RangeError);
  end(broken ? new PageError('The program cannot be started', String(reason), kNotWhole)
    : new PageError('The page stopped', 'The program ran out of memory.', 'Close other pages, then reload this one.'));
}

/** A fault of the program ends it as well: it leaves its memory in an unknown state. What stop() has told is no news. */
function watchFaults() {
  const take = (event, error) => {
    if (!(error instanceof WebAssembly.RuntimeError)) return;
    if (!app) return event.preventDefault();
    end(new PageError('The page stopped', `The program failed: ${error.message}.`, 'Reload the page; if it stops again, try another browser.'));
  };
  window.addEventListener('error', (event) => take(event, event.error));
  window.addEventListener('unhandledrejection', (event) => take(event, event.reason));
}

function checkBrowser() {
  if (typeof WebAssembly !== 'object' || typeof WebAssembly.instantiate !== 'function') {
    throw new PageError('This browser has no WebAssembly',
      'The networks run as WebAssembly, which is missing or switched off here.',
      'Use a current Chrome, Edge, Firefox or Safari. Some browsers switch WebAssembly off in their strictest security level.');
  }
}

function download(name, type, bytes) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([bytes], {type}));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  say(`${name} saved`, {now: true});
}

async function fetchAll() {
  const variant = simdSupported() ? 'simd' : 'scalar';
  const shipped = shippedWeights();
  shipped.catch(() => {});  // of no interest with ?weights=
  const weightsUrl = weightsLocation(window.location, shipped);
  const sources = [
    {what: 'weights', url: weightsUrl},
    {what: 'program', url: new URL(`app-${variant}.wasm`, import.meta.url)},
  ];
  const parts = sources.map(() => ({received: 0, total: 0}));
  const report = (i) => (received, total) => {
    parts[i] = {received, total};
    showProgress(parts);
  };
  const [weights, wasmBinary, module] = await Promise.all([
    ...sources.map(async ({what, url}, i) => fetchWithProgress(await url, what, report(i))),
    import(`./app-${variant}.mjs`).catch((error) => {
      throw new PageError('The program cannot be loaded', error.message, kNotWhole);
    }),
  ]);
  return {weights, weightsUrl: await weightsUrl, wasmBinary, createApp: module.default};
}

// The weights come first: a page whose file is broken should say so rather than show an empty window.
function loadWeights(instance, weights, url) {
  const code = handOver(instance, weights, [pathFromPage(url)], (data, size, [name]) => instance._app_load(name, data, size));
  if (code !== 0) {
    throw new PageError('The weights file is broken', `${url.pathname}: ${instance.UTF8ToString(instance._app_error())}`,
      'Reload the page. If you made the file yourself, check it with "sgan info".');
  }
}

async function start() {
  checkBrowser();
  openGraphics(canvas);
  const {weights, weightsUrl, wasmBinary, createApp} = await fetchAll();
  canvas.hidden = false;
  const {width, height} = canvas.getBoundingClientRect();
  const ratio = window.devicePixelRatio;
  const files = createFiles(element('file'), running);
  const instance = await createApp({
    canvas, wasmBinary, ...files.hooks, print() {}, printErr() {},
    onAbort: stop,
    preMainLoop: () => app !== null,  // no frame once it has ended
    onDownload: download,
    onLink: (link) => copyLink(link, running),
    onCursor: (name) => (canvas.style.cursor = name),
    onAnnounce: (text, now) => say(text, {now: Boolean(now)}),
    onSettings: (text) => saveSettings({app: JSON.parse(text)}),
  });
  guardEvents(canvas, element('seed'), running);
  if (instance._app_start(Math.round(width * ratio), Math.round(height * ratio), ratio, isDark() ? 1 : 0) !== 0) {
    throw new PageError('WebGL2 did not start', 'The browser refused to open a WebGL2 context.', 'Close other pages with graphics, then reload.');
  }
  loadWeights(instance, weights, weightsUrl);
  withTexts(instance, [JSON.stringify(loadSettings().app ?? {})], ([text]) => instance._app_settings(text));
  app = instance;
  attachInput(canvas, element('seed'), running, window.sgan);
  surviveLoss(canvas, running, {
    onGone: (error) => app && fail(error),
    onBack() {
      if (!app) return;  // graphics alone do not bring it back
      failure = null;
      hideNotice();
    },
  });
  attachLinks(running);
  files.attach();
  watchFaults();
  hideNotice();
  say('Ready', {now: true});
}

element('retry').addEventListener('click', () => window.location.reload());
attachTheme(element('theme'), (dark) => app?._app_theme(dark ? 1 : 0));
attachDialogs(() => Boolean(app?._app_typing()));
start().catch((error) => failure ?? end(error)).finally(() => keepForOffline(element('update')));
