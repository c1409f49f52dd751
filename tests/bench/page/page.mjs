// The page that bench.mjs drives: all engines side by side, measured in turns so that whatever else the machine does
// meets each of them alike.

import {kCases, prepare, verify} from './cases.mjs';
import {microRound, startMicro} from './micro.mjs';
import {createOrt} from './ort.mjs';
import {createOurs} from './ours.mjs';
import {readSafetensors} from './safetensors.mjs';
import {createTfjs} from './tfjs.mjs';
import {startOnce} from './ready.mjs';
import {timePerCall, warmUp} from './timing.mjs';

const fetchBytes = async (url) => new Uint8Array(await (await fetch(url)).arrayBuffer());

async function createOrtWeb(info) {
  const ort = await import('./ort/ort.wasm.min.mjs');
  ort.env.wasm.numThreads = 1;
  ort.env.wasm.wasmPaths = new URL('ort/', location.href).href;
  const files = {generator: await fetchBytes('models/generator.onnx'), discriminator: await fetchBytes('models/discriminator.onnx')};
  return createOrt(ort, 'wasm', 'ONNX Runtime Web', files, info);
}

let engines = [];
const runs = [];  // {engine, case, run, calls}

/** Starts the engines and compares their answers with ours. Returns the largest difference for each of the others. */
async function start() {
  const ours = await createOurs(await fetchBytes('models/model.safetensors'));
  const {info} = ours.engine;
  const tensors = readSafetensors(await fetchBytes('models/f32.safetensors'));
  engines = [ours, await createOrtWeb(info), ...(await createTfjs(tensors, info))];
  const differences = {};
  for (const definition of kCases) {
    const work = prepare(ours.engine, tensors['generator.label_emb.weight']?.data, definition);
    for (const engine of engines) {
      const run = () => (work.network === 'G' ? engine.generate(work) : engine.judge(work));
      const worst = verify(engine.name, work, await run());
      if (engine !== ours) (differences[engine.name] ??= {})[work.name] = worst;
      runs.push({engine: engine.name, case: work.name, run});
    }
  }
  return {engines: engines.map(({name, detail}) => ({name, detail})), differences};
}

async function warm() {
  for (const entry of runs) entry.calls = await warmUp(entry.run);
}

/** One sample of each engine and case, engines next to each other. */
async function round() {
  const samples = [];
  for (const entry of runs) {
    samples.push({engine: entry.engine, case: entry.case, ms: await timePerCall(entry.run, entry.calls)});
  }
  return samples;
}

window.bench = {start, warm, round, startMicro, microRound, startOnce};
