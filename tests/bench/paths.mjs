// Where the benchmark finds what it measures and leaves what it makes.

import {existsSync, readFileSync} from 'node:fs';
import path from 'node:path';

import {kRoot} from '../web/support/paths.mjs';

const inBuild = (name) => path.join(kRoot, 'build', name);

export const kPage = path.join(kRoot, 'tests/bench/page');
export const kPeers = inBuild('bench-npm/node_modules');
export const kSite = inBuild('bench-site');
export const kWasmBuild = inBuild('wasm-simd');
export const kPrograms = inBuild('bin');
export const kBenchPrograms = inBuild('native/tests/bench');

/** The weights: as given, in full precision, and as ONNX. scripts/bench.sh makes them. */
export function models(folder = inBuild('bench-models')) {
  const file = (name) => {
    const location = path.join(folder, name);
    if (!existsSync(location)) throw new Error(`${location} is missing: run make bench`);
    return location;
  };
  return {
    folder,
    given: file('model.safetensors'),
    f32: file('f32.safetensors'),
    generator: file('generator.onnx'),
    discriminator: file('discriminator.onnx'),
  };
}

export function versionOf(npmPackage) {
  return JSON.parse(readFileSync(path.join(kPeers, npmPackage, 'package.json'), 'utf8')).version;
}
