// TensorFlow.js on its WebAssembly back end, channels last, written in two ways: layer by layer, as one brings the network
// over; and as well as its operations allow, with fused activations and batch norms folded into the layer before them
// where that is exact (all of the generator's).

import {foldNorm, foldNormIntoOutputs, readNorm, toHwcFeatures, toHwcOutputs, toHwio} from './tfjs-weights.mjs';

const {tf} = window;
const kSlope = 0.2;
const kPad = [[0, 0], [1, 1], [1, 1], [0, 0]];

/** tensors: of a weights file in F32.  info: our engine's description of it.  Returns an engine for each way. */
export async function createTfjs(tensors, info) {
  tf.wasm.setWasmPaths(new URL('tfjs/', location.href).href);
  tf.wasm.setThreadsCount(1);
  if (!(await tf.setBackend('wasm'))) throw new Error('TensorFlow.js does not start its WebAssembly back end');
  const eps = (info.metadata.bn_eps ?? '1e-5,0.8,0.8').split(',').map(Number);
  return [
    {name: 'TensorFlow.js', detail: 'layer by layer', generate: layeredGenerator(tensors, eps, info), judge: layeredDiscriminator(tensors, eps, info)},
    {name: 'TensorFlow.js, fused', detail: 'fused by hand', generate: fusedGenerator(tensors, eps, info), judge: fusedDiscriminator(tensors, eps, info)},
  ];
}

function layer(tensors, name) {
  return {weight: tensors[`${name}.weight`], bias: tensors[`${name}.bias`].data};
}

/** A layer {weight: {shape, data}, bias} as TensorFlow.js's own tensors. */
const upload = ({weight, bias}) => ({filter: tf.tensor(weight.data, weight.shape), bias: tf.tensor1d(bias)});

const twice = (x) => tf.image.resizeNearestNeighbor(x, [2 * x.shape[1], 2 * x.shape[2]]);

// ---- Layer by layer

const dense = (x, {filter, bias}) => tf.add(tf.matMul(x, filter), bias);
const conv = (x, {filter, bias}, strides) => tf.add(tf.conv2d(x, filter, strides, kPad), bias);
const leaky = (x) => tf.leakyRelu(x, kSlope);

/** A batch norm as a function of the activations; the identity if the file has none of that name. */
function createNorm(tensors, name, eps) {
  if (!tensors[`${name}.weight`]) return (x) => x;
  const [scale, offset, mean, variance] = ['weight', 'bias', 'running_mean', 'running_var'].map((part) => tf.tensor1d(tensors[`${name}.${part}`].data));
  return (x) => tf.batchNorm(x, mean, variance, offset, scale, eps);
}

function layeredGenerator(tensors, eps, {latentDim, imageSize}) {
  const blocks = 'generator.conv_blocks';
  const small = imageSize / 4;
  const project = upload(toHwcOutputs(layer(tensors, 'generator.l1.0'), small * small));
  const [up1, up2, toImage] = [2, 6, 9].map((at) => upload(toHwio(layer(tensors, `${blocks}.${at}`))));
  const [norm0, norm1, norm2] = [0, 3, 7].map((at, i) => createNorm(tensors, `${blocks}.${at}`, eps[Math.min(i, 1)]));
  return ({embedded, count}) => ({
    images: tf.tidy(() => {
      const latents = tf.tensor2d(embedded, [count, latentDim]);
      let x = norm0(tf.reshape(dense(latents, project), [count, small, small, -1]));
      x = leaky(norm1(conv(twice(x), up1, 1)));
      x = leaky(norm2(conv(twice(x), up2, 1)));
      return tf.tanh(conv(x, toImage, 1)).dataSync();
    }),
  });
}

function layeredDiscriminator(tensors, eps, {imageSize}) {
  const blocks = 'discriminator.conv_blocks';
  const {convs, validity, classes} = discriminatorLayers(tensors);
  const norms = [6, 10, 14].map((at) => createNorm(tensors, `${blocks}.${at}`, eps[2]));
  return ({images, count}) => tf.tidy(() => {
    let x = tf.tensor4d(images, [count, imageSize, imageSize, 1]);
    convs.forEach((weights, i) => {
      x = leaky(conv(x, weights, 2));
      if (i > 0) x = norms[i - 1](x);
    });
    x = tf.reshape(x, [count, -1]);
    return {validity: tf.sigmoid(dense(x, validity)).dataSync(), classProbs: tf.softmax(dense(x, classes)).dataSync()};
  });
}

function discriminatorLayers(tensors) {
  const blocks = 'discriminator.conv_blocks';
  const channels = tensors[`${blocks}.11.weight`].shape[0];
  const head = (name) => upload(toHwcFeatures(layer(tensors, `discriminator.${name}.0`), channels));
  return {
    convs: [0, 3, 7, 11].map((at) => upload(toHwio(layer(tensors, `${blocks}.${at}`)))),
    validity: head('adv_layer'),
    classes: head('aux_layer'),
  };
}

// ---- Fused

const fusedDense = (x, {filter, bias}, activation) => tf.fused.matMul({a: x, b: filter, bias, activation});
const fusedConv = (x, {filter, bias}, strides, activation) =>
  tf.fused.conv2d({x, filter, bias, strides, pad: kPad, activation, leakyreluAlpha: kSlope});

function fusedGenerator(tensors, eps, {latentDim, imageSize}) {
  const blocks = 'generator.conv_blocks';
  const small = imageSize / 4;
  const foldedConv = (at, normAt) => {
    const norm = readNorm(tensors, `${blocks}.${normAt}`, eps[1]);
    return upload(toHwio(foldNorm(layer(tensors, `${blocks}.${at}`), norm)));
  };
  const firstNorm = readNorm(tensors, `${blocks}.0`, eps[0]);
  const project = upload(toHwcOutputs(foldNormIntoOutputs(layer(tensors, 'generator.l1.0'), firstNorm, small * small), small * small));
  const up1 = foldedConv(2, 3);
  const up2 = foldedConv(6, 7);
  const toImage = upload(toHwio(layer(tensors, `${blocks}.9`)));
  return ({embedded, count}) => ({
    images: tf.tidy(() => {
      const latents = tf.tensor2d(embedded, [count, latentDim]);
      let x = tf.reshape(fusedDense(latents, project, 'linear'), [count, small, small, -1]);
      x = fusedConv(twice(x), up1, 1, 'leakyrelu');
      x = fusedConv(twice(x), up2, 1, 'leakyrelu');
      return tf.tanh(fusedConv(x, toImage, 1, 'linear')).dataSync();
    }),
  });
}

function fusedDiscriminator(tensors, eps, {imageSize}) {
  const {convs, validity, classes} = discriminatorLayers(tensors);
  // A norm's shift must not reach the zeros around the image, so these stay steps of their own.
  const norms = [null, 6, 10, 14].map((at) => at && readNorm(tensors, `discriminator.conv_blocks.${at}`, eps[2]));
  const affines = norms.map((norm) => norm && {scale: tf.tensor1d(norm.scale), shift: tf.tensor1d(norm.shift)});
  return ({images, count}) => tf.tidy(() => {
    let x = tf.tensor4d(images, [count, imageSize, imageSize, 1]);
    convs.forEach((weights, i) => {
      x = fusedConv(x, weights, 2, 'leakyrelu');
      if (affines[i]) x = tf.add(tf.mul(x, affines[i].scale), affines[i].shift);
    });
    x = tf.reshape(x, [count, -1]);
    const real = fusedDense(x, validity, 'sigmoid');
    const probs = tf.softmax(fusedDense(x, classes, 'linear'));
    return {validity: real.dataSync(), classProbs: probs.dataSync()};
  });
}
