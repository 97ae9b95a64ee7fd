import expit from '@stdlib/math-base-special-expit';

/** @type {import('./main.mjs').Peer[]} */
export default [
  {
    name: '@stdlib/math-base-special-expit',
    type: 'float64',
    prepare(x) {
      const out = new Float64Array(x.length);
      return {
        run() {
          for (let i = 0; i < x.length; i++) out[i] = expit(x[i]);
        },
        result: () => out,
      };
    },
  },
];
