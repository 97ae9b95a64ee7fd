/** V8 code that was optimised for resizable buffers may report the old length of a detached array (seen on Node 20 and 22). */
import { describe, expect, it } from 'vitest';
import { runModule } from '../support/child.ts';
import { ELEMENTS } from '../support/elements.ts';

const RESIZABLE = typeof ArrayBuffer.prototype.resize === 'function';

describe.skipIf(!RESIZABLE)('after many calls with views of resizable buffers', () => {
  it.each(
    ['wasm', 'ts'].flatMap((backend) => ELEMENTS.map(({ type, arrayName, bytes }) => ({ backend, type, arrayName, bytes }))),
  )('$backend refuses every array of $type that is detached or out of bounds', ({ backend, arrayName, bytes }) => {
    const output = runModule(`
      import { createSigmoid } from 'sigmoid-wasm';
      const sigmoid = createSigmoid({ backend: '${backend}' });
      const resizable = () => new ArrayBuffer(${8 * bytes}, { maxByteLength: ${16 * bytes} });
      const all = [new ${arrayName}(8), new ${arrayName}(resizable()), new ${arrayName}(resizable(), 0, 8)];
      for (let i = 0; i < 300_000; i++) {
        sigmoid(all[i % 3], all[(i + 1) % 3]);
        if (i % 1000 === 0) await sigmoid.async(all[i % 3], all[(i + 1) % 3]);
      }

      const detached = (array) => (structuredClone(array.buffer, { transfer: [array.buffer] }), array);
      const shrunk = (view) => {
        const buffer = resizable();
        const array = view(buffer);
        buffer.resize(${bytes});
        return array;
      };
      const wrong = {
        plain: () => detached(new ${arrayName}(8)),
        tracking: () => detached(new ${arrayName}(resizable())),
        fixed: () => detached(new ${arrayName}(resizable(), 0, 8)),
        outOfBounds: () => shrunk((buffer) => new ${arrayName}(buffer, 0, 8)),
        trackingOutOfBounds: () => shrunk((buffer) => new ${arrayName}(buffer, ${2 * bytes})),
      };
      const calls = {
        x: (array) => sigmoid(array),
        xWithOut: (array) => sigmoid(array, new ${arrayName}(8)),
        out: (array) => sigmoid(new ${arrayName}(8), array),
        asyncX: (array) => sigmoid.async(array),
        asyncOut: (array) => sigmoid.async(new ${arrayName}(8), array),
      };
      for (const [kind, make] of Object.entries(wrong)) {
        for (const [name, call] of Object.entries(calls)) {
          for (let i = 0; i < 1000; i++) {
            let error;
            try {
              await call(make());
            } catch (thrown) {
              error = thrown;
            }
            if (!(error instanceof TypeError && /detached or out of bounds/.test(error.message))) {
              throw new Error(kind + ' as ' + name + ' in round ' + i + ': ' + error);
            }
          }
        }
      }
      console.log('all refused');
    `);
    expect(output).toBe('all refused\n');
  });
});
