// The native table: our core and LibTorch in one program, ONNX Runtime in this process, case by case in turns.

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
const kLoad = 'load';  // our core's alone: reading the weights
// One untimed call is warm-up enough, but a long case would have none. Names go on behind the case: "ours/G 1/real_time".
const kBenchOptions = ['--benchmark_format=json', '--benchmark_min_time=0.03', '--benchmark_min_warmup_time=0.001'];
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
    for (const ort of runs) {
      samples.add(runProgram(ort.case).samples);
      samples.add([await ortSample(ort)]);
    }
    program = runProgram(kLoad);
    samples.add(program.samples);
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

async function ortSample({case: name, run, calls}) {
  await run();  // warm again: sgan-bench had the processor meanwhile
  return {engine: kOrt, case: name, ms: await timePerCall(run, calls)};
}

/** One case of sgan-bench, as samples of its engines. */
function runProgram(name) {
  const program = path.join(kBenchPrograms, 'sgan-bench');
  const output = execFileSync(program, [models().given, ...kBenchOptions, `--benchmark_filter=/${name}/`], {
    env: kOneThread, encoding: 'utf8', maxBuffer: 1 << 26, stdio: ['ignore', 'pipe', 'pipe'],
  });
  const {context, benchmarks} = JSON.parse(output);
  const samples = benchmarks.map(({name, real_time: time, time_unit: unit}) => {
    const [engine, measured] = name.split('/');
    return {engine, case: measured, ms: unit === 'ns' ? time / 1e6 : time};
  });
  return {context, samples};
}
