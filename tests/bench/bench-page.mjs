// The page as people meet it: how heavy it is, how soon the first digit is there, how smoothly it draws and how well it
// rests. bench-page.mjs DIST ROUNDS; scripts/bench-page.sh builds nothing, `make bench-page` does.

import {existsSync, statSync} from 'node:fs';
import path from 'node:path';

import {launchBrowser, openPage} from '../web/support/browser.mjs';
import {serve} from '../web/support/server.mjs';
import {table} from './report.mjs';
import {mean, median} from './statistics.mjs';

const kIdleSeconds = 5;
const kClicks = 10;
const kGoals = {firstDigitMs: 1000, wireBytes: 1.8e6, idlePart: 0.01, nextPaintMs: 50, frameMs: 1000 / 60, framesPerSecond: 60};

/** Runs in the page before anything else: when the first digit was on the screen, and what moved on the way. */
function watchStart() {
  window.watched = {firstDigitMs: null, shift: 0};
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) window.watched.shift += entry.value;
  }).observe({type: 'layout-shift', buffered: true});
  const look = () => {
    if (window.sgan?.state().sample.done > 0) {
      // The frame that has drawn it is presented before the next one begins.
      requestAnimationFrame(() => (window.watched.firstDigitMs = performance.now()));
    } else {
      requestAnimationFrame(look);
    }
  };
  requestAnimationFrame(look);
}

/** A first visit: {firstDigitMs, shift, names of what was loaded, errors}. */
async function visit(browser, url) {
  const app = await openPage(browser, url, {initScript: watchStart});
  await app.page.waitForFunction(() => window.watched.firstDigitMs !== null);
  const watched = await app.page.evaluate(() => window.watched);
  const loaded = await app.page.evaluate(() => performance.getEntriesByType('resource').map(({name}) => name));
  await app.close();
  return {...watched, loaded: ['index.html', ...new Set(loaded.map((name) => name.slice(url.length)))], errors: app.errors};
}

/** The share of one processor that the page and its graphics take while nobody touches it. */
async function measureRest(app) {
  const devtools = await app.page.context().newCDPSession(app.page);
  await devtools.send('Performance.enable');
  const busy = async () => (await devtools.send('Performance.getMetrics')).metrics.find(({name}) => name === 'TaskDuration').value;
  await app.page.waitForTimeout(2000);
  const before = await busy();
  await app.page.waitForTimeout(kIdleSeconds * 1000);
  return ((await busy()) - before) / kIdleSeconds;
}

/** While it generates: milliseconds from one frame to the next, and the page's own share of each. */
async function measureFrames(app) {
  const frames = {own: [], between: []};
  for (let click = 0; click < kClicks; ++click) {
    await app.page.mouse.click(...(await app.centre('sample.new_seed')));
    const {own, between} = await app.page.evaluate(async () => {
      const own = [], between = [];
      let last = performance.now();
      // The click takes a few frames to be seen.
      for (let quiet = 0; quiet < 6;) {
        await new Promise(requestAnimationFrame);
        const now = performance.now();
        const state = window.sgan.state();
        if (state.sample.busy) {
          between.push(now - last);
          own.push(state.frameMs);
        } else {
          ++quiet;
        }
        last = now;
      }
      return {own, between};
    });
    frames.own.push(...own);
    frames.between.push(...between);
  }
  return frames;
}

/** Milliseconds from a click, made while the page generates, to the next paint, as the browser itself counts them. */
async function measureInteraction(app, rounds) {
  const clicks = () => app.page.evaluate(() => performance.eventCounts.get('pointerdown'));
  const before = await clicks();
  await app.page.evaluate(() => {
    window.paints = [];
    new PerformanceObserver((list) => {
      for (const {name, duration} of list.getEntries()) if (name === 'pointerdown') window.paints.push(duration);
    }).observe({type: 'event', durationThreshold: 16});
  });
  for (let i = 0; i < rounds; ++i) {
    await app.press('sample.new_seed');
    await app.page.waitForTimeout(200);
  }
  const seen = (await clicks()) - before;
  if (seen !== rounds) throw new Error(`the page saw ${seen} of ${rounds} clicks`);
  // The browser reports only what took 16 ms or more, in steps of 8.
  const paints = await app.page.evaluate(() => window.paints);
  return paints.length > 0 ? Math.max(...paints) : 16;
}

/** Bytes of each file the first visit loads: as it is, and as the compressed twins. */
function weigh(dist, names) {
  return names.map((name) => {
    const file = path.join(dist, name);
    const raw = statSync(file).size;
    const twin = (extension) => (existsSync(file + extension) ? statSync(file + extension).size : raw);
    return {name, raw, gz: twin('.gz'), br: twin('.br')};
  }).sort((a, b) => b.raw - a.raw);
}

function weightTable(rows) {
  const kilobytes = (bytes) => (bytes / 1e3).toFixed(1);
  const sum = {name: 'together'};
  for (const column of ['raw', 'gz', 'br']) sum[column] = rows.reduce((total, row) => total + row[column], 0);
  return {text: table([['kB', 'raw', 'gzip', 'br'], ...[...rows, sum].map(({name, raw, gz, br}) => [name, kilobytes(raw), kilobytes(gz), kilobytes(br)])]), sum};
}

async function main([dist, rounds]) {
  const server = await serve(dist);
  const browser = await launchBrowser();
  try {
    const visits = [];
    for (let i = 0; i < Number(rounds); ++i) visits.push(await visit(browser, server.url));
    const app = await openPage(browser, server.url);
    await app.ready();
    const rest = await measureRest(app);
    const frames = await measureFrames(app);
    const paint = await measureInteraction(app, Number(rounds));
    const weight = weightTable(weigh(dist, visits[0].loaded));
    const ms = (value) => `${value.toFixed(1)} ms`;
    const first = median(visits.map(({firstDigitMs}) => firstDigitMs));
    const perSecond = 1000 / mean(frames.between);
    const shift = Math.max(...visits.map((one) => one.shift));
    const complaints = visits.flatMap(({errors}) => errors).concat(app.errors);
    const line = (what, measured, goal, met) => [what, measured, goal, met ? 'ok' : 'short'];
    console.log(`Chromium ${browser.version()}\n\n${weight.text}\n`);
    console.log(table([
      ['page', 'measured', 'goal', ''],
      line('first digit on the screen, median of first visits', ms(first), ms(kGoals.firstDigitMs), first <= kGoals.firstDigitMs),
      line('over the wire (br)', `${(weight.sum.br / 1e6).toFixed(2)} MB`, `${kGoals.wireBytes / 1e6} MB`, weight.sum.br <= kGoals.wireBytes),
      line('own time of a frame while generating, median', ms(median(frames.own)), ms(kGoals.frameMs), median(frames.own) <= kGoals.frameMs),
      // A mean: the browser lets frames come in bursts, of which the median sees the inside.
      line('frames a second while generating', perSecond.toFixed(1), String(kGoals.framesPerSecond), Math.round(perSecond) >= kGoals.framesPerSecond),
      line('click to next paint while generating, worst', ms(paint), ms(kGoals.nextPaintMs), paint < kGoals.nextPaintMs),
      line('one processor at rest', `${(rest * 100).toFixed(2)}%`, `${kGoals.idlePart * 100}%`, rest < kGoals.idlePart),
      line('layout shift', shift.toFixed(3), '0', shift === 0),
      line('errors and warnings', String(complaints.length), '0', complaints.length === 0),
    ]));
    for (const complaint of complaints) console.log(complaint);
  } finally {
    await browser.close();
    await server.close();
  }
}

main(process.argv.slice(2)).catch((error) => {
  process.stderr.write(`bench-page: ${error.message.split('\n')[0]}\n`);
  process.exitCode = 1;
});
