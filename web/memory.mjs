// Hands texts and bytes to functions of a WebAssembly module: they lie in its memory for the time of one call.

/** Calls use([address of each text]) and returns what that returns. */
export function withTexts(app, texts, use) {
  const addresses = texts.map((text) => {
    const size = text.length * 3 + 1;  // UTF-8 takes at most three bytes for each unit of UTF-16
    const address = app._malloc(size);
    app.stringToUTF8(text, address, size);
    return address;
  });
  try {
    return use(addresses);
  } finally {
    for (const address of addresses) app._free(address);
  }
}

/** Calls use(address of the bytes, their number, [address of each text]) and returns what that returns. */
export function handOver(app, bytes, texts, use) {
  const data = app._malloc(Math.max(1, bytes.byteLength));
  app.HEAPU8.set(bytes, data);
  try {
    return withTexts(app, texts, (addresses) => use(data, bytes.byteLength, addresses));
  } finally {
    app._free(data);
  }
}
