// Answers HTTP requests with the files of one folder and nothing else, compressed where a twin is there and asked for.

import {createReadStream} from 'node:fs';
import {stat} from 'node:fs/promises';
import path from 'node:path';

import {kEncodings, typeOf} from './types.mjs';

const fileInfo = async (file) => {
  const info = await stat(file).catch(() => null);
  return info?.isFile() ? {file, info} : null;
};

/** Whether an Accept-Encoding header takes that encoding. */
function accepts(header, encoding) {
  return header.split(',').some((part) => {
    const [name, ...parameters] = part.trim().split(/\s*;\s*/);
    return name === encoding && !parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter));
  });
}

/** The file a request is answered with: {file, info, encoding}, or null. */
async function choose(file, header) {
  for (const {name, extension} of kEncodings) {
    const twin = accepts(header, name) ? await fileInfo(file + extension) : null;
    if (twin) return {...twin, encoding: name};
  }
  return fileInfo(file);
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

/** Answers with the file, or with an error. headers: added to every answer that has content. */
export async function answerWithFile(file, request, response, headers = {}) {
  const fail = (code, text) => response.writeHead(code, {'content-type': 'text/plain'}).end(text);
  if (request.method !== 'GET' && request.method !== 'HEAD') return fail(405, 'only GET and HEAD\n');
  const chosen = file && (await choose(file, request.headers['accept-encoding'] ?? ''));
  if (!chosen) return fail(404, 'not found\n');
  response.writeHead(200, {
    'content-type': typeOf(path.extname(file)),
    'content-length': chosen.info.size,
    vary: 'accept-encoding',
    ...(chosen.encoding && {'content-encoding': chosen.encoding}),
    ...headers,
  });
  if (request.method === 'HEAD') return response.end();
  return createReadStream(chosen.file).on('error', () => response.destroy()).pipe(response);
}
