// A static web server for the tests, on a free port of this machine.

import {createServer} from 'node:http';

import {answerWithFile, locate} from '../../../scripts/site/files.mjs';

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
    if (!pathname.startsWith(prefix)) return response.writeHead(404).end();
    const name = pathname.slice(prefix.length);
    if (answers[name]) return answers[name](request, response);
    return answerWithFile(root, locate(root, `/${name}`), request, response, {'cache-control': 'no-store'});
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
