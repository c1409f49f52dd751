// ONNX Runtime, the same in the browser and in Node: two sessions with every optimisation it has, on one thread.

/**
 * ort: the module onnxruntime-web or onnxruntime-node.
 * generator, discriminator: bytes of the ONNX files.
 */
export async function createOrt(ort, provider, name, {generator, discriminator}, {latentDim, imageSize}) {
  const options = {
    executionProviders: [provider], graphOptimizationLevel: 'all', executionMode: 'sequential', intraOpNumThreads: 1, interOpNumThreads: 1,
  };
  const g = await ort.InferenceSession.create(generator, options);
  const d = await ort.InferenceSession.create(discriminator, options);
  return {
    name,
    async generate({embedded, count}) {
      const {images} = await g.run({latents: new ort.Tensor('float32', embedded, [count, latentDim])});
      return {images: images.data};
    },
    async judge({images, count}) {
      const answer = await d.run({images: new ort.Tensor('float32', images, [count, 1, imageSize, imageSize])});
      return {validity: answer.validity.data, classProbs: answer.class_probs.data};
    },
  };
}
