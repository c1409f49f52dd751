// Reading PNG files: {width, height, data: RGBA bytes} = PNG.sync.read(bytes).

import {createRequire} from 'node:module';
import path from 'node:path';

import {kNpm} from './paths.mjs';

export const {PNG} = createRequire(import.meta.url)(path.join(kNpm, 'pngjs'));
