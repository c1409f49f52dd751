// Hands texts and bytes to functions of a WebAssembly module: they lie in its memory for the time of one call.

import {PageError} from './fetch.mjs';

/** The address of that many bytes; throws a PageError if the browser has no more memory for the module. */
function allocate(app, size) {
  const address = app._malloc(size);
  if (address === 0) {
    throw new PageError('Not enough memory', `There is no room for ${(size / 1e6).toFixed(1)} MB more.`, 'Close other pages, then reload this one.');
  }
  return address;
}

/** Calls use([address of each text]) and returns what that returns. */
export function withTexts(app, texts, use) {
  const addresses = [];
  try {
    for (const text of texts) {
      const size = text.length * 3 + 1;  // UTF-8 takes at most three bytes for each unit of UTF-16
      addresses.push(allocate(app, size));
      app.stringToUTF8(text, addresses.at(-1), size);
    }
    return use(addresses);
  } finally {
    for (const address of addresses) app._free(address);
  }
}

/** Calls use(address of the bytes, their number, [address of each text]) and returns what that returns. */
export function handOver(app, bytes, texts, use) {
  const data = allocate(app, Math.max(1, bytes.byteLength));
  try {
    app.HEAPU8.set(bytes, data);
    return withTexts(app, texts, (addresses) => use(data, bytes.byteLength, addresses));
  } finally {
    app._free(data);
  }
}
