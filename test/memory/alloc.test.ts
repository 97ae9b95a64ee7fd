import { createSigmoid } from 'sigmoid-wasm';
import { createSigmoid as createTypeScriptSigmoid } from 'sigmoid-wasm/ts';
import { describe, expect, it } from 'vitest';
import { describeBackends } from '../support/backends.ts';
import { times } from '../support/cases.ts';
import { runModule } from '../support/child.ts';
import { constructorOf, describeElements, ELEMENTS, type Elements } from '../support/elements.ts';
import { random } from '../support/points.ts';

const LENGTHS = [0, 1, 2, 7, 8, 9, 63, 64, 1000, 100_000];

describeElements('alloc', (create, elements) => {
  const { arrayName, round, alloc } = elements;
  const sigmoid = create();

  it.each(LENGTHS)(`gives a zeroed ${arrayName} of %d elements that begins at a cache line`, (length) => {
    const array = alloc(sigmoid, length);
    expect(Object.getPrototypeOf(array)).toBe(constructorOf(elements).prototype);
    expect(array.length).toBe(length);
    expect(array.every((value) => Object.is(value, 0))).toBe(true);
    expect(array.byteOffset % 64).toBe(0);
    const Buffer = sigmoid.info.shared ? SharedArrayBuffer : ArrayBuffer;
    expect(array.buffer).toBeInstanceOf(Buffer);
  });

  it('gives arrays that share no byte', () => {
    const next = random(5);
    const arrays = Array.from({ length: 200 }, () => alloc(sigmoid, Math.floor(next() * 500)));
    arrays.forEach((array, i) => {
      array.fill(i);
    });
    arrays.forEach((array, i) => {
      expect(array.every((value) => value === i)).toBe(true);
    });
  });

  it('gives arrays that keep their place and their values while more are allocated and the memory grows', () => {
    const first = alloc(sigmoid, 1000).fill(7);
    const { buffer, byteOffset } = first;
    const more = Array.from({ length: 12 }, () => alloc(sigmoid, 1_000_000).fill(1));
    expect(first.length).toBe(1000);
    expect(first.buffer).toBe(buffer);
    expect(first.byteOffset).toBe(byteOffset);
    expect(first.every((value) => value === 7)).toBe(true);
    expect(sigmoid(first, first)[999]).toBe(round(0.9990889488055994));
    for (const array of more) expect(sigmoid(array, array)[999_999]).toBe(round(0.7310585786300049));
  });

  it('gives arrays that an instance with another memory accepts too', () => {
    const x = alloc(sigmoid, 1000).fill(1);
    const other = create();
    const out = alloc(other, 1000);
    const once = round(0.7310585786300049);
    expect(other(x, out)[999]).toBe(once);
    expect(sigmoid(out, x)[999]).toBe(round(createTypeScriptSigmoid()(once)));
  });
});

describeBackends('arrays of both types that alloc gives in turn', (create) => {
  it('are zeroed, begin at cache lines, and share no byte', () => {
    const sigmoid = create();
    const next = random(6);
    const arrays = Array.from({ length: 400 }, (_, i) => {
      const array = (ELEMENTS[i % 2] as Elements).alloc(sigmoid, Math.floor(next() * 500));
      expect(array.byteOffset % 64).toBe(0);
      expect(array.every((value) => Object.is(value, 0))).toBe(true);
      return array.fill(i);
    });
    arrays.forEach((array, i) => {
      expect(array.every((value) => value === i)).toBe(true);
    });
  });
});

/** The beginning of each child process below. */
const PRELUDE = `
  import { createSigmoid } from 'sigmoid-wasm';
  const collect = async () => {
    // Finalizers run in the turn after a collection, and what they release may need a second one.
    for (let i = 0; i < 2; i++) { gc(); await new Promise((resolve) => setTimeout(resolve, 1)); }
  };
  const assert = (condition, message) => { if (!condition) throw new Error(message); };
  /** So many bytes of doubles where i is even, of floats where it is odd. */
  const allocBytes = (i, bytes) => i % 2 ? sigmoid.alloc(bytes / 4, 'float32') : sigmoid.alloc(bytes / 8);
`;

/** The ways of managing memory, each with a prelude that makes it the one in use. */
const HOSTS: [string, string][] = [
  ['kernel on shared memory', "const sigmoid = createSigmoid({ backend: 'wasm' }); assert(sigmoid.info.shared);"],
  [
    'kernel on ordinary memory',
    "delete globalThis.SharedArrayBuffer; const sigmoid = createSigmoid({ backend: 'wasm' }); assert(!sigmoid.info.shared);",
  ],
  ['TypeScript', "const sigmoid = createSigmoid({ backend: 'ts' });"],
];

describe.each(HOSTS)('the memory of an allocated array (%s)', (_, host) => {
  const run = (body: string): string => runModule(PRELUDE + host + body, '--expose-gc').trim();

  it('returns when arrays are dropped, so that more than twice 4 GiB can be allocated in turn', () => {
    const gibibytes = run(`
      let bytes = 0;
      for (let i = 0; bytes < 10 * 2 ** 30; i++) {
        // A few elements are written, since a page that is never touched costs the machine no memory.
        const array = allocBytes(i, 2 ** 28);
        assert(array[0] === 0 && array[12345] === 0 && array.at(-1) === 0, 'not zeroed');
        array[0] = array[12345] = array[array.length - 1] = 1;
        bytes += array.byteLength;
        await collect();
      }
      console.log(bytes / 2 ** 30);
    `);
    expect(Number(gibibytes)).toBe(10);
  });

  it('is zeroed, whatever was written to arrays before', () => {
    const output = run(`
      // A separate function, because an asynchronous one keeps its last array alive while it waits.
      const dirty = (i) => {
        const array = allocBytes(i, 8 + 8 * ((i * 7919) % 500_000));
        assert(array.every((value) => Object.is(value, 0)), 'not zeroed');
        array.fill(NaN);
      };
      for (let i = 0; i < ${times({ some: 60, all: 200 })}; i++) {
        dirty(i);
        if (i % 10 === 9) await collect();
      }
      console.log('zeroed');
    `);
    expect(output).toBe('zeroed');
  });

  it('is kept for as long as any view of it is in use', () => {
    const kept = run(`
      const views = [];
      for (let i = 0; i < 300; i++) {
        // In turn four doubles and four floats, so that each type is kept in every way.
        const array = allocBytes(i >> 2, 8000).fill(i);
        // What is kept is a subarray, a view of another type over the same buffer, the buffer alone, or nothing.
        if (i % 4 === 0) views.push([i, array.subarray(-10)]);
        if (i % 4 === 1) views.push([i, new DataView(array.buffer, array.byteOffset, 8)]);
        if (i % 4 === 2) views.push([i, array.buffer, array.byteOffset, array.length]);
        if (i % 30 === 29) await collect();
      }
      await collect();
      for (let i = 0; i < 100; i++) allocBytes(i, 8000).fill(-1);
      for (const [i, view, byteOffset, length] of views) {
        const Type = (i >> 2) % 2 ? Float32Array : Float64Array;
        let value;
        if (view instanceof Type) value = view[9];
        else if (view instanceof DataView) value = Type === Float32Array ? view.getFloat32(0, true) : view.getFloat64(0, true);
        else value = new Type(view, byteOffset, length).at(-1);
        assert(value === i, 'array ' + i + ' holds ' + value);
      }
      console.log(views.length);
    `);
    expect(Number(kept)).toBe(225);
  });

  it('is kept for as long as the array is, even when the instance is closed and collected', () => {
    const value = run(`
      let own = createSigmoid();
      const array = own.alloc(1000).fill(7);
      const floats = own.alloc(1000, 'float32').fill(7);
      own.close();
      own = undefined;
      await collect();
      for (let i = 0; i < 50; i++) createSigmoid().alloc(1000, i % 2 ? 'float32' : 'float64').fill(-1);
      await collect();
      for (const kept of [array, floats]) console.log(kept.every((value) => value === 7), sigmoid(kept, kept)[999]);
    `);
    expect(value).toBe(`true 0.9990889488055994\ntrue ${Math.fround(0.9990889488055994)}`);
  });
});

it.each(HOSTS.slice(0, 2))(
  'the memory of allocated arrays returns although the program never calls the garbage collector (%s)',
  (_, host) => {
    const gibibytes = runModule(`${PRELUDE}${host}
    let bytes = 0;
    for (let i = 0; bytes < 6 * 2 ** 30; i++) {
      bytes += allocBytes(i, 2 ** 25).byteLength;
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    console.log(bytes / 2 ** 30);
  `);
    expect(Number(gibibytes)).toBe(6);
  },
);

it('alloc gives arrays in kernel memory beyond 4 GiB in all, an array of 3 GiB, and an ordinary one of more than 4 GiB', () => {
  const held = runModule(
    `${PRELUDE}
    const sigmoid = createSigmoid({ backend: 'wasm' });
    // No element is touched, so this uses addresses but no memory.
    const isInKernelMemory = (array) => array.byteOffset > 0;
    const held = [];
    for (let i = 0; i < 12; i++) held.push(allocBytes(i, 2 ** 29));
    held.push(sigmoid.alloc(3 * 2 ** 27));
    assert(held.every(isInKernelMemory), 'not in kernel memory');
    held.forEach((array, i) => { array[0] = array[array.length - 1] = i; });
    held.forEach((array, i) => assert(array[0] === i && array.at(-1) === i, 'given twice'));
    for (const i of [0, 1]) assert(!isInKernelMemory(allocBytes(i, 2 ** 32 + 8)), 'beyond what a kernel reaches');
    for (const i of [0, 1]) assert(isInKernelMemory(allocBytes(i, 2 ** 29)), 'an array that is too large for any arena was taken for want of memory');
    console.log(held.length, sigmoid(held.at(-1).subarray(-3)).at(-1), sigmoid.info.reasons.length);
    `,
  );
  expect(held.trim()).toBe('13 0.9999938558253978 0');
});

it.each(ELEMENTS)('alloc puts the arrays of one call over $type into one arena', ({ alloc }) => {
  const sigmoid = createSigmoid({ backend: 'wasm' });
  for (const length of [1000, 100_000, 1_000_000, 3_000_001, 5_000_000, 20_000_000]) {
    for (let pair = 0; pair < 4; pair++) {
      const [x, out] = [alloc(sigmoid, length), alloc(sigmoid, length)];
      expect(x.buffer === out.buffer, `pair ${pair} of ${length}`).toBe(true);
    }
  }
});

it('alloc puts arrays of both types into one arena, in whichever order they come', () => {
  const sigmoid = createSigmoid({ backend: 'wasm' });
  const buffers = Array.from(
    { length: 100 },
    (_, i) => (ELEMENTS[Number(i % 3 === 0)] as Elements).alloc(sigmoid, 100 * i).buffer,
  );
  expect(new Set(buffers).size).toBe(1);
});

it.each(ELEMENTS)(
  'alloc keeps room for the partner of an array of $type while others are allocated, smaller and of both types',
  ({ alloc }) => {
    const sigmoid = createSigmoid({ backend: 'wasm' });
    for (let pair = 0; pair < 20; pair++) {
      const x = alloc(sigmoid, 1_000_000);
      for (let length = 1; length < 10; length++) (ELEMENTS[length % 2] as Elements).alloc(sigmoid, 1000 * length);
      expect(x.buffer === alloc(sigmoid, 1_000_000).buffer, `pair ${pair}`).toBe(true);
    }
  },
);

it.each(HOSTS.slice(0, 2))('60,000 small arrays that are all kept take a few arenas (%s)', (_, host) => {
  const output = runModule(`${PRELUDE}${host}
    const arrays = [];
    for (let i = 0; i < 60_000; i++) arrays.push(allocBytes(i, 8 + 8 * (i % 100)).fill(i));
    assert(arrays.every((array, i) => array.every((value) => value === i)), 'overwritten');
    console.log(new Set(arrays.map(({ buffer }) => buffer)).size <= 3);
  `);
  expect(output.trim()).toBe('true');
});

it.each(HOSTS.slice(0, 2))('small arrays that are allocated in turns of their own share an arena (%s)', (_, host) => {
  const output = runModule(
    `${PRELUDE}${host}
    const arrays = [];
    for (let i = 0; i < ${times({ some: 40, all: 100 })}; i++) {
      arrays.push(allocBytes(i, 80).fill(i));
      await collect();
    }
    console.log(new Set(arrays.map(({ buffer }) => buffer)).size, arrays.every((array, i) => array[9] === i));
  `,
    '--expose-gc',
  );
  expect(output.trim()).toBe('1 true');
});
