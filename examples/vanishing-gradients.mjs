/**
 * Why deep networks of sigmoids hardly learn: each layer multiplies the gradient by σ′ ≤ ¼ on its way back to the first one.
 *
 *     node examples/vanishing-gradients.mjs [greatest depth]
 *
 * Each layer computes σ(z) with the logits z = (what comes in) · (its weights) over a batch of points. The last one is to say which
 * coordinates of a point are positive. Its loss is the log loss, whose derivative by z is σ(z) − label.
 */
import { sigmoid, sigmoidDerivative } from 'sigmoid-wasm';

const POINTS = 1024;
const WIDTH = 64;
const greatestDepth = Number(process.argv[2] ?? 8);
if (!(greatestDepth >= 2)) throw new RangeError(`the greatest depth expected a number from 2 on, got ${process.argv[2]}`);

console.log('Mean |∂loss/∂weight| of each layer, by the depth of the network\n');
console.log(`depth${Array.from({ length: greatestDepth }, (_, i) => `layer ${i + 1}`.padStart(10)).join('')}`);
let means = /** @type {number[]} */ ([]);
for (let depth = 2; depth <= greatestDepth; depth++) {
  means = meanGradients(depth);
  console.log(`${String(depth).padStart(5)}${means.map((mean) => mean.toExponential(2).padStart(10)).join('')}`);
}

console.log(`\nThe network of depth ${greatestDepth}, on a logarithmic scale: four characters for a factor of 10\n`);
const least = Math.min(...means);
means.forEach((mean, i) => {
  console.log(
    `layer ${String(i + 1).padEnd(3)}${'█'.repeat(1 + Math.round(4 * Math.log10(mean / least)))} ${mean.toExponential(2)}`,
  );
});

/**
 * One pass forward and one back.
 *
 * @param {number} depth
 * @returns {number[]} one for each layer
 */
function meanGradients(depth) {
  const random = uniform(1);
  const points = Float64Array.from({ length: POINTS * WIDTH }, random);
  const labels = points.map((coordinate) => (coordinate > 0 ? 1 : 0));
  const layers = Array.from({ length: depth }, () => glorot(random));

  const inputs = [points];
  const logits = [];
  for (const [i, weights] of layers.entries()) {
    logits.push(multiply(inputs[i], weights, WIDTH));
    inputs.push(sigmoid(logits[i]));
  }

  const means = [];
  // By the logits of the layer in question: for the last one, the derivative of the loss.
  let gradient = inputs[depth].map((probability, i) => (probability - labels[i]) / labels.length);
  for (let i = depth - 1; i >= 0; i--) {
    means.unshift(meanSize(multiply(transpose(inputs[i], WIDTH), gradient, POINTS)));
    if (i === 0) break;
    const slopes = sigmoidDerivative(logits[i - 1]);
    gradient = multiply(gradient, transpose(layers[i], WIDTH), WIDTH).map((value, at) => value * slopes[at]);
  }
  return means;
}

/**
 * The product of a matrix with `inner` columns and one with `inner` rows, both row by row.
 *
 * @param {Float64Array} a
 * @param {Float64Array} b
 * @param {number} inner
 */
function multiply(a, b, inner) {
  const rows = a.length / inner;
  const columns = b.length / inner;
  const product = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++) {
    for (let k = 0; k < inner; k++) {
      const factor = a[i * inner + k];
      for (let j = 0; j < columns; j++) product[i * columns + j] += factor * b[k * columns + j];
    }
  }
  return product;
}

/**
 * @param {Float64Array} matrix
 * @param {number} columns
 */
function transpose(matrix, columns) {
  const rows = matrix.length / columns;
  return matrix.map((_, at) => matrix[(at % rows) * columns + Math.floor(at / rows)]);
}

/** @param {Float64Array} values */
function meanSize(values) {
  return values.reduce((total, value) => total + Math.abs(value), 0) / values.length;
}

/**
 * Weights of a layer that would keep the variance of gradients, were it not for the sigmoids (Glorot and Bengio 2010).
 *
 * @param {() => number} random
 */
function glorot(random) {
  return Float64Array.from({ length: WIDTH * WIDTH }, () => Math.sqrt(3 / WIDTH) * random());
}

/**
 * Numbers uniform in [−1, 1), always the same for one seed: xorshift32 (Marsaglia 2003).
 *
 * @param {number} seed not 0
 */
function uniform(seed) {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 31 - 1;
  };
}
