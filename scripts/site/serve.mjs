// Serves a folder on this machine only, until it is ended: serve.mjs FOLDER PORT
// PORT 0: any that is free.
// Prints one line once it listens. Nothing is kept in the browser's cache without asking, so that a rebuilt page is seen.

import {stat} from 'node:fs/promises';
import {createServer} from 'node:http';
import path from 'node:path';

import {answerWithFile, locate} from './files.mjs';

const [folder, port] = process.argv.slice(2);
const root = path.resolve(folder);

const server = createServer(async (request, response) => {
  const [pathname] = request.url.split('?');
  const file = locate(root, pathname);
  // A folder's page names its files relative to the folder, and that ends in a slash.
  if (file && !pathname.endsWith('/') && (await stat(file).catch(() => null))?.isDirectory()) {
    return response.writeHead(301, {location: `${path.posix.basename(pathname)}/`}).end();
  }
  return answerWithFile(root, file, request, response, {'cache-control': 'no-cache'});
});
server.on('error', (error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
server.listen(Number(port), '127.0.0.1', () => console.log(`listening on ${server.address().port}`));
