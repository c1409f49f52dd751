// Answers HTTP requests with the files of one folder and nothing else, compressed where a twin is there and asked for.

import {createReadStream} from 'node:fs';
import {realpath, stat} from 'node:fs/promises';
import path from 'node:path';

import {kEncodings, typeOf} from './types.mjs';

/** What every answer says: nothing is guessed, embedded elsewhere, or told to other sites. */
const kSecurity = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'content-security-policy': "frame-ancestors 'self'",
};

/** {file, info} of a file inside of `root`, wherever links lead; null if there is none. */
const fileInfo = async (root, file) => {
  const [info, real, base] = await Promise.all([stat(file), realpath(file), realpath(root)]).catch(() => []);
  return info?.isFile() && real.startsWith(base + path.sep) ? {file, info} : null;
};

/** Whether an Accept-Encoding header takes that encoding. */
function accepts(header, encoding) {
  return header.split(',').some((part) => {
    const [name, ...parameters] = part.trim().split(/\s*;\s*/);
    return name === encoding && !parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter));
  });
}

/** The file a request is answered with: {file, info, encoding}, or null. */
async function choose(root, file, header) {
  for (const {name, extension} of kEncodings) {
    const twin = accepts(header, name) ? await fileInfo(root, file + extension) : null;
    if (twin) return {...twin, encoding: name};
  }
  return fileInfo(root, file);
}

/** The file behind the path of an address, inside of `root`; null if the path is none. */
export function locate(root, pathname) {
  let name;
  try {
    name = decodeURIComponent(pathname);
  } catch {
    return null;
  }
  if (name.includes('\0')) return null;
  if (name.endsWith('/')) name += 'index.html';
  return path.join(root, path.normalize(`/${name}`));
}

/** Answers with the file of `root`, or with an error. file: of locate(). headers: added to every answer that has content. */
export async function answerWithFile(root, file, request, response, headers = {}) {
  const fail = (code, text) => response.writeHead(code, {...kSecurity, 'content-type': 'text/plain'}).end(text);
  if (request.method !== 'GET' && request.method !== 'HEAD') return fail(405, 'only GET and HEAD\n');
  const chosen = file && (await choose(root, file, request.headers['accept-encoding'] ?? ''));
  if (!chosen) return fail(404, 'not found\n');
  response.writeHead(200, {
    ...kSecurity,
    'content-type': typeOf(path.extname(file)),
    'content-length': chosen.info.size,
    vary: 'accept-encoding',
    ...(chosen.encoding && {'content-encoding': chosen.encoding}),
    ...headers,
  });
  if (request.method === 'HEAD') return response.end();
  return createReadStream(chosen.file).on('error', () => response.destroy()).pipe(response);
}
