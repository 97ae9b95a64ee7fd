import * as ort from 'onnxruntime-web';
import { named, TYPES } from '../elements.mjs';
import { sigmoidModel } from './onnx-model.mjs';

ort.env.wasm.numThreads = 1;

/** @type {import('./main.mjs').Peer[]} */
export default TYPES.map((type) => ({
  name: named('onnxruntime-web', type),
  type,
  async prepare(x) {
    const session = await ort.InferenceSession.create(sigmoidModel(type), { executionProviders: ['wasm'] });
    const feeds = { x: new ort.Tensor(type, x, [x.length]) };
    // An output of ours could be given too, but on this provider run() leaves it unwritten.
    let out = x;
    return {
      async run() {
        const { y } = await session.run(feeds);
        out = y.data;
      },
      result: () => out,
    };
  },
}));
