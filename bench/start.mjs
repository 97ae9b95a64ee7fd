/**
 * What importing the package costs, and the first calls after it, in milliseconds. Asked once in a process or page, before anything
 * else has imported the package.
 *
 * @param {'auto' | 'ts'} backend
 */
export async function timesOfStart(backend) {
  const begin = performance.now();
  const { createSigmoid } = await import('sigmoid-wasm');
  const imported = performance.now();
  const x = new Float64Array(1000).fill(1);
  const out = new Float64Array(1000);
  const sigmoid = createSigmoid({ backend });
  const called = performance.now();
  sigmoid(x, out);
  const first = performance.now();
  sigmoid(x, out);
  const second = performance.now();
  return { import: imported - begin, first: first - called, second: second - first };
}
