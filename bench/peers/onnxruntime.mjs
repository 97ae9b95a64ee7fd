import * as ort from 'onnxruntime-web';
import { named, TYPES } from '../elements.mjs';
import { modelOf } from './onnx-model.mjs';

ort.env.wasm.numThreads = 1;

/**
 * The functions that are operators of ONNX, and the types over which they are implemented here.
 *
 * @type {[import('../functions.mjs').FunctionName, string, readonly import('../elements.mjs').ElementType[]][]}
 */
const OPERATORS = [
  ['sigmoid', 'Sigmoid', TYPES],
  ['softplus', 'Softplus', ['float32']],
];

/** @type {import('./main.mjs').Peer[]} */
export default OPERATORS.flatMap(([of, operator, types]) =>
  types.map((type) => ({
    function: of,
    name: named(`onnxruntime-web, ${operator}`, type),
    type,
    async prepare(x) {
      const session = await ort.InferenceSession.create(modelOf(operator, type), { executionProviders: ['wasm'] });
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
  })),
);
