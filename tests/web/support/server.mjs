// A static web server for the tests, on a free port of this machine.

import {createReadStream} from 'node:fs';
import {stat} from 'node:fs/promises';
import {createServer} from 'node:http';
import path from 'node:path';

const kTypes = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css',
  '.mjs': 'text/javascript',
  '.js': 'text/javascript',
  '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml',
};

/**
 * root: folder to serve under `prefix` ("/" or "/some/path/").
 * answers: {path under the prefix: (request, response) => void} in place of files.
 * Returns {url, requests: paths asked for so far, close()}.
 */
export async function serve(root, {prefix = '/', answers = {}} = {}) {
  const requests = [];
  const server = createServer(async (request, response) => {
    const {pathname} = new URL(request.url, 'http://localhost');
    requests.push(pathname);
    const name = pathname.startsWith(prefix) ? decodeURIComponent(pathname.slice(prefix.length)) || 'index.html' : null;
    if (name !== null && answers[name]) return answers[name](request, response);
    const file = name === null ? null : path.join(root, path.normalize(`/${name}`));
    const info = file && (await stat(file).catch(() => null));
    if (!info?.isFile()) return response.writeHead(404, {'content-type': 'text/plain'}).end('not found');
    response.writeHead(200, {
      'content-type': kTypes[path.extname(file)] ?? 'application/octet-stream',
      'content-length': info.size,
      'cache-control': 'no-store',
    });
    createReadStream(file).pipe(response);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}${prefix}`,
    requests,
    close: () => new Promise((resolve) => {
      server.closeAllConnections();
      server.close(resolve);
    }),
  };
}
