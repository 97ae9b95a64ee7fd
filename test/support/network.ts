const POINTS = 1024;
const WIDTH = 64;
/** Of central differences, whose relative error is about its square. */
const STEP = 1e-3;

/**
 * The mean |∂loss/∂weight| of either layer of the network of depth 2 in `examples/vanishing-gradients.mjs`. Every derivative is a
 * difference of function values, and none of the example's matrix products are used.
 */
export function meanGradientsByDifferences(): [number, number] {
  const random = uniform();
  const points = matrix(POINTS, WIDTH, random);
  const weights = [0, 1].map(() => matrix(WIDTH, WIDTH, () => Math.sqrt(3 / WIDTH) * random())) as [Matrix, Matrix];
  const hidden = matrix(POINTS, WIDTH, (i, j) => sumOver((k) => points(i, k) * weights[0](k, j)));
  const between = matrix(POINTS, WIDTH, (i, j) => sigmoid(hidden(i, j)));
  const outputs = matrix(POINTS, WIDTH, (i, j) => sumOver((k) => between(i, k) * weights[1](k, j)));

  /** The loss of the j-th output of the i-th point, where that output is moved. */
  const loss = (i: number, j: number, change: number): number => {
    const z = outputs(i, j) + change;
    return Math.log1p(Math.exp(points(i, j) > 0 ? -z : z)) / (POINTS * WIDTH);
  };
  const byOutput = matrix(POINTS, WIDTH, (i, j) => derivative((change) => loss(i, j, change)));
  const byBetween = matrix(POINTS, WIDTH, (i, k) =>
    derivative((change) => sumOver((j) => loss(i, j, change * weights[1](k, j)))),
  );
  const byHidden = matrix(POINTS, WIDTH, (i, k) => byBetween(i, k) * derivative((change) => sigmoid(hidden(i, k) + change)));
  return [meanGradient(points, byHidden), meanGradient(between, byOutput)];
}

type Matrix = (i: number, j: number) => number;

function matrix(rows: number, columns: number, element: Matrix): Matrix {
  const values = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) values[i * columns + j] = element(i, j);
  return (i, j) => values[i * columns + j] as number;
}

/** Of the weights of a layer, each of which takes one column of what comes in to one column of what comes out. */
function meanGradient(incoming: Matrix, byOutgoing: Matrix): number {
  const gradient = (from: number, to: number): number => sumOver((i) => incoming(i, from) * byOutgoing(i, to), POINTS);
  return sumOver((from) => sumOver((to) => Math.abs(gradient(from, to)))) / WIDTH ** 2;
}

function sumOver(term: (index: number) => number, count = WIDTH): number {
  let total = 0;
  for (let index = 0; index < count; index++) total += term(index);
  return total;
}

function derivative(f: (change: number) => number): number {
  return (f(STEP) - f(-STEP)) / (2 * STEP);
}

function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

/** The example's own numbers in [−1, 1). */
function uniform(): () => number {
  let state = 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 31 - 1;
  };
}
