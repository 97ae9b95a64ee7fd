/**
 * Logistic regression by Newton's method: the sex of a penguin from its measurements.
 *
 *     node examples/logistic-regression.mjs
 *
 * The model is P(male) = σ(z) with the logit z = b₀ + b₁x₁ + … . It has one minimum of the log loss, which is softplus(−z) for a
 * male and softplus(z) for a female: no logarithm of a probability, which would be −∞ where that is rounded to 0.
 */
import { readFileSync } from 'node:fs';
import { sigmoid, sigmoidDerivative, softplus } from 'sigmoid-wasm';

const { names, columns, labels } = readPenguins(new URL('penguins/penguins.csv', import.meta.url));
const { coefficients, steps } = fit(columns, labels);
const logits = logitsOf(columns, coefficients);
const { truePositives, falsePositives, trueNegatives, falseNegatives } = confusion(logits, labels);

console.log(`${labels.length} penguins, ${sum(labels)} of them male; ${steps} Newton steps\n`);
names.forEach((name, j) => {
  console.log(`${name.padEnd(24)}${coefficients[j].toFixed(9).padStart(14)}`);
});
console.log(`
log loss  ${logLoss(logits, labels).toFixed(9)}
ROC area  ${rocArea(logits, labels).toFixed(9)}

                 predicted male  predicted female
actually male    ${String(truePositives).padStart(14)}  ${String(falseNegatives).padStart(16)}
actually female  ${String(falsePositives).padStart(14)}  ${String(trueNegatives).padStart(16)}`);

/**
 * One column for each coefficient: ones, the measurements with mean 0 and standard deviation 1, and 0 or 1 for the species.
 * Adelie penguins are those that are of neither other species.
 *
 * @param {URL} file
 */
function readPenguins(file) {
  const [header, ...rows] = readFileSync(file, 'utf8').trim().split('\n');
  const cells = rows.map((row) => row.split(','));
  /** @param {string} name */
  const column = (name) => cells.map((row) => row[header.split(',').indexOf(name)]);
  /** @param {string} name @param {string} value */
  const indicator = (name, value) => Float64Array.from(column(name), (cell) => (cell === value ? 1 : 0));
  const measurements = ['beak_length_mm', 'beak_depth_mm', 'flipper_length_mm', 'body_mass_g'];
  return {
    names: ['intercept', ...measurements, 'species Chinstrap', 'species Gentoo'],
    columns: [
      new Float64Array(rows.length).fill(1),
      ...measurements.map((name) => standardize(Float64Array.from(column(name), Number))),
      indicator('species', 'Chinstrap'),
      indicator('species', 'Gentoo'),
    ],
    labels: indicator('sex', 'male'),
  };
}

/** @param {Float64Array} values */
function standardize(values) {
  const mean = sum(values) / values.length;
  const deviation = Math.sqrt(sum(values.map((value) => (value - mean) ** 2)) / values.length);
  return values.map((value) => (value - mean) / deviation);
}

/**
 * Newton's method, which is here the same as iteratively reweighted least squares.
 *
 * @param {Float64Array[]} columns
 * @param {Float64Array} labels 1 or 0
 * @throws Error if it does not converge, as with classes that a plane separates
 */
function fit(columns, labels) {
  const coefficients = new Float64Array(columns.length);
  for (let steps = 1; steps <= 25; steps++) {
    const logits = logitsOf(columns, coefficients);
    const residuals = sigmoid(logits).map((probability, i) => probability - labels[i]);
    const weights = sigmoidDerivative(logits);
    const gradient = columns.map((column) => dot(column, residuals));
    const hessian = columns.map((column) => {
      const weighted = column.map((value, i) => value * weights[i]);
      return columns.map((other) => dot(weighted, other));
    });
    const change = solve(hessian, gradient);
    change.forEach((value, j) => {
      coefficients[j] -= value;
    });
    if (Math.max(...change.map(Math.abs)) < 1e-10) return { coefficients, steps };
  }
  throw new Error('Newton’s method did not converge');
}

/** @param {Float64Array[]} columns @param {Float64Array} coefficients */
function logitsOf(columns, coefficients) {
  const logits = new Float64Array(columns[0].length);
  columns.forEach((column, j) => {
    for (let i = 0; i < logits.length; i++) logits[i] += coefficients[j] * column[i];
  });
  return logits;
}

/**
 * The x with matrix · x = right, for a symmetric positive definite matrix, where elimination needs no pivots.
 *
 * @param {number[][]} matrix
 * @param {number[]} right
 */
function solve(matrix, right) {
  const size = right.length;
  const rows = matrix.map((row, i) => [...row, right[i]]);
  for (let k = 0; k < size; k++) {
    for (let i = k + 1; i < size; i++) {
      const factor = rows[i][k] / rows[k][k];
      for (let j = k; j <= size; j++) rows[i][j] -= factor * rows[k][j];
    }
  }
  const x = new Array(size).fill(0);
  for (let k = size - 1; k >= 0; k--) {
    const known = rows[k].slice(k + 1, size).reduce((total, value, j) => total + value * x[k + 1 + j], 0);
    x[k] = (rows[k][size] - known) / rows[k][k];
  }
  return x;
}

/** The mean of −log P(label). @param {Float64Array} logits @param {Float64Array} labels */
function logLoss(logits, labels) {
  return sum(softplus(logits.map((z, i) => (labels[i] ? -z : z)))) / logits.length;
}

/**
 * The probability that a male has a higher logit than a female, which is the area under the ROC curve.
 *
 * @param {Float64Array} logits
 * @param {Float64Array} labels
 */
function rocArea(logits, labels) {
  const males = logits.filter((_, i) => labels[i] === 1);
  const females = logits.filter((_, i) => labels[i] === 0);
  let higher = 0;
  for (const male of males) {
    for (const female of females) higher += male > female ? 1 : male === female ? 0.5 : 0;
  }
  return higher / (males.length * females.length);
}

/**
 * Predicts a male where P(male) > ½, which is where the logit is positive.
 *
 * @param {Float64Array} logits
 * @param {Float64Array} labels
 */
function confusion(logits, labels) {
  /** @param {boolean} male @param {boolean} predicted */
  const count = (male, predicted) => logits.filter((z, i) => (labels[i] === 1) === male && z > 0 === predicted).length;
  return {
    truePositives: count(true, true),
    falseNegatives: count(true, false),
    falsePositives: count(false, true),
    trueNegatives: count(false, false),
  };
}

/** @param {Float64Array} a @param {Float64Array} b */
function dot(a, b) {
  return a.reduce((total, value, i) => total + value * b[i], 0);
}

/** @param {Float64Array} values */
function sum(values) {
  return values.reduce((total, value) => total + value, 0);
}
