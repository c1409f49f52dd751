// TensorFlow.js on its WebAssembly back end, written as well as its operations allow: channels last, activations fused,
// batch norms folded into the layer before them where that is exact (all of the generator's).

import {foldNorm, foldNormIntoOutputs, readNorm, toHwcFeatures, toHwcOutputs, toHwio} from './tfjs-weights.mjs';

const {tf} = window;
const kSlope = 0.2;
const kPad = [[0, 0], [1, 1], [1, 1], [0, 0]];

/** tensors: of a weights file in F32.  info: our engine's description of it. */
export async function createTfjs(tensors, info) {
  tf.wasm.setWasmPaths(new URL('tfjs/', location.href).href);
  tf.wasm.setThreadsCount(1);
  if (!(await tf.setBackend('wasm'))) throw new Error('TensorFlow.js does not start its WebAssembly back end');
  const eps = (info.metadata.bn_eps ?? '1e-5,0.8,0.8').split(',').map(Number);
  return {
    name: 'TensorFlow.js',
    generate: createGenerator(tensors, eps, info),
    judge: createDiscriminator(tensors, eps, info),
  };
}

/** A layer {weight: {shape, data}, bias} as TensorFlow.js's own tensors. */
const upload = ({weight, bias}) => ({filter: tf.tensor(weight.data, weight.shape), bias: tf.tensor1d(bias)});

const conv = (x, {filter, bias}, strides, activation) =>
  tf.fused.conv2d({x, filter, bias, strides, pad: kPad, activation, leakyreluAlpha: kSlope});

const twice = (x) => tf.image.resizeNearestNeighbor(x, [2 * x.shape[1], 2 * x.shape[2]]);

function layer(tensors, name) {
  return {weight: tensors[`${name}.weight`], bias: tensors[`${name}.bias`].data};
}

function createGenerator(tensors, eps, {latentDim, imageSize}) {
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
      let x = tf.fused.matMul({a: latents, b: project.filter, bias: project.bias});
      x = tf.reshape(x, [count, small, small, -1]);
      x = conv(twice(x), up1, 1, 'leakyrelu');
      x = conv(twice(x), up2, 1, 'leakyrelu');
      return tf.tanh(conv(x, toImage, 1, 'linear')).dataSync();
    }),
  });
}

function createDiscriminator(tensors, eps, {imageSize}) {
  const blocks = 'discriminator.conv_blocks';
  const convs = [0, 3, 7, 11].map((at) => upload(toHwio(layer(tensors, `${blocks}.${at}`))));
  // A norm's shift must not reach the zeros around the image, so these stay steps of their own.
  const norms = [null, 6, 10, 14].map((at) => at && readNorm(tensors, `${blocks}.${at}`, eps[2]));
  const affines = norms.map((norm) => norm && {scale: tf.tensor1d(norm.scale), shift: tf.tensor1d(norm.shift)});
  const channels = tensors[`${blocks}.11.weight`].shape[0];
  const head = (name) => upload(toHwcFeatures(layer(tensors, name), channels));
  const validity = head('discriminator.adv_layer.0');
  const classes = head('discriminator.aux_layer.0');
  return ({images, count}) => tf.tidy(() => {
    let x = tf.tensor4d(images, [count, imageSize, imageSize, 1]);
    convs.forEach((weights, i) => {
      x = conv(x, weights, 2, 'leakyrelu');
      if (affines[i]) x = tf.add(tf.mul(x, affines[i].scale), affines[i].shift);
    });
    x = tf.reshape(x, [count, -1]);
    const real = tf.fused.matMul({a: x, b: validity.filter, bias: validity.bias, activation: 'sigmoid'});
    const probs = tf.softmax(tf.fused.matMul({a: x, b: classes.filter, bias: classes.bias}));
    return {validity: real.dataSync(), classProbs: probs.dataSync()};
  });
}
