// Fetching with progress, and errors that tell a person what happened and what to do.

const kManifest = 'weights/manifest.json';
export const kMostBytes = 256e6;

export class PageError extends Error {
  constructor(title, message, hint) {
    super(message);
    this.title = title;
    this.hint = hint;
  }
}

/** The weights the page is shipped with: [{file, title}], the default first; files lie beside the list. */
export async function shippedWeights() {
  const url = new URL(kManifest, import.meta.url);
  const bytes = await fetchWithProgress(url, 'list of weights', () => {});
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (error) {
    throw new PageError('The list of weights is broken', `${url.pathname}: ${error.message}`, 'The page was not copied to this server as a whole.');
  }
}

/** Where the weights are: ?weights=PATH, on this server only, or the first that are shipped. */
export async function weightsLocation(page, shipped) {
  const wanted = new URLSearchParams(page.search).get('weights');
  if (!wanted) return new URL((await shipped)[0].file, new URL(kManifest, import.meta.url));
  let url;
  try {
    url = new URL(wanted, page.href);
  } catch {
    throw new PageError('The address of the weights is wrong', `?weights=${wanted} is not an address.`, 'Give a path on this server, such as ?weights=weights/mine.safetensors');
  }
  if (url.origin !== page.origin) {
    throw new PageError('Weights from another server are refused', `?weights= points to ${url.origin}, and this page takes weights from its own server only.`,
      'Copy the file beside the page and give its path, such as ?weights=weights/mine.safetensors');
  }
  return url;
}

/** onProgress(received, total) in bytes; total is 0 while it is unknown. Returns a Uint8Array. */
export async function fetchWithProgress(url, what, onProgress) {
  const title = `The ${what} cannot be loaded`;
  let response;
  try {
    response = await fetch(url);
  } catch {
    throw new PageError(title, `${url.pathname}: the server does not answer.`, 'Check the connection, then try again.');
  }
  if (!response.ok) {
    throw new PageError(title, `${url.pathname}: the server answers ${response.status}.`, hintFor(response.status, what));
  }
  if (what === 'weights' && (response.headers.get('content-type') ?? '').startsWith('text/html')) {
    throw new PageError(title, `${url.pathname}: the server sent a web page in place of the weights.`, 'Check the address; the file may be missing on the server.');
  }
  try {
    return await readBody(response, url, onProgress);
  } catch (error) {
    if (error instanceof PageError) throw error;
    throw new PageError(title, `${url.pathname}: the connection broke off.`, 'Check the connection, then try again.');
  }
}

function hintFor(status, what) {
  if (status >= 500) return 'The server has a problem of its own: try again in a moment.';
  if (what === 'weights') return 'Check the address; the page is shipped with weights of its own in weights/.';
  return 'The page was not copied to this server as a whole.';
}

async function readBody(response, url, onProgress) {
  // A compressed answer has the length of what is sent, not of what arrives here.
  const total = response.headers.get('content-encoding') ? 0 : Number(response.headers.get('content-length') ?? 0);
  const chunks = [];
  let received = 0;
  onProgress(0, total);
  for (const reader = response.body.getReader(); ;) {
    const {done, value} = await reader.read();
    if (done) break;
    chunks.push(value);
    received += value.byteLength;
    onProgress(received, Math.max(total, total && received));
    if (received > kMostBytes) {
      await reader.cancel();
      throw new PageError('The file is too large', `${url.pathname} has more than ${kMostBytes / 1e6} MB.`, 'Weights of this network have a few megabytes: check the address.');
    }
  }
  const bytes = new Uint8Array(received);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.byteLength;
  }
  return bytes;
}
