/** Run in a process of its own: what import and the first calls cost, as JSON. */
const begin = performance.now();
const { createSigmoid } = await import('sigmoid-wasm');
const imported = performance.now();
const backend = process.argv[2] === 'ts' ? 'ts' : 'auto';
const x = new Float64Array(1000).fill(1);
const out = new Float64Array(1000);
const sigmoid = createSigmoid({ backend });
const called = performance.now();
sigmoid(x, out);
const first = performance.now();
sigmoid(x, out);
const second = performance.now();
console.log(JSON.stringify({ import: imported - begin, first: first - called, second: second - first }));
