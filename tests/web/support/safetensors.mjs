// Just enough of the safetensors format for the tests, independent of the project's own reader and writer.

const kArrays = {F32: Float32Array, I64: BigInt64Array};

/** tensors: {name: {dtype, shape, data: typed array}}; metadata: {key: string} */
export function writeSafetensors(tensors, metadata = undefined) {
  const header = metadata ? {__metadata__: metadata} : {};
  let end = 0;
  for (const [name, {dtype, shape, data}] of Object.entries(tensors)) {
    header[name] = {dtype, shape, data_offsets: [end, end + data.byteLength]};
    end += data.byteLength;
  }
  let json = JSON.stringify(header);
  json = json.padEnd(Math.ceil(json.length / 8) * 8);
  const file = new Uint8Array(8 + json.length + end);
  new DataView(file.buffer).setBigUint64(0, BigInt(json.length), true);
  file.set(new TextEncoder().encode(json), 8);
  for (const [name, {data}] of Object.entries(tensors)) {
    file.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), 8 + json.length + header[name].data_offsets[0]);
  }
  return file;
}

/** file: Uint8Array. Returns {name: {dtype, shape, data}} */
export function readSafetensors(file) {
  const length = Number(new DataView(file.buffer, file.byteOffset).getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(file.subarray(8, 8 + length)));
  const tensors = {};
  for (const [name, entry] of Object.entries(header)) {
    if (name === '__metadata__') continue;
    const {dtype, shape, data_offsets: [begin, end]} = entry;
    const bytes = Uint8Array.prototype.slice.call(file, 8 + length + begin, 8 + length + end);
    tensors[name] = {dtype, shape, data: new kArrays[dtype](bytes.buffer)};
  }
  return tensors;
}
