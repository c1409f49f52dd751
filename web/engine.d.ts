/** What the loaded weights file says about its networks. */
export interface ModelInfo {
  /** Numbers that make up one latent. */
  readonly latentDim: number;
  /** Width and height of an image in pixels. */
  readonly imageSize: number;
  /** What latents are drawn from: uniform in [0, 1), or the normal distribution. */
  readonly latentPrior: 'uniform01' | 'normal';
  /** Whether generate() takes the digits wanted. */
  readonly conditional: boolean;
  readonly generatorChannels: readonly [number, number, number];
  readonly discriminatorChannels: readonly [number, number, number, number];
  readonly generatorParameters: number;
  readonly discriminatorParameters: number;
  readonly classNames: readonly string[];
  /** The file's own metadata, unchanged. */
  readonly metadata: Readonly<Record<string, string>>;
}

export interface Judgement {
  /** [n], the probability that the image is real. */
  validity: Float32Array;
  /** [n, 11], probabilities of the digits 0..9 and, last, of "generated". */
  classProbs: Float32Array;
}

/** Pen positions from pen down to pen up; x to the right, y downwards, any unit. */
export type Stroke = ReadonlyArray<readonly [x: number, y: number]>;

export interface Drawing {
  readonly strokes: ReadonlyArray<Stroke>;
}

export type ErrorName =
  | 'InvalidArgument' // an argument has the wrong size or lies outside its range
  | 'Malformed' // the bytes do not follow their format
  | 'Unsupported' // well formed, but of a kind this version does not read; or no WebAssembly here
  | 'WrongModel' // the tensors do not make up one of the networks
  | 'TooLarge' // beyond the documented limits
  | 'NoModel' // load() has not succeeded yet
  | 'NotFound' // the engine's own file cannot be fetched
  | 'OutOfMemory'
  | 'Internal'; // the engine failed and has to be created anew

/** Everything the engine throws. The message is one line for people. */
export class SganError extends Error {
  constructor(name: ErrorName, message: string);
  name: ErrorName;
}

export interface EngineOptions {
  /** Which build to run; by default SIMD where there is SIMD. */
  variant?: 'simd' | 'scalar';
  /** Where the module is, if not beside engine.mjs. */
  url?: string | URL;
  /** The module itself, if it has been fetched already. */
  bytes?: ArrayBuffer | Uint8Array;
}

/** Results are the caller's own copies; arguments are only read, and only during the call. */
export interface Engine {
  readonly variant: 'simd' | 'scalar';
  /** The instruction set that the hot loops use, such as "WASM" or "SCALAR". */
  readonly kernel: string;
  /** The loaded model, or null. */
  readonly info: ModelInfo | null;

  /** Takes a weights file. When it throws, the model that was loaded before stays. */
  load(bytes: Uint8Array | ArrayBuffer): ModelInfo;

  /**
   * Turns latents into images.
   * @param latents [n, latentDim]
   * @param labels [n] digits 0..9, which a conditional model must have; an unconditional one takes no notice of them
   * @returns [n, imageSize, imageSize], row by row, in [-1, 1]: ink 1, paper -1
   */
  generate(latents: Float32Array | readonly number[], labels?: ArrayLike<number> | null): Float32Array;

  /** @param images [n, imageSize, imageSize] in [-1, 1] */
  judge(images: Float32Array | readonly number[]): Judgement;

  /**
   * Draws pen strokes as the network expects a digit; place, size and scale do not matter.
   * @param drawing the strokes, or the same as JSON text: what `sgan classify --strokes` reads
   * @returns [imageSize, imageSize] in [-1, 1]
   */
  rasterize(drawing: Drawing | readonly Stroke[] | string): Float32Array;

  /**
   * The latents of the samples first, first + 1, ... of a seed, the same bits as `sgan sample --seed` draws.
   * @param seed 0 to 2^64 - 1, as a BigInt beyond 2^53 - 1
   * @returns [count, latentDim]
   */
  sampleLatents(seed: number | bigint, count: number, first?: number | bigint): Float32Array;

  /** The digits asked of a conditional model for those samples: [count] in 0..9. */
  sampleLabels(seed: number | bigint, count: number, first?: number | bigint): Int32Array;
}

/** Whether this environment runs the SIMD build. */
export function simdSupported(): boolean;

/** Fetches and starts an engine. Rejects with a SganError. */
export function createEngine(options?: EngineOptions): Promise<Engine>;
