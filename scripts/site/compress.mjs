// Lays compressed twins beside the files of a site: compress.mjs FOLDER
// Hosts that know them send NAME.br or NAME.gz in place of NAME. What does not shrink gets none.

import {readFileSync, readdirSync, statSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {brotliCompressSync, constants, gzipSync} from 'node:zlib';

const kLeastBytes = 512;
const kLeastGain = 0.03;
const kPacked = new Set(['.png', '.br', '.gz']);

const kCompressors = {
  '.br': (data) => brotliCompressSync(data, {params: {
    [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
    [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
    [constants.BROTLI_PARAM_SIZE_HINT]: data.length,
  }}),
  '.gz': (data) => gzipSync(data, {level: 9}),
};

const [folder] = process.argv.slice(2);
for (const name of readdirSync(folder, {recursive: true})) {
  const file = path.join(folder, name);
  if (!statSync(file).isFile() || kPacked.has(path.extname(name))) continue;
  const data = readFileSync(file);
  if (data.length < kLeastBytes) continue;
  for (const [extension, compress] of Object.entries(kCompressors)) {
    const packed = compress(data);
    if (packed.length <= data.length * (1 - kLeastGain)) writeFileSync(file + extension, packed);
  }
}
