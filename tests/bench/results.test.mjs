// The arithmetic of the benchmark: what it says of samples, when it refuses to compare, when a goal counts as met.

import assert from 'node:assert/strict';
import {describe, test} from 'node:test';

import {checkGoals} from './goals.mjs';
import {difference, kTolerance, prepare, verify} from './page/cases.mjs';
import {foldNorm, readNorm, toHwcFeatures, toHwcOutputs, toHwio} from './page/tfjs-weights.mjs';
import {report} from './report.mjs';
import {Samples} from './samples.mjs';
import {median, pairedRatio, quantile, spread} from './statistics.mjs';

describe('statistics', () => {
  test('quantiles lie between the sorted values', () => {
    assert.equal(median([3, 1, 2]), 2);
    assert.equal(median([4, 1, 2, 3]), 2.5);
    assert.equal(quantile([10, 20, 30, 40, 50], 0.25), 20);
    assert.equal(quantile([7], 0.75), 7);
    assert.equal(spread([10, 20, 30, 40, 50]), 20 / 30);
  });

  test('a slow moment that meets both engines leaves the ratio alone', () => {
    assert.equal(pairedRatio([4, 40, 4, 400], [1, 10, 1, 100]), 4);
  });

  test('samples of all rounds are summed up by engine and case', () => {
    const samples = new Samples();
    for (const slow of [1, 2, 9]) {
      samples.add([{engine: 'ours', case: 'G 1', ms: slow}, {engine: 'theirs', case: 'G 1', ms: 5 * slow}]);
    }
    assert.deepEqual(samples.summary(), [
      {engine: 'ours', case: 'G 1', median_ms: 2, spread: 2, ratio: 1, rounds: 3},
      {engine: 'theirs', case: 'G 1', median_ms: 10, spread: 2, ratio: 5, rounds: 3},
    ]);
  });
});

describe('comparing answers', () => {
  const work = {name: 'G 1', expected: {images: Float32Array.of(0, 0.5)}};

  test('an answer within the tolerance passes and says how far it is', () => {
    assert.equal(verify('theirs', work, {images: [-kTolerance / 2, 0.5]}), kTolerance / 2);
  });

  test('another answer, one that is not a number and one of another length are refused', () => {
    for (const images of [[0, 0.5 + 2 * kTolerance], [NaN, 0.5], [0], [0, 0.5, 0]]) {
      assert.throws(() => verify('theirs', work, {images}), /theirs and our engine differ .* case "G 1"/);
    }
  });

  test('every part of an answer counts', () => {
    assert.equal(difference({validity: [1], classProbs: [0, 0]}, {validity: [1], classProbs: [0, 0.25]}), 0.25);
  });

  test('engines without labels get latents multiplied by the row of theirs', () => {
    const ours = {
      info: {conditional: true}, sampleLatents: () => Float32Array.of(1, 2, 3, 4), sampleLabels: () => Int32Array.of(1, 0), generate: () => [],
    };
    const {embedded, latents} = prepare(ours, Float32Array.of(10, 20, 30, 40), {name: 'G 2', network: 'G', count: 2});
    assert.deepEqual([...embedded], [30, 80, 30, 80]);
    assert.deepEqual([...latents], [1, 2, 3, 4]);
  });
});

describe('weights in TensorFlow.js\'s order', () => {
  test('a batch norm folds into the layer before it', () => {
    const norm = readNorm(Object.fromEntries(Object.entries({weight: 6, bias: 1, running_mean: 5, running_var: 3})
      .map(([part, value]) => [`n.${part}`, {data: Float32Array.of(value)}])), 'n', 1);
    const {weight, bias} = foldNorm({weight: {shape: [1, 2], data: Float32Array.of(1, 2)}, bias: Float32Array.of(7)}, norm);
    assert.deepEqual([...weight.data], [3, 6]);   // 6 / sqrt(3 + 1) times the weights
    assert.deepEqual([...bias], [(7 - 5) * 3 + 1]);
    assert.equal(readNorm({}, 'n', 1), null);
  });

  test('channels move to the end', () => {
    const numbers = (count) => Float32Array.from({length: count}, (_, i) => i);
    assert.deepEqual(toHwio({weight: {shape: [2, 1, 1, 2], data: numbers(4)}}).weight, {shape: [1, 2, 1, 2], data: Float32Array.of(0, 2, 1, 3)});
    const outputs = toHwcOutputs({weight: {shape: [4, 1], data: numbers(4)}, bias: numbers(4)}, 2);
    assert.deepEqual(outputs, {weight: {shape: [1, 4], data: Float32Array.of(0, 2, 1, 3)}, bias: Float32Array.of(0, 2, 1, 3)});
    assert.deepEqual([...toHwcFeatures({weight: {shape: [1, 4], data: numbers(4)}}, 2).weight.data], [0, 2, 1, 3]);
  });
});

describe('goals', () => {
  const row = (engine, ratio, name = 'G 1') => ({engine, case: name, ratio, median_ms: 1, spread: 0, rounds: 3});
  const rows = (engine, ...ratios) => ['G 1', 'G 25', 'D 1'].map((name, i) => row(engine, ratios[i], name));
  const browser = {
    place: 'Chromium', engines: [{name: 'ours'}, {name: 'ONNX Runtime Web'}], differences: {'ONNX Runtime Web': {'G 1': 1e-5}},
    rows: [...rows('ours', 1, 1, 1), ...rows('ONNX Runtime Web', 3.99, 4, 2), ...rows('TensorFlow.js', 6, 4.9, 4),
      ...rows('TensorFlow.js, fused', 5, 6, 3.9)],
    ready: {start_ms: 1, load_ms: 25.1, first_image_ms: 1}, engineGzipBytes: 120e3,
    micro: [{name: 'ceiling', kind: 'f32 ceiling', gmacs: 20, spread: 0}, {name: 'product', kind: 'f32 part', gmacs: 17, spread: 0},
      {name: 'first', kind: 'G layer', macs: 3e6, gmacs: 10, spread: 0}, {name: 'second', kind: 'G layer', macs: 1e6, gmacs: 10, spread: 0}],
  };

  test('are checked where they were measured, and only there', () => {
    assert.deepEqual(checkGoals({browser}).map(({measured, met}) => [measured, met]), [
      ['3.99x', false], ['4.00x', true], ['2.00x', true], ['5.00x', true], ['4.90x', false], ['3.90x', false],
      ['25.1 ms', false], ['120.0 kB', true], ['85%', true],
    ]);
    const native = {rows: [...rows('ONNX Runtime', 2, 2, 2), ...rows('LibTorch', 4, 4, 4), row('LibTorch, trainer', 1)]};
    assert.deepEqual(checkGoals({native}).map(({met}) => met), [true, true, true, true]);
  });

  test('that nothing measures are not met', () => {
    const {goal, met} = checkGoals({browser: {...browser, micro: browser.micro.slice(0, 1)}}).at(-1);
    assert.deepEqual([goal, met], ['matrix products: at least 85% of the f32 ceiling', false]);
    assert.deepEqual(checkGoals({native: {rows: [row('ONNX Runtime', 2)]}}).map(({measured, met}) => [measured, met]), [
      ['2.00x', true], ['nothing', false], ['nothing', false], ['nothing', false],
    ]);
    const unfused = browser.rows.filter(({engine}) => engine !== 'TensorFlow.js, fused');
    assert.deepEqual(checkGoals({browser: {...browser, rows: unfused}}).slice(3, 6).map(({met}) => met), [false, false, false]);
  });

  test('are in the report, met or short', () => {
    const text = report({machine: {cpu: 'A processor', cores: 2}, model: 'm.safetensors', browser, goals: checkGoals({browser})});
    assert.match(text, /G 1: at least 4x faster than ONNX Runtime Web +\|\s+3\.99x \| short \|/);
    assert.match(text, /120 kB gzipped +\| 120\.0 kB \| +ok \|/);
    assert.match(text, /\| first +\| 0\.300 \| +75% \|/);
    assert.match(text, /\| G 1 +\|\s+1\.00 ±0% \|\s+1\.00 ±0% \| 3\.99x \|/);
  });
});
