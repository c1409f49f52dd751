// Our engine, as a page would use it.

import {createEngine} from './sgan/engine.mjs';

/** file: a weights file */
export async function createOurs(file) {
  const engine = await createEngine();
  engine.load(file);
  return {
    name: 'ours',
    detail: `${engine.variant}, ${engine.kernel}`,
    engine,
    generate: ({latents, labels}) => ({images: engine.generate(latents, labels)}),
    judge: ({images}) => engine.judge(images),
  };
}
