// The native table: our core and LibTorch in one program, ONNX Runtime in this process, by turns.

import {execFileSync} from 'node:child_process';
import {createRequire} from 'node:module';
import path from 'node:path';

import {kCases, prepare, verify} from './page/cases.mjs';
import {createOrt} from './page/ort.mjs';
import {timePerCall, warmUp} from './page/timing.mjs';
import {createNativeCore} from './native-core.mjs';
import {kBenchPrograms, kPeers, models, versionOf} from './paths.mjs';
import {Samples} from './samples.mjs';
import {laySite} from './site.mjs';

const kOrt = 'ONNX Runtime';
const kOneThread = {...process.env, OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1'};

/** Returns {place, engines, differences, rows}. */
export async function measureNative(rounds, say) {
  laySite();
  const core = await createNativeCore();
  say('comparing the answers and warming up');
  const {runs, differences} = await startOrt(core);
  const samples = new Samples();
  let program;
  for (let round = 1; round <= rounds; ++round) {
    say(`round ${round} of ${rounds}`);
    program = runProgram();
    samples.add(program.samples);
    samples.add(await ortRound(runs));
  }
  const {context} = program;
  for (const name of ['LibTorch', 'LibTorch, trainer']) differences[name] = {'G 25, D 25': Number(context[`difference, ${name}`])};
  return {
    place: 'native',
    engines: [
      {name: 'ours', detail: context.kernel},
      {name: 'LibTorch', version: context.libtorch, detail: 'layer by layer'},
      {name: 'LibTorch, trainer', version: context.libtorch, detail: 'modules of sgan-train'},
      {name: kOrt, version: versionOf('onnxruntime-node')},
    ],
    differences,
    rows: samples.summary(),
  };
}

/** ONNX Runtime's answers must be our core's before anything is measured. */
async function startOrt(core) {
  const ort = createRequire(import.meta.url)(path.join(kPeers, 'onnxruntime-node'));
  const files = models();
  const engine = await createOrt(ort, 'cpu', kOrt, {generator: files.generator, discriminator: files.discriminator}, core.info);
  const differences = {[kOrt]: {}};
  const runs = [];
  for (const definition of kCases) {
    const work = prepare(core, core.labelTable, definition);
    const run = () => (work.network === 'G' ? engine.generate(work) : engine.judge(work));
    differences[kOrt][work.name] = verify(kOrt, work, await run());
    runs.push({case: work.name, run, calls: await warmUp(run)});
  }
  return {runs, differences};
}

async function ortRound(runs) {
  const samples = [];
  for (const {case: name, run, calls} of runs) samples.push({engine: kOrt, case: name, ms: await timePerCall(run, calls)});
  return samples;
}

/** One pass of sgan-bench, as samples. */
function runProgram() {
  const program = path.join(kBenchPrograms, 'sgan-bench');
  const output = execFileSync(program, [models().given, '--benchmark_format=json', '--benchmark_min_time=0.03'], {
    env: kOneThread, encoding: 'utf8', maxBuffer: 1 << 26, stdio: ['ignore', 'pipe', 'pipe'],
  });
  const {context, benchmarks} = JSON.parse(output);
  const samples = benchmarks.map(({name, real_time: time, time_unit: unit}) => {
    const [engine, measured] = name.split('/');
    return {engine, case: measured, ms: unit === 'ns' ? time / 1e6 : time};
  });
  return {context, samples};
}
