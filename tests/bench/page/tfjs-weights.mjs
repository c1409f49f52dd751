// PyTorch's weights in TensorFlow.js's order, batch norms folded. A layer is {weight: {shape, data}, bias}.

/** What a batch norm in evaluation mode does to a channel: scale * x + shift; null if the file has none of that name. */
export function readNorm(tensors, name, eps) {
  if (!tensors[`${name}.weight`]) return null;
  const [gamma, beta, mean, variance] = ['weight', 'bias', 'running_mean', 'running_var'].map((part) => tensors[`${name}.${part}`].data);
  const scale = gamma.map((value, c) => value / Math.sqrt(variance[c] + eps));
  return {scale, shift: beta.map((value, c) => value - mean[c] * scale[c])};
}

/** A layer followed by a norm whose channels are `group` outputs each. */
export function foldNormIntoOutputs(layer, norm, group) {
  if (!norm) return layer;
  const {weight: {shape, data}, bias} = layer;
  const inputs = data.length / shape[0];
  const channel = (output) => Math.floor(output / group);
  return {
    weight: {shape, data: data.map((value, i) => value * norm.scale[channel(Math.floor(i / inputs))])},
    bias: bias.map((value, output) => value * norm.scale[channel(output)] + norm.shift[channel(output)]),
  };
}

export const foldNorm = (layer, norm) => foldNormIntoOutputs(layer, norm, 1);

/** A new array whose element i is data[from(i)]. */
function gather(data, from) {
  return Float32Array.from(data, (_, i) => data[from(i)]);
}

/** Convolution: [out, in, height, width] to [height, width, in, out]. */
export function toHwio({weight: {shape: [out, inputs, height, width], data}, bias}) {
  const taps = height * width;
  return {
    weight: {
      shape: [height, width, inputs, out],
      data: gather(data, (i) => {
        const o = i % out;
        const c = Math.floor(i / out) % inputs;
        const tap = Math.floor(i / (out * inputs));
        return (o * inputs + c) * taps + tap;
      }),
    },
    bias,
  };
}

/** Linear [channels * pixels, in], its outputs seen as [channels, pixels], to [in, pixels * channels]. */
export function toHwcOutputs({weight: {shape: [out, inputs], data}, bias}, pixels) {
  const channels = out / pixels;
  const outputOf = (position) => (position % channels) * pixels + Math.floor(position / channels);
  return {
    weight: {shape: [inputs, out], data: gather(data, (i) => outputOf(i % out) * inputs + Math.floor(i / out))},
    bias: gather(bias, outputOf),
  };
}

/** Linear [out, channels * pixels] to [pixels * channels, out]. */
export function toHwcFeatures({weight: {shape: [out, inputs], data}, bias}, channels) {
  const pixels = inputs / channels;
  const featureOf = (position) => (position % channels) * pixels + Math.floor(position / channels);
  return {
    weight: {shape: [inputs, out], data: gather(data, (i) => (i % out) * inputs + featureOf(Math.floor(i / out)))},
    bias,
  };
}
