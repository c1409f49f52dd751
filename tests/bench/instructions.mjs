// Instructions of one call in the steady state, counted by callgrind: a figure that no other work on the machine moves.

import {spawnSync} from 'node:child_process';
import path from 'node:path';

import {kBenchPrograms, models} from './paths.mjs';

/** Returns {G, D, kernel}: instructions, and the instruction set that valgrind let the core choose. */
export function countInstructions() {
  const counts = {};
  for (const network of ['G', 'D']) Object.assign(counts, count(network));
  return counts;
}

function count(network) {
  const {status, stdout, stderr, error} = spawnSync('valgrind', [
    '--tool=callgrind', '--callgrind-out-file=/dev/null', '--toggle-collect=sgan_measured_call',
    path.join(kBenchPrograms, 'sgan-instructions'), models().given, network,
  ], {encoding: 'utf8'});
  const collected = /Collected : (\d+)/.exec(stderr ?? '');
  if (status !== 0 || !collected || Number(collected[1]) === 0) {
    throw new Error(`callgrind counts nothing: ${error?.message ?? stderr.trim().split('\n').at(-1)}`);
  }
  return {[network]: Number(collected[1]), kernel: stdout.trim()};
}
