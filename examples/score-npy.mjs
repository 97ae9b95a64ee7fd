/**
 * Turns the logits in a .npy file into probabilities in another, with the same shape and the same type.
 *
 *     node examples/score-npy.mjs logits.npy probabilities.npy
 *     node examples/score-npy.mjs                                 # a million logits of either type, made for it
 */
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { logit, sigmoid } from 'sigmoid-wasm';
import { readNpy, writeNpy } from './npy.mjs';

const [source, target] = process.argv.slice(2);
if (source !== undefined && target !== undefined) {
  await score(source, target);
} else if (source !== undefined) {
  throw new Error('expected two files: the logits, and where to write the probabilities');
} else {
  const folder = await mkdtemp(join(tmpdir(), 'score-npy-'));
  const made = logisticLogits(1_000_000);
  for (const logits of [made, new Float32Array(made)]) {
    const type = `float${8 * logits.BYTES_PER_ELEMENT}`;
    const path = join(folder, `logits-${type}.npy`);
    await writeNpy(path, logits);
    await score(path, join(folder, `probabilities-${type}.npy`));
  }
}

/**
 * @param {string} source
 * @param {string} target
 */
async function score(source, target) {
  const begin = performance.now();
  // Memory of the kernel: the file is read into it, all threads compute in place, and it is written from there.
  const { array, layout } = await readNpy(source, sigmoid.alloc);
  const read = performance.now();
  await sigmoid.async(array, array);
  const computed = performance.now();
  await writeNpy(target, array, layout);
  const written = performance.now();

  console.log(`${source} → ${target}`);
  console.log(`  ${array.length} × float${8 * array.BYTES_PER_ELEMENT}, shape (${layout.shape.join(', ')})`);
  console.log(`  ${summaryOf(array)}`);
  console.log(
    `  σ alone: ${rate(array.length, computed - read)}; with reading and writing: ${rate(array.length, written - begin)}\n`,
  );
}

/** @param {Float64Array | Float32Array} probabilities */
function summaryOf(probabilities) {
  let total = 0;
  let positive = 0;
  let least = Infinity;
  let greatest = -Infinity;
  for (const probability of probabilities) {
    total += probability;
    if (probability > 0.5) positive++;
    if (probability < least) least = probability;
    if (probability > greatest) greatest = probability;
  }
  const mean = total / probabilities.length;
  return `mean ${mean.toFixed(6)}, least ${least.toExponential(2)}, greatest 1 − ${(1 - greatest).toExponential(2)}, ${positive} above ½`;
}

/**
 * @param {number} rows
 * @param {number} milliseconds
 */
function rate(rows, milliseconds) {
  return `${(rows / milliseconds / 1000).toFixed(1)} million rows/s`;
}

/** The same logits at every call, such that their probabilities are uniform in (0, 1). @param {number} length */
function logisticLogits(length) {
  const probabilities = logit.alloc(length);
  let state = 1;
  for (let i = 0; i < length; i++) {
    // xorshift32 (Marsaglia 2003)
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    probabilities[i] = ((state >>> 0) + 0.5) / 2 ** 32;
  }
  return logit(probabilities, probabilities);
}
