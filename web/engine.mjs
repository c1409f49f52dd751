// The engine without any user interface: weights in, digits and judgements out. Types and units are in engine.d.ts.
// One WebAssembly instance per engine, one thread, no special headers; runs in browsers and in Node.

const kJudgedClasses = 11;
const kMaxUint64 = (1n << 64n) - 1n;
const kMostBytes = 2 ** 31;  // MAXIMUM_MEMORY in wasm/engine/CMakeLists.txt; the module takes sizes modulo 2^32

// The core's StatusCode (sgan/status.h) and the engine's own answers, by number.
const kErrorNames = {1: 'InvalidArgument', 2: 'Malformed', 3: 'Unsupported', 4: 'WrongModel', 5: 'TooLarge', 100: 'NoModel'};

const kFileNames = {simd: 'sgan-engine.wasm', scalar: 'sgan-engine-scalar.wasm'};

// A module with one function whose result is a v128: valid only where SIMD is.
const kSimdProbe = new Uint8Array([
  0, 0x61, 0x73, 0x6d, 1, 0, 0, 0,  // magic, version
  1, 5, 1, 0x60, 0, 1, 0x7b,        // type: () -> v128
  3, 2, 1, 0,                       // function 0 has that type
  10, 8, 1, 6, 0, 0x41, 0, 0xfd, 15, 0x0b,  // i32.const 0, i8x16.splat
]);

export class SganError extends Error {
  constructor(name, message) {
    super(message);
    this.name = name;
  }
}

export function simdSupported() {
  return WebAssembly.validate(kSimdProbe);
}

export async function createEngine({variant, url, bytes} = {}) {
  if (typeof WebAssembly !== 'object') throw new SganError('Unsupported', 'this environment has no WebAssembly');
  const chosen = variant ?? (simdSupported() ? 'simd' : 'scalar');
  if (!Object.hasOwn(kFileNames, chosen)) throw new SganError('InvalidArgument', `variant is "simd" or "scalar", not "${chosen}"`);
  const source = bytes ?? (await fetchBytes(locate(url ?? kFileNames[chosen])));
  let instance;
  try {
    ({instance} = await WebAssembly.instantiate(source, kImports));
    instance.exports._initialize();
  } catch (error) {
    throw new SganError('Unsupported', `the engine's WebAssembly module does not load: ${error.message}`);
  }
  return new Engine(instance.exports, chosen);
}

const kImports = {
  env: {emscripten_notify_memory_growth() {}},
  wasi_snapshot_preview1: {
    proc_exit(code) {
      throw new Error(`the engine stopped with code ${code}`);
    },
  },
};

function locate(address) {
  try {
    return new URL(address, import.meta.url);
  } catch {
    throw new SganError('InvalidArgument', `url is an address, not "${address}"`);
  }
}

async function fetchBytes(location) {
  try {
    if (location.protocol === 'file:') {
      const {readFile} = await import('node:fs/promises');
      return await readFile(location);
    }
    const response = await fetch(location);
    if (!response.ok) throw new Error(`the server answers ${response.status}`);
    return await response.arrayBuffer();
  } catch (error) {
    throw new SganError('NotFound', `cannot read ${location.href}: ${error.message}`);
  }
}

class Engine {
  #wasm;
  #variant;
  #info = null;
  #broken = null;

  constructor(wasm, variant) {
    this.#wasm = wasm;
    this.#variant = variant;
  }

  get variant() {
    return this.#variant;
  }

  get kernel() {
    return this.#guard(() => this.#text(this.#wasm.sgan_kernel()));
  }

  get info() {
    return this.#info;
  }

  load(bytes) {
    const data = bytes instanceof ArrayBuffer ? new Uint8Array(bytes) : bytes;
    if (!(data instanceof Uint8Array)) throw new SganError('InvalidArgument', 'weights come as a Uint8Array or an ArrayBuffer');
    return this.#withMemory([data], ([file]) => {
      this.#check(this.#wasm.sgan_load(file, data.byteLength));
      this.#info = Object.freeze(JSON.parse(this.#text(this.#wasm.sgan_info())));
      return this.#info;
    });
  }

  generate(latents, labels) {
    const {latentDim, imageSize} = this.#needModel();
    const input = toFloats(latents, 'latents');
    const count = divide(input.length, latentDim, 'latents');
    const wanted = labels == null ? null : toLabels(labels, count);
    const images = count * imageSize * imageSize;
    return this.#withMemory([input, wanted ?? new Int32Array(), floatRoom(images)], ([from, labelsAt, to]) => {
      this.#check(this.#wasm.sgan_generate(from, wanted ? labelsAt : 0, count, to));
      return this.#floats(to, images);
    });
  }

  judge(images) {
    const {imageSize} = this.#needModel();
    const input = toFloats(images, 'images');
    const count = divide(input.length, imageSize * imageSize, 'images');
    const probs = count * kJudgedClasses;
    return this.#withMemory([input, floatRoom(count), floatRoom(probs)], ([from, validityAt, probsAt]) => {
      this.#check(this.#wasm.sgan_judge(from, count, validityAt, probsAt));
      return {validity: this.#floats(validityAt, count), classProbs: this.#floats(probsAt, probs)};
    });
  }

  rasterize(drawing) {
    const {imageSize} = this.#needModel();
    const json = new TextEncoder().encode(drawingText(drawing));
    return this.#withMemory([json, floatRoom(imageSize * imageSize)], ([text, to]) => {
      this.#check(this.#wasm.sgan_rasterize(text, json.byteLength, to));
      return this.#floats(to, imageSize * imageSize);
    });
  }

  sampleLatents(seed, count, first = 0) {
    const {latentDim} = this.#needModel();
    const size = toCount(count) * latentDim;
    const numbers = [...halves(seed, 'seed'), ...halves(first, 'first')];
    return this.#withMemory([floatRoom(size)], ([to]) => {
      this.#check(this.#wasm.sgan_sample_latents(...numbers, count, to));
      return this.#floats(to, size);
    });
  }

  sampleLabels(seed, count, first = 0) {
    const size = toCount(count);
    const numbers = [...halves(seed, 'seed'), ...halves(first, 'first')];
    return this.#withMemory([floatRoom(size)], ([to]) => {
      this.#check(this.#wasm.sgan_sample_labels(...numbers, size, to));
      return new Int32Array(this.#wasm.memory.buffer, to, size).slice();
    });
  }

  #needModel() {
    if (!this.#info) throw new SganError('NoModel', 'no model is loaded');
    return this.#info;
  }

  #check(code) {
    if (code !== 0) throw new SganError(kErrorNames[code] ?? 'Internal', this.#text(this.#wasm.sgan_error()));
  }

  // Puts each block into the module's memory, an array with its content, a number as that many bytes of room, runs
  // `use` with their addresses and gives the memory back, unless the engine is broken by then.
  #withMemory(blocks, use) {
    const taken = [];
    try {
      return this.#guard(() => {
        for (const block of blocks) taken.push(this.#put(block));
        return use(taken);
      });
    } finally {
      if (!this.#broken) this.#guard(() => taken.forEach((address) => this.#wasm.sgan_free(address)));
    }
  }

  #put(block) {
    const size = typeof block === 'number' ? block : block.byteLength;
    // An address beyond 2 GiB comes back as a negative number.
    const address = size > kMostBytes ? 0 : this.#wasm.sgan_alloc(Math.max(size, 1)) >>> 0;
    if (address === 0) throw new SganError('OutOfMemory', `the engine has no room for ${size} more bytes`);
    if (typeof block !== 'number') {
      new Uint8Array(this.#wasm.memory.buffer, address, size).set(new Uint8Array(block.buffer, block.byteOffset, size));
    }
    return address;
  }

  // A trap leaves the module's memory in an unknown state: from then on the engine only says so.
  #guard(work) {
    if (this.#broken) throw this.#broken;
    try {
      return work();
    } catch (error) {
      if (error instanceof SganError) throw error;
      this.#broken = new SganError('Internal', `the engine failed and has to be created anew: ${error.message}`);
      throw this.#broken;
    }
  }

  #floats(address, count) {
    return new Float32Array(this.#wasm.memory.buffer, address, count).slice();
  }

  #text(address) {
    const bytes = new Uint8Array(this.#wasm.memory.buffer, address);
    return new TextDecoder().decode(bytes.slice(0, bytes.indexOf(0)));
  }
}

function floatRoom(count) {
  return count * Float32Array.BYTES_PER_ELEMENT;
}

function toFloats(values, what) {
  if (values instanceof Float32Array) return values;
  if (Array.isArray(values) || ArrayBuffer.isView(values)) return Float32Array.from(values);
  throw new SganError('InvalidArgument', `${what} come as a Float32Array or an array of numbers`);
}

function divide(length, size, what) {
  if (length % size !== 0) {
    throw new SganError('InvalidArgument', `${what} hold ${length} numbers, which is not a multiple of ${size}`);
  }
  return length / size;
}

function toLabels(labels, count) {
  const values = Array.from(labels);
  if (values.length !== count) {
    throw new SganError('InvalidArgument', `${values.length} labels for ${count} latents`);
  }
  const wrong = values.findIndex((label) => !Number.isInteger(label) || label < 0 || label > 9);
  if (wrong >= 0) throw new SganError('InvalidArgument', `label ${wrong} is ${values[wrong]}, not one of 0..9`);
  return Int32Array.from(values);
}

function toCount(count) {
  if (!Number.isSafeInteger(count) || count < 0) {
    throw new SganError('InvalidArgument', `a count is a whole number from 0, not ${count}`);
  }
  return count;
}

// The two 32-bit halves of a number up to 2^64 - 1, low half first.
function halves(value, what) {
  const whole = typeof value === 'bigint' || Number.isSafeInteger(value);
  if (!whole || value < 0 || BigInt(value) > kMaxUint64) {
    throw new SganError('InvalidArgument', `${what} is a whole number from 0 to 2^64 - 1 (BigInt beyond 2^53 - 1), not ${value}`);
  }
  const wide = BigInt(value);
  return [Number(wide & 0xffffffffn), Number(wide >> 32n)];
}

function drawingText(drawing) {
  if (typeof drawing === 'string') return drawing;
  const object = Array.isArray(drawing) ? {strokes: drawing} : drawing;
  if (!Array.isArray(object?.strokes)) {
    throw new SganError('InvalidArgument', 'a drawing is {strokes: [[[x, y], ...], ...]}, its strokes, or that as JSON');
  }
  return JSON.stringify(object);
}
