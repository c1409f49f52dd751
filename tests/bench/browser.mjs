// The browser's table: one Chromium, one page, all engines in it.

import {readFileSync} from 'node:fs';
import path from 'node:path';
import {gzipSync} from 'node:zlib';

import {launchBrowser, openPage} from '../web/support/browser.mjs';
import {serve} from '../web/support/server.mjs';
import {kSite, versionOf} from './paths.mjs';
import {Samples} from './samples.mjs';
import {laySite} from './site.mjs';
import {median, spread} from './statistics.mjs';

const kStarts = 9;
const kSettleMs = 500;

/** Returns {place, engines, differences, rows, micro, ready, engineGzipBytes}. */
export async function measureBrowser(rounds, say) {
  const server = await serve(laySite());
  const browser = await launchBrowser();
  try {
    return {
      place: `Chromium ${browser.version()}`,
      ...(await measurePage(browser, server.url, rounds, say)),
      ready: await measureStarts(browser, server.url, say),
      engineGzipBytes: gzipSync(readFileSync(path.join(kSite, 'sgan/sgan-engine.wasm')), {level: 9}).length,
    };
  } finally {
    await browser.close();
    await server.close();
  }
}

async function openBench(browser, url) {
  const {page, errors} = await openPage(browser, url);
  await page.waitForFunction(() => window.bench, null, {timeout: 30_000}).catch(() => {
    throw new Error(`the page does not start: ${errors.join('; ') || 'no reason given'}`);
  });
  page.setDefaultTimeout(0);  // a slow machine is no error
  return page;
}

/** Medians of starts in pages that have never run the engine: {start_ms, load_ms, first_image_ms}. */
async function measureStarts(browser, url, say) {
  say('starting our engine in fresh pages');
  const starts = [];
  for (let i = 0; i < kStarts; ++i) {
    const page = await openBench(browser, url);
    await page.waitForTimeout(kSettleMs);  // until the browser is done with the other engines' scripts
    starts.push(await page.evaluate(() => window.bench.startOnce()));
    await page.context().close();
  }
  return Object.fromEntries(Object.keys(starts[0]).map((step) => [step, median(starts.map((start) => start[step]))]));
}

async function measurePage(browser, url, rounds, say) {
  const page = await openBench(browser, url);
  say('starting the engines and comparing their answers');
  const {engines, differences} = await page.evaluate(() => window.bench.start());
  say('warming up');
  await page.evaluate(() => window.bench.warm().then(window.bench.startMicro));
  const samples = new Samples();
  const micro = [];
  for (let round = 1; round <= rounds; ++round) {
    say(`round ${round} of ${rounds}`);
    samples.add(await page.evaluate(() => window.bench.round()));
    micro.push(await page.evaluate(() => window.bench.microRound()));
  }
  return {engines: engines.map(withVersion), differences, rows: samples.summary(), micro: summarize(micro)};
}

/** rounds: [[{name, kind, macs, gmacs}]] */
function summarize(rounds) {
  return rounds[0].map(({name, kind, macs}, i) => {
    const values = rounds.map((round) => round[i].gmacs);
    return {name, kind, macs, gmacs: median(values), spread: spread(values)};
  });
}

const kTfjs = '@tensorflow/tfjs-backend-wasm';
const kPackages = {'ONNX Runtime Web': 'onnxruntime-web', 'TensorFlow.js': kTfjs, 'TensorFlow.js, fused': kTfjs};

function withVersion(engine) {
  const npm = kPackages[engine.name];
  return npm ? {...engine, version: versionOf(npm)} : engine;
}
