// The engine in Node: both builds, the same results as each other and as the native program.

import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {after, before, describe, test} from 'node:test';
import {pathToFileURL} from 'node:url';

import {kCli, kSite} from './support/paths.mjs';
import {randomWeights} from './support/random-weights.mjs';
import {readSafetensors, writeSafetensors} from './support/safetensors.mjs';

const {SganError, createEngine, simdSupported} = await import(pathToFileURL(path.join(kSite, 'engine.mjs')));

const kPixels = 32 * 32;
const kBigSeed = 2n ** 64n - 1n;
const plain = randomWeights(1);
const conditional = randomWeights(2, {conditional: 'embed_mul', latent_prior: 'normal'});

const toByte = (value) => Math.min(255, Math.max(0, Math.round((value + 1) * 127.5)));
const largestDifference = (a, b) => a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i])), 0);
const throwsNamed = (work, name, message) => assert.throws(work, (error) => {
  assert.ok(error instanceof SganError, `${error} is no SganError`);
  assert.equal(error.name, name, error.message);
  if (message) assert.match(error.message, message);
  return true;
});

/** A fresh folder that goes when the tests end. */
function workFolder() {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'sgan-engine-'));
  after(() => rmSync(folder, {recursive: true, force: true}));
  return folder;
}

function runCli(...args) {
  assert.ok(existsSync(kCli), `${kCli} is missing: build the native programs first`);
  return execFileSync(kCli, args, {encoding: 'utf8'});
}

/** The images of an IDX file as bytes. */
function readIdxImages(file) {
  const bytes = readFileSync(file);
  assert.equal(bytes.readUInt32BE(0), 0x803);
  return bytes.subarray(16);
}

for (const variant of ['simd', 'scalar']) {
  describe(`engine, ${variant}`, () => {
    let engine;
    before(async () => {
      engine = await createEngine({variant});
    });

    test('says which build and which instructions run', () => {
      assert.equal(engine.variant, variant);
      assert.match(engine.kernel, variant === 'simd' ? /WASM/i : /SCALAR|EMU/i);
    });

    test('refuses to work without a model', async () => {
      const empty = await createEngine({variant});
      assert.equal(empty.info, null);
      for (const work of [
        () => empty.generate(new Float32Array(100)), () => empty.judge(new Float32Array(kPixels)),
        () => empty.sampleLatents(1, 1), () => empty.rasterize([[[0, 0]]]),
      ]) throwsNamed(work, 'NoModel', /no model is loaded/);
    });

    test('describes the model', () => {
      const info = engine.load(plain);
      assert.deepEqual(info, {
        latentDim: 100, imageSize: 32, latentPrior: 'uniform01', conditional: false, generatorChannels: [128, 128, 64],
        discriminatorChannels: [16, 32, 64, 128], generatorParameters: 1050985, discriminatorParameters: 103756,
        classNames: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'], metadata: {},
      });
      assert.equal(engine.info, info);
      const other = engine.load(conditional.slice().buffer);
      assert.equal(other.conditional, true);
      assert.equal(other.latentPrior, 'normal');
      assert.equal(other.metadata.conditional, 'embed_mul');
    });

    test('keeps the old model when a file is refused', () => {
      engine.load(plain);
      const latents = engine.sampleLatents(3, 1);
      const image = engine.generate(latents);
      throwsNamed(() => engine.load(new Uint8Array(0)), 'Malformed');
      throwsNamed(() => engine.load(plain.subarray(0, 1000)), 'Malformed');
      throwsNamed(() => engine.load(new TextEncoder().encode('<!doctype html><title>404</title>')), 'TooLarge');
      throwsNamed(() => engine.load(writeSafetensors({a: {dtype: 'F32', shape: [1], data: new Float32Array(1)}})), 'WrongModel');
      throwsNamed(() => engine.load('weights'), 'InvalidArgument', /Uint8Array/);
      assert.equal(engine.info.conditional, false);
      assert.deepEqual(engine.generate(latents), image);
    });

    test('names the tensor that is wrong', () => {
      const broken = plain.slice();
      broken.set([0, 0, 0xc0, 0x7f], broken.length - 4);  // the last value becomes NaN
      throwsNamed(() => engine.load(broken), 'Malformed', /discriminator\.aux_layer\.0\.bias/);
    });

    test('makes images in range, the same ones each time, one by one or together', () => {
      engine.load(plain);
      const latents = engine.sampleLatents(7, 5);
      const images = engine.generate(latents);
      assert.equal(images.length, 5 * kPixels);
      assert.ok(images.every((value) => value >= -1 && value <= 1));
      assert.ok(new Set(images).size > 1000, 'the image is flat');
      assert.deepEqual(engine.generate(latents), images);
      for (let i = 0; i < 5; ++i) {
        assert.deepEqual(engine.generate(latents.subarray(i * 100, (i + 1) * 100)), images.slice(i * kPixels, (i + 1) * kPixels));
      }
      assert.equal(engine.generate([]).length, 0);
    });

    test('judges with probabilities', () => {
      engine.load(plain);
      const {validity, classProbs} = engine.judge(engine.generate(engine.sampleLatents(7, 3)));
      assert.equal(validity.length, 3);
      assert.equal(classProbs.length, 33);
      assert.ok(validity.every((p) => p > 0 && p < 1));
      for (let i = 0; i < 3; ++i) {
        const sum = classProbs.subarray(11 * i, 11 * (i + 1)).reduce((a, b) => a + b, 0);
        assert.ok(Math.abs(sum - 1) < 1e-5, `probabilities sum to ${sum}`);
      }
    });

    test('takes the digits wanted from a conditional model only', () => {
      engine.load(conditional);
      const latents = engine.sampleLatents(1, 2);
      const threes = engine.generate(latents, [3, 3]);
      assert.notDeepEqual(engine.generate(latents, Int32Array.of(3, 4)).slice(kPixels), threes.slice(kPixels));
      throwsNamed(() => engine.generate(latents), 'InvalidArgument', /label/);
      throwsNamed(() => engine.generate(latents, [3]), 'InvalidArgument', /1 labels for 2 latents/);
      throwsNamed(() => engine.generate(latents, [3, 10]), 'InvalidArgument', /label 1 is 10/);
      engine.load(plain);
      assert.deepEqual(engine.generate(latents, [3, 3]), engine.generate(latents));
    });

    test('draws latents from a seed, any part of them, up to the last seed', () => {
      engine.load(plain);
      const latents = engine.sampleLatents(kBigSeed, 4);
      assert.ok(latents.every((value) => value >= 0 && value < 1));
      assert.deepEqual(engine.sampleLatents(kBigSeed, 2, 2), latents.slice(200));
      assert.notDeepEqual(engine.sampleLatents(kBigSeed - 1n, 4), latents);
      assert.deepEqual(engine.sampleLatents(7n, 1), engine.sampleLatents(7, 1));
      assert.notDeepEqual(engine.sampleLatents(2 ** 32 + 7, 1), engine.sampleLatents(7, 1), 'the upper half counts');
      const labels = engine.sampleLabels(7, 200);
      assert.ok(labels.every((label) => label >= 0 && label <= 9));
      assert.equal(new Set(labels).size, 10);
      assert.deepEqual(engine.sampleLabels(7, 100, 100), labels.slice(100));
      for (const seed of [-1, 1.5, NaN, 2 ** 53, 2n ** 64n, '7', null]) {
        throwsNamed(() => engine.sampleLatents(seed, 1), 'InvalidArgument', /seed/);
      }
      throwsNamed(() => engine.sampleLatents(1, -1), 'InvalidArgument', /count/);
    });

    test('rasterises strokes, as object, list or text', () => {
      engine.load(plain);
      const strokes = [[[10, 10], [60, 80]], [[60, 10], [10, 80]]];
      const image = engine.rasterize({strokes});
      assert.ok(image.some((value) => value > 0.5) && image.some((value) => value === -1));
      assert.deepEqual(engine.rasterize(strokes), image);
      assert.deepEqual(engine.rasterize(JSON.stringify({strokes})), image);
      const moved = strokes.map((stroke) => stroke.map(([x, y]) => [3 * x + 500, 3 * y - 200]));
      assert.ok(largestDifference(engine.rasterize(moved), image) < 0.01, 'place and scale matter');
      throwsNamed(() => engine.rasterize([]), 'InvalidArgument');
      throwsNamed(() => engine.rasterize([[[NaN, 0]]]), 'Malformed');
      throwsNamed(() => engine.rasterize('{"strokes": ['), 'Malformed');
      throwsNamed(() => engine.rasterize('[{"strokes": [[[0, 0]]]}, {"strokes": [[[0, 0]]]}]'), 'InvalidArgument', /one drawing/);
      throwsNamed(() => engine.rasterize({}), 'InvalidArgument');
    });

    test('refuses inputs of a wrong size', () => {
      engine.load(plain);
      throwsNamed(() => engine.generate(new Float32Array(101)), 'InvalidArgument', /101 numbers.*multiple of 100/);
      throwsNamed(() => engine.judge(new Float32Array(kPixels - 1)), 'InvalidArgument', /multiple of 1024/);
      throwsNamed(() => engine.generate('abc'), 'InvalidArgument');
    });

    test('gives back the memory it takes, also when a call fails', async () => {
      const {engine: watched, blocks, bytes} = await watchMemory(variant);
      const work = () => {
        watched.load(plain);
        watched.judge(watched.generate(watched.sampleLatents(1, 20)));
        assert.throws(() => watched.load(plain.subarray(0, 3_000_000)));
        assert.throws(() => watched.rasterize('[' + ' '.repeat(1_000_000)));
      };
      const sizes = Array.from({length: 6}, () => {
        for (let i = 0; i < 20; ++i) work();
        return bytes();
      });
      assert.equal(blocks.size, 0, 'a block that was taken is not given back');
      // An allocator may take more until it has found its order; a leak never ends.
      assert.ok(sizes.some((size, i) => i > 0 && size === sizes[i - 1]), `the memory never stops growing: ${sizes}`);
    });

    test('has no room for more than its memory can hold, and works on', () => {
      engine.load(plain);
      const latents = engine.sampleLatents(7, 1);
      // Sizes that are small again modulo 2^32.
      throwsNamed(() => engine.sampleLatents(7, Math.ceil(2 ** 32 / 400)), 'OutOfMemory', /4294967600 more bytes/);
      throwsNamed(() => engine.sampleLabels(7, 2 ** 30), 'OutOfMemory');
      assert.deepEqual(engine.sampleLatents(7, 1), latents);
    });

    test('leaves its memory alone once it has failed', async () => {
      const sgan_generate = () => {
        throw new WebAssembly.RuntimeError('unreachable');
      };
      const {engine: watched, blocks} = await watchMemory(variant, {sgan_generate});
      watched.load(plain);
      const latents = watched.sampleLatents(7, 1);
      throwsNamed(() => watched.generate(latents), 'Internal', /unreachable/);
      const left = blocks.size;
      assert.ok(left > 0, 'memory in an unknown state is given back');
      throwsNamed(() => watched.judge(new Float32Array(kPixels)), 'Internal', /unreachable/);
      assert.equal(blocks.size, left);
    });

    test('makes the same latents and images as the native program', {timeout: 120_000}, () => {
      const folder = workFolder();
      const model = path.join(folder, 'model.safetensors');
      for (const [weights, seed] of [[plain, 7n], [conditional, kBigSeed]]) {
        writeFileSync(model, weights);
        const info = engine.load(weights);
        const latents = engine.sampleLatents(seed, 6);
        const labels = engine.sampleLabels(seed, 6);
        const images = engine.generate(latents, labels);
        const {validity, classProbs} = engine.judge(images);

        // The native program draws its own latents from the seed ...
        runCli('sample', '--model', model, '--count', '6', '--seed', String(seed), '--idx', path.join(folder, 'own'));
        const own = readIdxImages(path.join(folder, 'own-images-idx3-ubyte'));
        assert.equal(own.length, images.length);
        assert.ok(largestDifference(Array.from(images, toByte), own) <= 1, 'images differ by more than 1/255');

        // ... and is given the engine's: were a bit of one of them different, some value would be.
        writeFileSync(path.join(folder, 'in.safetensors'), writeSafetensors({
          latents: {dtype: 'F32', shape: [6, 100], data: latents},
          ...(info.conditional && {labels: {dtype: 'I64', shape: [6], data: BigInt64Array.from(labels, BigInt)}}),
        }));
        runCli('run', '--model', model, '--in', path.join(folder, 'in.safetensors'), '--out', path.join(folder, 'out.safetensors'));
        const native = readSafetensors(readFileSync(path.join(folder, 'out.safetensors')));
        assert.deepEqual(Array.from(native.images.data, toByte), Array.from(own), 'the seed gives other latents');
        assert.ok(largestDifference(native.images.data, images) < 1e-4);
        assert.ok(largestDifference(native.validity.data, validity) < 1e-4);
        assert.ok(largestDifference(native.class_probs.data, classProbs) < 1e-4);
      }
    });

    test('reads drawings as the native program does', {timeout: 120_000}, () => {
      const folder = workFolder();
      const drawing = {strokes: [[[0, 0], [40, 5], [30, 90]], [[5, 50], [60, 45]]]};
      writeFileSync(path.join(folder, 'model.safetensors'), plain);
      writeFileSync(path.join(folder, 'strokes.json'), JSON.stringify([drawing]));
      const native = JSON.parse(runCli('classify', '--model', path.join(folder, 'model.safetensors'), '--strokes', path.join(folder, 'strokes.json')));
      engine.load(plain);
      const {validity, classProbs} = engine.judge(engine.rasterize(drawing));
      assert.ok(largestDifference(classProbs, native.probs) < 1e-4);
      assert.ok(Math.abs(validity[0] - native.validity) < 1e-4);
    });
  });
}

/**
 * An engine, the blocks of its module's memory that are taken, and how large that memory is.
 * replaced: functions of the module, by name, that are others.
 */
async function watchMemory(variant, replaced = {}) {
  const instantiate = WebAssembly.instantiate;
  const blocks = new Set();
  let memory;
  WebAssembly.instantiate = async (...args) => {
    const {exports} = (await instantiate(...args)).instance;
    memory = exports.memory;
    const sgan_alloc = (size) => {
      const address = exports.sgan_alloc(size);
      blocks.add(address);
      return address;
    };
    const sgan_free = (address) => {
      assert.ok(blocks.delete(address >> 0), 'a block is given back that is not taken');
      exports.sgan_free(address);
    };
    return {instance: {exports: {...exports, sgan_alloc, sgan_free, ...replaced}}};
  };
  try {
    return {engine: await createEngine({variant}), blocks, bytes: () => memory.buffer.byteLength};
  } finally {
    WebAssembly.instantiate = instantiate;
  }
}

test('the two builds agree', async () => {
  const [simd, scalar] = await Promise.all([createEngine({variant: 'simd'}), createEngine({variant: 'scalar'})]);
  simd.load(plain);
  scalar.load(plain);
  const latents = simd.sampleLatents(11, 4);
  assert.deepEqual(scalar.sampleLatents(11, 4), latents);
  const images = simd.generate(latents);
  assert.ok(largestDifference(scalar.generate(latents), images) < 1e-4);
  assert.ok(largestDifference(scalar.judge(images).classProbs, simd.judge(images).classProbs) < 1e-4);
});

test('the build is chosen by what runs here', async () => {
  assert.equal((await createEngine()).variant, simdSupported() ? 'simd' : 'scalar');
  const validate = WebAssembly.validate;
  WebAssembly.validate = () => false;
  try {
    assert.equal((await createEngine()).variant, 'scalar');
  } finally {
    WebAssembly.validate = validate;
  }
});

test('says what is wrong with its own file', async () => {
  await assert.rejects(createEngine({url: 'missing.wasm'}), {name: 'NotFound', message: /missing\.wasm/});
  await assert.rejects(createEngine({bytes: new Uint8Array([1, 2, 3])}), {name: 'Unsupported'});
  const otherModule = new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);
  await assert.rejects(createEngine({bytes: otherModule}), {name: 'Unsupported'});
  for (const variant of ['fast', 'toString']) await assert.rejects(createEngine({variant}), {name: 'InvalidArgument'});
  await assert.rejects(createEngine({url: 'http://'}), {name: 'InvalidArgument', message: /"http:\/\/"/});
});
