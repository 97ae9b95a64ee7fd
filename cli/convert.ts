/** From INPUT to OUTPUT: which formats meet, and what happens when something goes wrong between them. */
import type { Request } from './arguments.ts';
import { createComputation } from './computation.ts';
import { Failure, UsageError } from './failure.ts';
import { readBinary, writeBinary } from './formats/binary.ts';
import { type Format, TABLES } from './formats/names.ts';
import { type Input, openInput } from './io/input.ts';
import { type Output, openOutput, wouldReplace } from './io/output.ts';
import { createProgress } from './progress.ts';

/** @throws Failure, UsageError or BrokenPipe; then no file was made or changed */
export async function convert(request: Request): Promise<void> {
  const { output: path, quiet } = request;
  requireNoTerminal(request);
  if (path !== undefined && wouldReplace(path)) {
    if (request.skipExisting) {
      if (!quiet) process.stderr.write(`sigmoid-wasm: ${path} exists, skipped\n`);
      return;
    }
    if (!request.force) throw new Failure(`${path} exists; add --force to replace it, or --skip-existing to leave it`);
  }
  const input = await openInput(request.input);
  const progress = createProgress(request.progress, quiet);
  try {
    const write = await prepare(request, input);
    const output = withProgress(await openOutput(path), () => progress.update(input.bytesRead, input.size));
    try {
      await write(output);
      await output.finish();
    } catch (error) {
      await output.abandon();
      throw error;
    }
  } finally {
    progress.clear();
    await input.close();
  }
}

/** Looks at the input before there is an output. @returns what writes it */
async function prepare(request: Request, input: Input): Promise<(output: Output) => Promise<void>> {
  const { from, to, shard } = request;
  const computation = createComputation(request.function, request.rounding, request.threads);
  if (isBinary(from) && isBinary(to)) {
    const results = await readBinary(
      input,
      from,
      to === 'npy' ? undefined : to === 'f64' ? 'float64' : 'float32',
      computation,
      shard,
    );
    return (output) => writeBinary(output, to, results);
  }
  throw new UsageError('tables come next');
}

const isBinary = (format: Format): format is 'npy' | 'f64' | 'f32' => !TABLES.includes(format);

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
    async write(bytes) {
      await output.write(bytes);
      update();
    },
    patch: (bytes) => output.patch(bytes),
    finish: () => output.finish(),
    abandon: () => output.abandon(),
  };
}
