// What makes a folder of files one release: which weights it takes, and what it says of them.

import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {copyFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {after, before, beforeEach, test} from 'node:test';

import {kRoot, kShippedWeights} from './support/paths.mjs';

let folder, site;
before(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'sgan-release-'));
  site = path.join(folder, 'site');
});
beforeEach(() => {
  rmSync(site, {recursive: true, force: true});
  cpSync(path.join(kRoot, 'web'), site, {recursive: true});
});
after(() => rmSync(folder, {recursive: true, force: true}));

const release = (...weights) => spawnSync(process.execPath, [path.join(kRoot, 'scripts/site/release.mjs'), site, ...weights], {encoding: 'utf8'});
const manifest = () => readFileSync(path.join(site, 'weights/manifest.json'), 'utf8');

/** A weights file of that name. */
function weightsNamed(name) {
  const file = path.join(folder, name);
  copyFileSync(kShippedWeights, file);
  return file;
}

test('weights come first in the list and are there without a network', () => {
  assert.equal(release(weightsNamed('my-run_2.v1.safetensors')).status, 0);
  assert.equal(JSON.parse(manifest())[0].file, 'my-run_2.v1.safetensors');
  const [line] = readFileSync(path.join(site, 'service-worker.js'), 'utf8').split('\n');
  const {files, core} = JSON.parse(line.slice('self.release = '.length, -1));
  assert.ok(core.includes('weights/my-run_2.v1.safetensors'));
  assert.ok('weights/my-run_2.v1.safetensors' in files);
});

for (const name of ['run#2.safetensors', 'my model.safetensors', 'zählung.safetensors', '50%.safetensors', 'manifest.json', '.safetensors', '.hidden.safetensors']) {
  test(`weights that the page could not ask for are refused: ${name}`, () => {
    const listed = manifest();
    const {status, stderr} = release(weightsNamed(name));
    assert.equal(status, 1);
    assert.ok(stderr.startsWith(`release: ${name}: `), stderr);
    assert.equal(stderr.trim().split('\n').length, 1);
    assert.equal(manifest(), listed);
  });
}

test('so are such names in the list', () => {
  writeFileSync(path.join(site, 'weights/a b.safetensors'), '');
  writeFileSync(path.join(site, 'weights/manifest.json'), JSON.stringify([{file: 'a b.safetensors', title: 'a'}]));
  assert.match(release().stderr, /^release: a b\.safetensors: /);
});
