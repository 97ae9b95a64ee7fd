/**
 * Reports what a host offers and what it computes. This runs in every host, so it uses nothing but the language, and only those
 * parts of the language that give the same bits everywhere.
 */

/** The number of points, which is enough for the synchronous ways of computing. */
const LENGTH = 2 ** 18;
/** How often the points are repeated for `async`, so that it takes several turns and threads. */
const TIMES = 32;

/** A constant, because looking up a global is slow in the realms that test runners create. */
const { imul } = Math;

/** Where the less significant word of a double stands among its two: index 1 on big-endian processors. */
const LOW = new Uint32Array(Float64Array.of(1).buffer)[0] === 0 ? 0 : 1;

/** A generator of words of 32 random bits, the same in every run. */
function randomWords(seed) {
  let state = seed;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let z = state;
    z = imul(z ^ (z >>> 16), 0x21f0aaad);
    z = imul(z ^ (z >>> 15), 0x735a2d97);
    return (z ^ (z >>> 15)) >>> 0;
  };
}

/** Doubles with random bits, and doubles from every range in which σ is computed differently. */
export function stratifiedPoints() {
  const next = randomWords(1);
  const points = new Float64Array(LENGTH);
  const words = new Uint32Array(points.buffer);
  for (let i = 0; i < words.length; i++) words[i ^ LOW] = next();
  const ranges = [
    [-40, 40],
    [-10, 10],
    [-746, -700],
    [36, 38],
    [-(2 ** -30), 2 ** -30],
    [-800, 800],
  ];
  // Two points of eight keep their random bits.
  for (let i = 0; i < points.length; i++) {
    const range = ranges[i % 8];
    if (range) points[i] = range[0] + (next() / 2 ** 32) * (range[1] - range[0]);
  }
  points.set([0, -0, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 37.42994775023705, 5e-324]);
  return points;
}

/** A hash of 64 bits, in hexadecimal, that depends on every bit of the array. */
export function digest(array) {
  const wordsEach = array.BYTES_PER_ELEMENT / 4;
  const words = new Uint32Array(array.buffer, array.byteOffset, array.length * wordsEach);
  const low = wordsEach === 2 ? LOW : 0;
  let a = 0x243f6a88;
  let b = 0x85a308d3;
  for (let i = 0; i < words.length; i++) {
    a = imul(a ^ words[i ^ low], 0x9e3779b1);
    a = (a << 13) | (a >>> 19);
    b = imul(b ^ a, 0x85ebca6b);
    b = (b << 17) | (b >>> 15);
  }
  return [a, b].map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
}

/** As float32, and a seventh of the points below −700, of which σ is subnormal then. */
export function floatPoints(points) {
  return Float32Array.from(points, (x) => (x < -700 && x > -746 ? x / 7 : x));
}

/** Numbers that logit is computed of: in [0, 1], near its ends and its middle, and with random bits, as exact as the points. */
function probabilities(points) {
  const place = [
    (x) => (x + 40) / 80,
    (x) => 0.5 + x / 40,
    (x) => (x + 746) * 2 ** -1070,
    (x) => 1 - (x - 36) * 2 ** -40,
    (x) => 0.5 + x,
    (x) => (x + 800) * 2 ** -70,
  ];
  return points.map((x, i) => place[i % 8]?.(x) ?? x);
}

/** How often the points are repeated for `async` of the functions beside σ. */
const FEW_TIMES = 4;

/** For each function but σ the digests of its results over either type of elements, which all ways of computing share. */
async function probeFunctions(functions, points) {
  const digests = {};
  for (const [name, f] of Object.entries(functions)) {
    const x = name === 'logit' ? probabilities(points) : points;
    digests[name] = { float64: await digestOf(f, x), float32: await digestOf(f, floatPoints(x)) };
  }
  return digests;
}

/** The digest of f(x), computed in place in kernel memory, into a new array, and by `async`; or all different digests that there are. */
async function digestOf(f, x) {
  const type = x.BYTES_PER_ELEMENT === 8 ? 'float64' : 'float32';
  const allocated = f.alloc(LENGTH, type);
  allocated.set(x);
  const many = f.alloc(FEW_TIMES * LENGTH, type);
  for (let i = 0; i < FEW_TIMES; i++) many.set(x, i * LENGTH);
  const ways = [digest(f(x)), digest(f(allocated, allocated)), digestOfParts(await f.async(many))];
  return [...new Set(ways)].join();
}

/** The digest that all parts of `LENGTH` elements share, or all the different digests that they have. */
function digestOfParts(array) {
  const parts = Array.from({ length: array.length / LENGTH }, (_, i) => array.subarray(i * LENGTH, (i + 1) * LENGTH));
  return [...new Set(parts.map(digest))].join();
}

/**
 * Computes σ of the same points in every way that the package offers.
 *
 * @param api the package's exports
 * @param options for `createLogistic`; without them the functions of the package itself are used
 * @param host its parallelism, and the number of messages that came from each worker that was started
 * @returns plain data: the digests of the points, of the results of each way, of correctly rounded results, of results over
 *   float32 and of the other functions, `host` and `info`
 */
export async function probe({ createSigmoid, createLogistic, ...exported }, { options, host = webHost() } = {}) {
  const { sigmoid, sigmoidDerivative, softplus, logSigmoid, logit } = options ? createLogistic(options) : exported;
  const points = stratifiedPoints();
  const digests = { plain: digest(sigmoid(points)) };

  const copy = points.slice();
  digests.inPlace = digest(sigmoid(copy, copy));

  const allocated = sigmoid.alloc(LENGTH);
  allocated.set(points);
  digests.allocated = digest(sigmoid(allocated, sigmoid.alloc(LENGTH)));

  const numbers = new Float64Array(LENGTH);
  for (let i = 0; i < LENGTH; i++) numbers[i] = sigmoid(points[i]);
  digests.numbers = digest(numbers);

  const many = sigmoid.alloc(TIMES * LENGTH);
  for (let i = 0; i < TIMES; i++) many.set(points, i * LENGTH);
  let done = 0;
  const onProgress = (progress) => {
    done = progress.done;
  };
  await started(sigmoid, many, host.workers);
  digests.async = digestOfParts(await sigmoid.async(many.slice(), undefined, { onProgress }));
  digests.asyncAllocated = digestOfParts(await sigmoid.async(many, many));

  const floats = sigmoid.alloc(LENGTH, 'float32');
  floats.set(floatPoints(points));
  const plainFloats = sigmoid(floats.slice());
  const asyncFloats = await sigmoid.async(repeated(floats));
  const allFloats = [digest(plainFloats), digest(sigmoid(floats, floats)), digestOfParts(asyncFloats)];

  const functions = await probeFunctions({ sigmoidDerivative, softplus, logSigmoid, logit }, points);
  const correct = digest(createSigmoid({ ...options, rounding: 'correct' })(points));
  return {
    points: digest(points),
    digests,
    correct,
    floats: [...new Set(allFloats)].join(),
    functions,
    progress: done / many.length,
    host,
    info: sigmoid.info,
  };
}

/** The floats so often one after the other that `async` takes several threads. */
function repeated(floats) {
  const many = new Float32Array(4 * LENGTH);
  for (let i = 0; i < 4; i++) many.set(floats, i * LENGTH);
  return many;
}

/** The calling thread computes alone until workers are ready, so this computes until all are ready or none can be started. */
async function started(sigmoid, x, workers) {
  const until = Date.now() + 20_000;
  // Allocated arrays, because the calling thread takes the place of a worker for arrays that are copied to the workers.
  const out = sigmoid.alloc(x.length);
  const settled = () => {
    const { backend, threads, reasons } = sigmoid.info;
    // The first message of a worker says that it is ready, and later ones that it has computed.
    const ready = workers.filter((messages) => messages > 1).length;
    return backend === 'ts' || ready >= threads - 1 || reasons.some((reason) => reason.includes('none left'));
  };
  while (!settled() && Date.now() < until) await sigmoid.async(x, out);
}

function webHost() {
  const workers = [];
  if (typeof Worker === 'function') {
    globalThis.Worker = class extends Worker {
      constructor(...args) {
        super(...args);
        const index = workers.push(0) - 1;
        this.addEventListener('message', () => workers[index]++);
      }
    };
  }
  return { parallelism: globalThis.navigator?.hardwareConcurrency, workers };
}

/**
 * Reports whether the caller's arrays, errors and signals keep their realm where there is more than one set of built-ins.
 *
 * @param ForeignFloat64Array the constructor of another realm
 * @returns plain data: the digests for foreign arrays, and which results are instances of the caller's built-ins
 */
export async function probeRealms({ sigmoid }, ForeignFloat64Array) {
  const points = stratifiedPoints();
  const foreign = ForeignFloat64Array.from(points);
  const controller = new AbortController();
  controller.abort();
  return {
    foreign: foreign instanceof Float64Array,
    digest: digest(sigmoid(foreign)),
    inPlace: digest(sigmoid(foreign, foreign)),
    result: sigmoid(points) instanceof Float64Array,
    allocated: sigmoid.alloc(1) instanceof Float64Array,
    error: thrownBy(() => sigmoid([1])) instanceof TypeError,
    reason: (await rejectionOf(sigmoid.async(points, points, { signal: controller.signal }))) === controller.signal.reason,
  };
}

function thrownBy(body) {
  try {
    body();
  } catch (error) {
    return error;
  }
}

function rejectionOf(promise) {
  return promise.then(
    () => undefined,
    (reason) => reason,
  );
}
