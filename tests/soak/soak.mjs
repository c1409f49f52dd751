// Uses the page for long as people would, at random, and watches what must not grow or stall: soak.mjs [MINUTES] [SEED]
// Prints a line a minute, then the verdict. What is done follows from SEED.

import {readFileSync} from 'node:fs';

import {launchBrowser, openPage} from '../web/support/browser.mjs';
import {kShippedWeights, kSite} from '../web/support/paths.mjs';
import {randomWeights} from '../web/support/random-weights.mjs';
import {serve} from '../web/support/server.mjs';

const kMostFrameMs = 100;
const kWarmUpShare = 0.2;  // of the time: caches fill
const kMostGrowth = {heap: 2e6, resident: 50e6};  // bytes after that; the heap holds a few megabytes, the process a few hundred
const kKeys = ['1', '2', '3', '4', '5', 'Tab', 'Tab', 'Shift+Tab', 'ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Space', 'Enter', 'Escape', 'Control+z', 'Control+y', 'e', '?'];
const kSizes = [[1280, 800], [390, 844], [820, 1180], [1440, 900], [360, 640]];
const kNotPressed = /^model\.open$/;  // opens a window of the browser

const [minutes = 30, seed = 1] = process.argv.slice(2).map(Number);
if (!(minutes > 0) || !Number.isInteger(seed)) {
  process.stderr.write('soak: usage: soak.mjs [MINUTES] [SEED]\n');
  process.exit(2);
}

/** Numbers in [0, 1): Marsaglia's xorshift. */
function generator(start) {
  let state = (start * 2654435761 + 1) >>> 0;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}
const random = generator(seed);
const chance = (list) => list[Math.floor(random() * list.length)];

const shipped = readFileSync(kShippedWeights);
/** Dropped on the page; the server has them under soak/. */
const kFiles = {
  'shipped.safetensors': shipped,
  'conditional.safetensors': Buffer.from(randomWeights(3, {conditional: 'embed_mul', latent_prior: 'normal'})),
  'plain.safetensors': Buffer.from(randomWeights(4)),
  'cut-short.safetensors': shipped.subarray(0, shipped.length / 3),
  'cut-shorter.safetensors': shipped.subarray(0, 50),
  'strokes.json': Buffer.from(JSON.stringify({strokes: [[[0, 0], [4, 9], [8, 0]]]})),
};

const dropFile = (page, name) => page.evaluate(async (title) => {
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(new File([await (await fetch(`soak/${title}`)).blob()], title));
  window.dispatchEvent(new DragEvent('drop', {dataTransfer}));
}, name);

async function drag(page, {x, y, width, height}) {
  const place = () => [x + random() * width, y + random() * height];
  await page.mouse.move(...place());
  await page.mouse.down();
  for (let leg = 0; leg < 3; ++leg) await page.mouse.move(...place(), {steps: 6});
  await page.mouse.up();
}

/** [how often, name, what]. Each takes the page as it is. */
const kActions = [
  [30, 'click', async (app) => {
    const [, place] = chance(Object.entries(await app.widgets()).filter(([each]) => !kNotPressed.test(each))) ?? ['', [0, 0, 9, 9]];
    await app.page.mouse.click(place[0] + place[2] / 2, place[1] + place[3] / 2);
  }],
  [20, 'drag', async (app) => {
    const [x, y, width, height] = chance(Object.values(await app.widgets())) ?? [0, 0, 100, 100];
    await drag(app.page, {x, y, width, height});
  }],
  [15, 'key', (app) => app.page.keyboard.press(chance(kKeys))],
  [10, 'wheel', (app) => app.page.mouse.wheel(0, (random() - 0.5) * 800)],
  [8, 'link', (app) => app.page.evaluate((hash) => {
    window.location.hash = hash;
  }, chance(['tab=sample&seed=5&side=20', 'tab=explore&seed=2&class=4', 'tab=draw', 'tab=nothing&x', 'tab=sample&class=rows&side=10']))],
  [10, 'drop', (app) => dropFile(app.page, chance(Object.keys(kFiles)))],
  [2, 'theme', (app) => app.page.click('#theme', {timeout: 1000}).catch(() => {})],  // a dialog may lie over it
  [2, 'size', (app) => app.page.setViewportSize({width: chance(kSizes)[0], height: chance(kSizes)[1]})],
  [3, 'wait', (app) => app.page.waitForTimeout(500)],
];
const kAll = kActions.reduce((sum, [weight]) => sum + weight, 0);

function chooseAction() {
  let at = random() * kAll;
  return kActions.find(([weight]) => (at -= weight) < 0).slice(1);
}

const done = [];  // [when begun, name], the last minute's

/** "112 ms (size, after wait)": the longest of tasks [when, how long], and what was done meanwhile and before. */
function describeLongest(tasks) {
  if (tasks.length === 0) return 'no long task';
  const [when, duration] = tasks.reduce((most, task) => (task[1] > most[1] ? task : most));
  const before = done.filter(([begun]) => begun < when + duration).slice(-2).map(([, name]) => name);
  return `longest task ${duration.toFixed(0)} ms (${before.pop()}, after ${before.pop()})`;
}

/** Bytes: of JavaScript after a collection, and of the renderer's process with WebAssembly's memory. */
async function memory(devtools, processId) {
  await devtools.send('HeapProfiler.collectGarbage');
  const {metrics} = await devtools.send('Performance.getMetrics');
  const heap = metrics.find(({name}) => name === 'JSHeapUsedSize').value;
  const resident = 4096 * Number(readFileSync(`/proc/${processId}/statm`, 'utf8').split(' ')[1]);
  return {heap, resident};
}

async function rendererOf(browser) {
  const {processInfo} = await (await browser.newBrowserCDPSession()).send('SystemInfo.getProcessInfo');
  return Math.max(...processInfo.filter(({type}) => type === 'renderer').map(({id}) => id));
}

/** But for a file picker that a key opens long after it was pressed, which the browser then refuses. */
const errors = () => app.errors.filter((line) => !line.includes('File chooser dialog can only be shown'));

const megabytes = (bytes) => (bytes / 1e6).toFixed(1);
const server = await serve(kSite, {answers: Object.fromEntries(Object.entries(kFiles).map(([name, bytes]) => [`soak/${name}`, (_, response) => response.end(bytes)]))});
const browser = await launchBrowser();
const app = await openPage(browser, server.url, {initScript: () => {
  window.longTasks = [];  // [when, how long]
  new PerformanceObserver((list) => {
    for (const {startTime, duration} of list.getEntries()) window.longTasks.push([performance.timeOrigin + startTime, duration]);
  }).observe({entryTypes: ['longtask']});
  // Keys reach the links of the dialog About; what is watched is this page.
  document.addEventListener('click', (event) => {
    if (event.target.closest?.('a[href]')) event.preventDefault();
  });
}});
await app.ready();
const devtools = await app.page.context().newCDPSession(app.page);
await devtools.send('Performance.enable');
const processId = await rendererOf(browser);
const takeLongTasks = () => app.page.evaluate(() => window.longTasks.splice(0));
await takeLongTasks();  // the start is another matter

const start = Date.now(), end = start + minutes * 60_000;
let actions = 0, warm = null, longest = 0, nextReport = start + Math.min(60_000, (end - start) / 4);
let last = null;
while (Date.now() < end) {
  const [name, act] = chooseAction();
  done.push([Date.now(), name]);
  await act(app);
  ++actions;
  if (Date.now() < nextReport) continue;
  nextReport += Math.min(60_000, (end - start) / 4);
  last = await memory(devtools, processId);
  const tasks = await takeLongTasks();
  longest = Math.max(longest, ...tasks.map(([, duration]) => duration));
  if (!warm && Date.now() - start > kWarmUpShare * (end - start)) warm = last;
  console.log(`${((Date.now() - start) / 60_000).toFixed(1)} min: ${actions} actions, heap ${megabytes(last.heap)} MB, process ${megabytes(last.resident)} MB, `
    + describeLongest(tasks));
  done.splice(0, done.length - 1);
  if (errors().length > 0) break;
}
const growth = (name) => last[name] - warm[name];
const problems = [
  ...errors(),
  ...Object.keys(kMostGrowth).filter((name) => growth(name) > kMostGrowth[name]).map((name) => `${name} has grown by ${megabytes(growth(name))} MB`),
  ...(longest > kMostFrameMs ? [`a task took ${longest.toFixed(0)} ms, more than ${kMostFrameMs}`] : []),
  ...((await app.state()).ready ? [] : ['the page is not ready any more']),
];
console.log(`soak: seed ${seed}: ${actions} actions in ${minutes} min; heap +${megabytes(growth('heap'))} MB, process +${megabytes(growth('resident'))} MB `
  + `after the first fifth; longest task ${longest.toFixed(0)} ms`);
for (const problem of problems) console.log(`soak: ${problem}`);
await browser.close();
await server.close();
process.exitCode = problems.length > 0 ? 1 : 0;
