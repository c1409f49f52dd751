// The page of the benchmark with all it loads, as one folder to serve.

import {cpSync, mkdirSync, rmSync} from 'node:fs';
import path from 'node:path';

import {kRoot} from '../web/support/paths.mjs';
import {kPage, kPeers, kSite, kWasmBuild, models} from './paths.mjs';

const inPackage = (name, ...files) => files.map((file) => path.join(kPeers, name, 'dist', file));

const kCopies = {
  '.': [kPage, path.join(kRoot, 'tests/web/support/safetensors.mjs'), path.join(kWasmBuild, 'tests/bench/sgan-bench.wasm')],
  sgan: [path.join(kRoot, 'web/engine.mjs'), path.join(kWasmBuild, 'wasm/engine/sgan-engine.wasm')],
  ort: inPackage('onnxruntime-web', 'ort.wasm.min.mjs', 'ort-wasm-simd-threaded.mjs', 'ort-wasm-simd-threaded.wasm'),
  tfjs: [
    ...inPackage('@tensorflow/tfjs-core', 'tf-core.es2017.min.js'),
    ...inPackage('@tensorflow/tfjs-backend-wasm', 'tf-backend-wasm.es2017.min.js', 'tfjs-backend-wasm-simd.wasm'),
  ],
};

/** Lays the folder out anew and returns where it is. */
export function laySite() {
  rmSync(kSite, {recursive: true, force: true});
  for (const [folder, sources] of Object.entries({...kCopies, models: [models().folder]})) {
    const target = path.join(kSite, folder);
    mkdirSync(target, {recursive: true});
    for (const source of sources) {
      const isFolder = source === kPage || source === models().folder;
      cpSync(source, isFolder ? target : path.join(target, path.basename(source)), {recursive: true});
    }
  }
  return kSite;
}
