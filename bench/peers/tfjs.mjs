import { fileURLToPath } from 'node:url';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { named } from '../elements.mjs';

setWasmPaths(fileURLToPath(new URL('.', import.meta.resolve('@tensorflow/tfjs-backend-wasm'))));

/** Only float32 exists here. */
const type = 'float32';

/** @type {[import('../functions.mjs').FunctionName, string, (x: tf.Tensor) => tf.Tensor][]} */
const OPERATIONS = [
  ['sigmoid', 'sigmoid', (x) => tf.sigmoid(x)],
  [
    'sigmoidDerivative',
    's*(1-s)',
    (x) => {
      const s = tf.sigmoid(x);
      return tf.mul(s, tf.sub(1, s));
    },
  ],
  ['softplus', 'softplus', (x) => tf.softplus(x)],
  ['logSigmoid', 'logSigmoid', (x) => tf.logSigmoid(x)],
  ['logit', 'log(x/(1-x))', (x) => tf.log(tf.div(x, tf.sub(1, x)))],
];

/** @type {import('./main.mjs').Peer[]} */
export default OPERATIONS.flatMap(([of, expression, compute]) => [
  {
    function: of,
    name: named(`tfjs on WebAssembly, ${expression}, from tensor to tensor`, type),
    type,
    async prepare(x) {
      await tf.setBackend('wasm');
      const input = tf.tensor1d(Float32Array.from(x));
      let out = input;
      return {
        run() {
          if (out !== input) out.dispose();
          // Disposes of the tensors in between.
          out = tf.tidy(() => compute(input));
        },
        result: () => out.dataSync(),
      };
    },
  },
  {
    function: of,
    name: named(`tfjs on WebAssembly, ${expression}, from array to array`, type),
    type,
    async prepare(x) {
      await tf.setBackend('wasm');
      const values = Float32Array.from(x);
      let out = values;
      return {
        run() {
          const y = tf.tidy(() => compute(tf.tensor1d(values)));
          // Not within tidy, which would search the elements for tensors.
          out = y.dataSync();
          y.dispose();
        },
        result: () => out,
      };
    },
  },
]);
