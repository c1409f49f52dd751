// Measures, reports and keeps the results: bench.mjs RESULTS.json ROUNDS MODEL browser|native...
// scripts/bench.sh builds everything first.

import {mkdirSync, renameSync, writeFileSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import {checkGoals} from './goals.mjs';
import {report} from './report.mjs';

const kPlaces = {
  async browser(rounds, say) {
    const {measureBrowser} = await import('./browser.mjs');
    return {browser: await measureBrowser(rounds, say)};
  },
  async native(rounds, say) {
    const {measureNative} = await import('./native.mjs');
    const {countInstructions} = await import('./instructions.mjs');
    const native = await measureNative(rounds, say);
    say('counting instructions');
    return {native, instructions: countInstructions()};
  },
};

function save(file, results) {
  mkdirSync(path.dirname(file), {recursive: true});
  writeFileSync(`${file}.new`, `${JSON.stringify(results, null, 1)}\n`);
  renameSync(`${file}.new`, file);
}

async function main([file, rounds, model, ...places]) {
  const results = {
    date: new Date().toISOString(),
    machine: {cpu: os.cpus()[0].model.trim(), cores: os.cpus().length, system: `${os.type()} ${os.release()}`, node: process.version},
    model,
  };
  for (const place of places) {
    Object.assign(results, await kPlaces[place](Number(rounds), (text) => process.stderr.write(`bench: ${place}: ${text}\n`)));
  }
  results.goals = checkGoals(results);
  save(path.resolve(file), results);
  console.log(`\n${report(results)}\n\nbench: results are in ${file}`);
}

main(process.argv.slice(2)).catch((error) => {
  // What a child process said is worth more than that it failed.
  const reason = error.stderr?.toString().trim().split('\n').at(-1) || error.message.split('\n')[0].replace(/^page\.evaluate: (Error: )?/, '');
  process.stderr.write(`bench: ${reason}\n`);
  process.exitCode = 1;
});
