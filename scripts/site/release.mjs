// Makes a folder of files one release: release.mjs SITE [WEIGHTS]
// Puts WEIGHTS first among those the page is shipped with, if given. Checks the list of weights, lets the browser fetch
// all modules at once, and tells the service worker what the release consists of. To be run once, on a fresh copy of web/
// with the programs beside it.

import {createHash} from 'node:crypto';
import {copyFileSync, existsSync, readFileSync, readdirSync, statSync, writeFileSync} from 'node:fs';
import path from 'node:path';

const kWeights = 'weights/manifest.json';

/** The page asks for a file by its name as it stands here, so the name must not change in an address. */
function checkName(file) {
  if (!/^[\w-][\w.-]*\.safetensors$/.test(file)) {
    throw new Error(`${file}: the name of a weights file has letters, digits, "-", "_" and, but for its beginning, ".", and ends in .safetensors`);
  }
}

function addWeights(site, source) {
  const list = JSON.parse(readFileSync(path.join(site, kWeights), 'utf8'));
  const file = path.basename(source);
  checkName(file);
  copyFileSync(source, path.join(site, 'weights', file));
  const others = list.filter((entry) => entry.file !== file);
  writeFileSync(path.join(site, kWeights), JSON.stringify([{file, title: file}, ...others]));
}

/** weights/manifest.json: [{file, title}], the default first. */
function readWeights(site) {
  const list = JSON.parse(readFileSync(path.join(site, kWeights), 'utf8'));
  if (!Array.isArray(list) || list.length === 0) throw new Error(`${kWeights} lists no weights`);
  for (const {file, title} of list) {
    if (typeof file !== 'string' || typeof title !== 'string') throw new Error(`${kWeights}: each entry has a file and a title`);
    checkName(file);
    if (!existsSync(path.join(site, 'weights', file))) throw new Error(`${kWeights} names weights/${file}, which is missing`);
  }
  return list;
}

/** The modules that `name` imports statically, at any depth, each once. */
function importsOf(site, name, found = new Set()) {
  for (const [, target] of readFileSync(path.join(site, name), 'utf8').matchAll(/^import\b[^'"]*['"]\.\/([^'"]+)['"]/gm)) {
    if (found.has(target)) continue;
    found.add(target);
    importsOf(site, target, found);
  }
  return [...found];
}

/** One after the other, each module would be asked for only when the one that imports it is there. */
function preloadModules(site, page, entry) {
  const file = path.join(site, page);
  const script = `<script type="module" src="${entry}"></script>`;
  const html = readFileSync(file, 'utf8');
  if (!html.includes(script)) throw new Error(`${page} does not start ${entry}`);
  const links = importsOf(site, entry).map((name) => `<link rel="modulepreload" href="${name}">\n  `).join('');
  writeFileSync(file, html.replace(script, () => links + script));
}

/** Names of all files below, with "/" between folders, in a fixed order. */
function filesOf(site) {
  return readdirSync(site, {recursive: true}).filter((name) => statSync(path.join(site, name)).isFile()).sort();
}

/** What the page needs to start without a network: everything at the top but what only some browsers or pages load. */
function isCore(name, defaultWeights) {
  if (name === kWeights || name === `weights/${defaultWeights}`) return true;
  return name.startsWith('icons/') || (!name.includes('/') && !/scalar|^sgan-engine|\.d\.ts$|\.txt$/.test(name));
}

function describeRelease(site, defaultWeights) {
  const names = filesOf(site).filter((name) => name !== 'service-worker.js');
  const hash = (data) => createHash('sha256').update(data);
  const files = Object.fromEntries(names.map((name) => [name, `sha256-${hash(readFileSync(path.join(site, name))).digest('base64')}`]));
  const core = names.filter((name) => isCore(name, defaultWeights));
  return {version: hash(JSON.stringify([files, core])).digest('hex').slice(0, 16), files, core};
}

function main([site, weights]) {
  if (weights) addWeights(site, weights);
  const [{file}] = readWeights(site);
  preloadModules(site, 'index.html', 'boot.mjs');
  const release = describeRelease(site, file);
  const worker = path.join(site, 'service-worker.js');
  writeFileSync(worker, `self.release = ${JSON.stringify(release)};\n${readFileSync(worker, 'utf8')}`);
}

try {
  main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`release: ${error.message}\n`);
  process.exitCode = 1;
}
