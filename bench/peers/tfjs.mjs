import { fileURLToPath } from 'node:url';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { named } from '../elements.mjs';

setWasmPaths(fileURLToPath(new URL('.', import.meta.resolve('@tensorflow/tfjs-backend-wasm'))));

/** Only float32 exists here. */
const type = 'float32';

/** @type {import('./main.mjs').Peer[]} */
export default [
  {
    name: named('@tensorflow/tfjs-backend-wasm, from tensor to tensor', type),
    type,
    async prepare(x) {
      await tf.setBackend('wasm');
      const input = tf.tensor1d(Float32Array.from(x));
      let out = input;
      return {
        run() {
          if (out !== input) out.dispose();
          out = tf.sigmoid(input);
        },
        result: () => out.dataSync(),
      };
    },
  },
  {
    name: named('@tensorflow/tfjs-backend-wasm, from array to array', type),
    type,
    async prepare(x) {
      await tf.setBackend('wasm');
      const values = Float32Array.from(x);
      let out = values;
      return {
        run() {
          const input = tf.tensor1d(values);
          const y = tf.sigmoid(input);
          out = y.dataSync();
          for (const tensor of [input, y]) tensor.dispose();
        },
        result: () => out,
      };
    },
  },
];
