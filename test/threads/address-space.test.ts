import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { ROOT } from '../support/child.ts';

/** Calls on arrays of the user's own, for which workers open a memory of their own at their first job, with pauses in which they would be replaced. */
const SOURCE = `
  import { createSigmoid } from 'sigmoid-wasm';
  const sigmoid = createSigmoid({ threads: 4 });
  const make = (i) => new (i % 2 ? Float32Array : Float64Array)(new SharedArrayBuffer(16e6));
  for (let i = 0; i < 12; i++) {
    const y = await sigmoid.async(make(i), make(i));
    if (y.some((value) => value !== 0.5)) throw new Error('wrong');
    await new Promise((resolve) => setTimeout(resolve, i === 9 ? 1100 : 20));
  }
  console.log(JSON.stringify(sigmoid.info));
`;

const LINUX = process.platform === 'linux';

it.skipIf(!LINUX)(
  `workers that find no address space for their memory are soon given up${LINUX ? '' : ' (skipped: only Linux limits it)'}`,
  async () => {
    const gibibytes = [16, 20, 24, 28, 32, 40];
    const runs = gibibytes.map(async (limit) => {
      const command = `ulimit -v ${limit * 2 ** 20} && exec "$0" --input-type=module -e "$1"`;
      const { stdout } = await promisify(execFile)('bash', ['-c', command, process.execPath, SOURCE], { cwd: ROOT });
      return JSON.parse(stdout);
    });
    // Where Node or the calling thread has too little, the process fails, and nothing is to be seen of workers.
    const infos = (await Promise.allSettled(runs)).flatMap((run) => (run.status === 'fulfilled' ? [run.value] : []));
    const counts = infos.flatMap(({ reasons }) => {
      const ended = /(\d+) workers? ended or did not start \(.*allocate memory/.exec(reasons.join());
      return ended ? [Number(ended[1])] : [];
    });
    expect(counts.length).toBeGreaterThan(0);
    // Three, and those that were under way by then; and as many again after the pause, if others found room.
    expect(Math.max(...counts)).toBeLessThanOrEqual(12);
  },
);
