// What kinds of files a site consists of.

/** Content type by extension. */
const kTypes = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.md': 'text/markdown; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.ts': 'text/plain; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
};

export const typeOf = (extension) => kTypes[extension] ?? 'application/octet-stream';

/** Compressed twins, the better one first: a file NAME may lie beside NAME.br and NAME.gz. */
export const kEncodings = [{name: 'br', extension: '.br'}, {name: 'gzip', extension: '.gz'}];
