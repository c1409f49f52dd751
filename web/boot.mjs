// Starts the page: checks what the browser can do, fetches weights and program with their progress, hands them to the
// Dear ImGui app on the canvas, and says in plain HTML what is wrong when something is.

import {simdSupported} from './engine.mjs';
import {PageError, fetchWithProgress, weightsLocation} from './fetch.mjs';
import {attachInput, guardEvents} from './input.mjs';

const element = (id) => document.getElementById(id);
const canvas = element('app');

let app = null;
let failure = null;

// What state() says until the app itself can (wasm/app/work/report.h).
const kNothingYet = {
  tab: 'sample', frameMs: 0, workMs: 0, model: null,
  sample: {seed: null, class: null, count: 0, done: 0, busy: false, chosen: null, digits: [], validity: []},
  draw: {strokes: 0, brush: 0, digit: null, probs: new Array(11).fill(0), validity: null, rejected: false},
};

// For tests and the curious: read-only.
window.sgan = Object.freeze({
  state() {
    const shown = app ? JSON.parse(app.UTF8ToString(app._app_state())) : structuredClone(kNothingYet);
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

function say(text) {
  element('status').textContent = text;
}

function showProgress(parts) {
  if (failure !== null) return;  // one source has failed while another still arrives
  const received = parts.reduce((sum, part) => sum + part.received, 0);
  const total = parts.reduce((sum, part) => sum + part.total, 0);
  const known = parts.every((part) => part.total > 0);
  element('progress').value = known ? received / total : 0;
  element('notice-text').textContent = known ? `${megabytes(received)} of ${megabytes(total)} MB` : `${megabytes(received)} MB so far`;
}

function megabytes(bytes) {
  return (bytes / 1e6).toFixed(2);
}

function fail(error) {
  const known = error instanceof PageError;
  failure = known ? error.message : `Unexpected: ${error.message}`;
  canvas.hidden = true;
  element('seed').hidden = true;
  element('notice').hidden = false;
  element('notice').setAttribute('role', 'alert');
  element('notice-title').textContent = known ? error.title : 'The page did not start';
  element('notice-text').textContent = failure;
  element('notice-hint').textContent = known ? error.hint : 'Reload the page; if that does not help, try a current version of another browser.';
  element('progress').hidden = true;
  element('retry').hidden = false;
  say(failure);
}

function checkBrowser() {
  if (typeof WebAssembly !== 'object' || typeof WebAssembly.instantiate !== 'function') {
    throw new PageError('This browser has no WebAssembly',
      'The networks run as WebAssembly, which is missing or switched off here.',
      'Use a current Chrome, Edge, Firefox or Safari. Some browsers switch WebAssembly off in their strictest security level.');
  }
  // Asked on a canvas of its own: a canvas that has given out one kind of context gives out no other.
  const probe = document.createElement('canvas').getContext('webgl2');
  if (!probe) {
    throw new PageError('This browser has no WebGL2',
      'The page draws with WebGL2, which is missing or switched off here.',
      'Switch on graphics acceleration in the browser\u2019s settings, update the graphics driver, or use a current Chrome, Edge, Firefox or Safari.');
  }
  probe.getExtension('WEBGL_lose_context')?.loseContext();
}

function download(name, type, bytes) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([bytes], {type}));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  say(`${name} saved`);
}

function setCursor(name) {
  canvas.style.cursor = name;
}

async function fetchAll() {
  const variant = simdSupported() ? 'simd' : 'scalar';
  const sources = [
    {what: 'weights', url: weightsLocation(window.location)},
    {what: 'program', url: new URL(`app-${variant}.wasm`, import.meta.url)},
  ];
  const parts = sources.map(() => ({received: 0, total: 0}));
  const report = (i) => (received, total) => {
    parts[i] = {received, total};
    showProgress(parts);
  };
  const [weights, wasmBinary, module] = await Promise.all([
    ...sources.map(({what, url}, i) => fetchWithProgress(url, what, report(i))),
    import(`./app-${variant}.mjs`).catch((error) => {
      throw new PageError('The program cannot be loaded', error.message, 'Reload the page; if that does not help, the page was not copied to this server as a whole.');
    }),
  ]);
  return {weights, wasmBinary, createApp: module.default};
}

// The weights come first: a page whose file is broken should say so rather than show an empty window.
function loadWeights(instance, weights) {
  const address = instance._malloc(weights.byteLength);
  instance.HEAPU8.set(weights, address);
  const code = instance._app_load(address, weights.byteLength);
  instance._free(address);
  if (code !== 0) {
    throw new PageError('The weights file is broken', `${weightsLocation(window.location).pathname}: ${instance.UTF8ToString(instance._app_error())}`,
      'Reload the page. If you made the file yourself, check it with "sgan info".');
  }
}

async function start() {
  checkBrowser();
  const {weights, wasmBinary, createApp} = await fetchAll();
  canvas.hidden = false;
  const {width, height} = canvas.getBoundingClientRect();
  const ratio = window.devicePixelRatio;
  const instance = await createApp({canvas, wasmBinary, onDownload: download, onCursor: setCursor, print() {}, printErr() {}});
  guardEvents(canvas, element('seed'), instance);
  const dark = window.matchMedia('(prefers-color-scheme: dark)').matches ? 1 : 0;
  if (instance._app_start(Math.round(width * ratio), Math.round(height * ratio), ratio, dark) !== 0) {
    throw new PageError('WebGL2 did not start', 'The browser refused to open a WebGL2 context.', 'Close other pages with graphics, then reload.');
  }
  loadWeights(instance, weights);
  canvas.addEventListener('webglcontextlost', () => {
    fail(new PageError('The graphics stopped', 'The browser took its graphics context back.', 'Reload the page to go on.'));
  });
  attachInput(canvas, element('seed'), instance, window.sgan);
  app = instance;
  element('notice').hidden = true;
  say('Ready');
}

element('retry').addEventListener('click', () => window.location.reload());
start().catch(fail);
