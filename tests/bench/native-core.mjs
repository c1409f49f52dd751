// Our native program in the shape of our engine, as page/cases.mjs wants it: `sgan run` answers.

import {execFileSync} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {pathToFileURL} from 'node:url';

import {readSafetensors, writeSafetensors} from '../web/support/safetensors.mjs';
import {kPrograms, kSite, models} from './paths.mjs';

/** The engine draws latents and describes the model; images and judgements are the native program's. */
export async function createNativeCore() {
  const {createOurs} = await import(pathToFileURL(path.join(kSite, 'ours.mjs')));
  const {engine} = await createOurs(readFileSync(models().given));
  const {latentDim, imageSize} = engine.info;
  const floats = (data, ...shape) => ({dtype: 'F32', shape: [data.length / shape.reduce((a, b) => a * b), ...shape], data});
  return {
    info: engine.info,
    labelTable: readSafetensors(readFileSync(models().f32))['generator.label_emb.weight']?.data,
    sampleLatents: (...args) => engine.sampleLatents(...args),
    sampleLabels: (...args) => engine.sampleLabels(...args),
    generate(latents, labels) {
      const numbers = labels && {dtype: 'I64', shape: [labels.length], data: BigInt64Array.from(labels, BigInt)};
      return run({latents: floats(latents, latentDim), ...(labels && {labels: numbers})}).images.data;
    },
    judge(images) {
      const answer = run({images: floats(images, 1, imageSize, imageSize)});
      return {validity: answer.validity.data, classProbs: answer.class_probs.data};
    },
  };
}

function run(tensors) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'sgan-bench-'));
  try {
    const [from, to] = ['in', 'out'].map((name) => path.join(folder, `${name}.safetensors`));
    writeFileSync(from, writeSafetensors(tensors));
    execFileSync(path.join(kPrograms, 'sgan'), ['run', '--model', models().given, '--in', from, '--out', to], {stdio: 'pipe'});
    return readSafetensors(readFileSync(to));
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
}
