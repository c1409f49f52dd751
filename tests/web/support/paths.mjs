// Where the tests find what they test; another build or page can be named in the environment.

import {readFileSync} from 'node:fs';
import path from 'node:path';
import {fileURLToPath} from 'node:url';

export const kRoot = fileURLToPath(new URL('../../../', import.meta.url));
export const kSite = path.resolve(process.env.SGAN_SITE ?? path.join(kRoot, 'build/site'));
export const kCli = path.resolve(process.env.SGAN_CLI ?? path.join(kRoot, 'build/bin/sgan'));
export const kNpm = path.join(kRoot, 'build/npm/node_modules');
export const kScreenshots = path.join(kRoot, 'build/screenshots');

/** The weights the page starts with: their name on the site, and the file. */
export const kShippedName = `weights/${JSON.parse(readFileSync(path.join(kSite, 'weights/manifest.json'), 'utf8'))[0].file}`;
export const kShippedWeights = path.join(kSite, kShippedName);
