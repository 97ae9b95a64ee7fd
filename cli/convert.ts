/** From INPUT to OUTPUT: which formats meet, and what happens when something goes wrong between them. */
import type { Request } from './arguments.ts';
import { type Computation, createComputation } from './computation.ts';
import { Existing, Failure, UsageError } from './failure.ts';
import { readBinary, writeBinary } from './formats/binary.ts';
import { type Format, TABLES } from './formats/names.ts';
import { asFloat32, asFloat64, type Results } from './formats/results.ts';
import { type Input, openInput } from './io/input.ts';
import { existing, type Output, openOutput, wouldReplace } from './io/output.ts';
import { sayLine } from './io/say.ts';
import { createProgress } from './progress.ts';

/** @throws Failure, UsageError or BrokenPipe; then no file was made or changed */
export async function convert(request: Request): Promise<void> {
  const { output: path, quiet } = request;
  requireNoTerminal(request);
  if (path !== undefined && wouldReplace(path)) {
    if (request.skipExisting) {
      return skip(path, quiet);
    }
    if (!request.force) throw new Existing(existing(path));
  }
  const input = await openInput(request.input);
  const progress = createProgress(request.progress, quiet);
  try {
    const write = await prepare(request, input);
    const output = withProgress(await openOutput(path, request.force), () => progress.update(input.bytesRead, input.size));
    try {
      // It would be overwritten, or grow for ever, while it is read.
      if (output.identity !== undefined && output.identity === input.identity) {
        throw new Failure(`${input.name} is the input and the output; name it by -o and --force to replace it`);
      }
      await write(output);
      await output.finish();
    } catch (error) {
      await output.abandon();
      if (error instanceof Existing && request.skipExisting) return skip(path as string, quiet);
      throw error;
    }
  } finally {
    progress.clear();
    await input.close();
  }
}

function skip(path: string, quiet: boolean): void {
  if (!quiet) sayLine(`${path} exists, skipped`);
}

/** Looks at the input before there is an output. @returns what writes it */
async function prepare(request: Request, input: Input): Promise<(output: Output) => Promise<void>> {
  const { from, to, column } = request;
  const computation = createComputation(request.function, request.rounding, request.threads);
  const task = { column, appended: request.append ? request.function : undefined };
  if (isText(from) && isText(to)) {
    const { prepareTable } = await import('./formats/delimited.ts');
    return prepareTable(input, from, to, task, computation);
  }
  if (from === 'arrow' && to === 'arrow') {
    const { prepareArrow } = await import('./formats/arrow.ts');
    return prepareArrow(input, task, computation);
  }
  const results = await read(request, input, computation);
  const name = (isTable(from) ? undefined : column) ?? request.function;
  if (isText(to)) {
    const { writeTable } = await import('./formats/delimited.ts');
    return (output) => writeTable(output, name, results);
  }
  if (to === 'arrow') {
    const { writeArrow } = await import('./formats/arrow.ts');
    return (output) => writeArrow(output, name, results);
  }
  return (output) => writeBinary(output, to, results);
}

/** The results alone, where another format is written than is read. */
async function read({ from, to, column, shard }: Request, input: Input, computation: Computation): Promise<Results> {
  const converted = (results: Results): Results =>
    to === 'f32' ? asFloat32(results) : to === 'f64' ? asFloat64(results) : results;
  if (isText(from)) {
    const { readTable } = await import('./formats/delimited.ts');
    return converted(await readTable(input, from, column, computation));
  }
  if (from === 'arrow') {
    const { readArrow } = await import('./formats/arrow.ts');
    return converted(await readArrow(input, column, computation));
  }
  const type = to === 'f64' ? 'float64' : to === 'f32' ? 'float32' : undefined;
  const results = await readBinary(input, from, type, computation, shard);
  if (isTable(to)) requireOneDimension(input, results);
  return results;
}

const isTable = (format: Format): boolean => TABLES.includes(format);
const isText = (format: Format): format is 'csv' | 'tsv' => format === 'csv' || format === 'tsv';

/** A column is a vector. */
function requireOneDimension({ name }: Input, { shape }: Results): void {
  if (shape === undefined || shape.filter((length) => length !== 1).length <= 1) return;
  throw new Failure(
    `${name} has the shape (${shape.join(', ')}), and a column has one dimension; reshape it, as by x.ravel() in NumPy`,
  );
}

/** Numbers in binary would only garble a terminal, and nobody types them. */
function requireNoTerminal({ input, output, from, to }: Request): void {
  if (input === undefined && process.stdin.isTTY && from !== 'csv' && from !== 'tsv') {
    throw new UsageError('there is no INPUT, and standard input is a terminal');
  }
  if (output === undefined && process.stdout.isTTY && to !== 'csv' && to !== 'tsv') {
    throw new UsageError(`${to} is binary, and standard output is a terminal; add -o FILE, or pipe it to another program`);
  }
}

function withProgress(output: Output, update: () => void): Output {
  return {
    name: output.name,
    canPatch: output.canPatch,
    identity: output.identity,
    async write(bytes) {
      await output.write(bytes);
      update();
    },
    patch: (bytes) => output.patch(bytes),
    finish: () => output.finish(),
    abandon: () => output.abandon(),
  };
}
