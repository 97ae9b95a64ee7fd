/** How the program behaves towards other programs, the shell and the disk. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { temporaryName } from '../../cli/io/leftovers.ts';
import { bytesOf, doubles, npy, sigmoidOf } from './data.ts';
import { ending, file, folder, names, PROGRAM, read, run, shell, start, useFolder, write } from './program.ts';

useFolder();

const x = doubles(1000);
const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
const isUnix = process.platform !== 'win32';

async function until(holds: () => boolean): Promise<void> {
  for (let looks = 0; !holds(); looks++) {
    if (looks > 2000) throw new Error('what was waited for did not happen within 20 seconds');
    await pause(10);
  }
}

describe('an output that exists', () => {
  it('is not replaced, and the message says how', async () => {
    write('x.f64', bytesOf(x));
    write('y.f64', 'precious');
    const { code, stderr } = await run(['x.f64', '-o', 'y.f64']);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^sigmoid-wasm: y\.f64 exists; add --force [^\n]*\n$/);
    expect(read('y.f64').toString()).toBe('precious');
  });

  it('is replaced with --force, and keeps its permissions', async () => {
    write('x.f64', bytesOf(x));
    write('y.f64', 'old');
    chmodSync(file('y.f64'), 0o640);
    expect((await run(['x.f64', '-o', 'y.f64', '--force'])).code).toBe(0);
    expect(read('y.f64').equals(sigmoidOf(x))).toBe(true);
    expect(statSync(file('y.f64')).mode & 0o777).toBe(0o640);
  });

  it('is left with --skip-existing, even if there is no input any more', async () => {
    write('y.f64', 'precious');
    const { code, stderr } = await run(['x.f64', '-o', 'y.f64', '--skip-existing']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: 'sigmoid-wasm: y.f64 exists, skipped\n' });
    expect(await run(['x.f64', '-o', 'y.f64', '--skip-existing', '-q'])).toMatchObject({ code: 0, stderr: '' });
    expect(read('y.f64').toString()).toBe('precious');
  });

  it('stays as it was if the input turns out to be bad', async () => {
    write('x.npy', npy(x).subarray(0, -1));
    write('y.npy', 'precious');
    expect((await run(['x.npy', '-o', 'y.npy', '--force'])).code).toBe(1);
    expect((await run(['--from', 'npy', '-o', 'y.npy', '--force'], { input: npy(x).subarray(0, -1) })).code).toBe(1);
    expect(read('y.npy').toString()).toBe('precious');
    expect(names()).toEqual(['x.npy', 'y.npy']);
  });

  it('may be a link, which stays and leads to the results', async () => {
    write('x.f64', bytesOf(x));
    write('y.f64', 'old');
    symlinkSync('y.f64', file('link.f64'));
    symlinkSync('new.f64', file('dangling.f64'));
    expect((await run(['x.f64', '-o', 'link.f64'])).code).toBe(1);
    expect((await run(['x.f64', '-o', 'link.f64', '--force'])).code).toBe(0);
    expect((await run(['x.f64', '-o', 'dangling.f64'])).code).toBe(0);
    for (const name of ['link.f64', 'dangling.f64']) expect(lstatSync(file(name)).isSymbolicLink()).toBe(true);
    for (const name of ['y.f64', 'new.f64']) expect(read(name).equals(sigmoidOf(x))).toBe(true);
  });
});

describe.runIf(isUnix)('an output that comes into being meanwhile', () => {
  it('is not replaced without --force, and is skipped with --skip-existing', async () => {
    for (const [options, code] of [
      [[], 1],
      [['--skip-existing'], 0],
      [['--force'], 0],
    ] as const) {
      const child = start(['--from', 'f64', '-o', 'y.f64', ...options]);
      const all = ending(child);
      child.stdin?.write(bytesOf(x));
      await until(() => names().some((name) => name.endsWith('.tmp')));
      write('y.f64', 'precious');
      child.stdin?.end();
      const { stderr, ...ended } = await all;
      expect(ended.code).toBe(code);
      expect(stderr).toMatch(options[0] === '--force' ? /^$/ : /^sigmoid-wasm: y\.f64 exists[^\n]*\n$/);
      expect(read('y.f64').toString() === 'precious').toBe(options[0] !== '--force');
      expect(names()).toEqual(['y.f64']);
      rmSync(file('y.f64'));
    }
  });
});

describe.runIf(process.getuid?.() === 0)('an output of another user', () => {
  it('stays that of this user when it is replaced, and gets no rights beyond those of reading and writing', async () => {
    write('x.f64', bytesOf(x));
    write('y.f64', 'old');
    chownSync(file('y.f64'), 65534, 65534);
    chmodSync(file('y.f64'), 0o6755);
    expect((await run(['x.f64', '-o', 'y.f64', '--force'])).code).toBe(0);
    const { uid, gid, mode } = statSync(file('y.f64'));
    expect({ uid, gid, mode: mode & 0o7777 }).toEqual({ uid: 65534, gid: 65534, mode: 0o755 });
  });
});

describe('an output that cannot be written', () => {
  it.each([
    ['in a folder that does not exist', 'none/y.f64', /there is no such file or folder/],
    ['that is a folder', '.', /this is a folder/],
    ['below a file', 'x.f64/y.f64', /not a folder/],
    ['with a name that is too long', `${'y'.repeat(300)}.f64`, /name is too long/],
  ])('such as one %s is an error in one line', async (_, output, message) => {
    write('x.f64', bytesOf(x));
    const { code, stderr } = await run(['x.f64', '-o', output]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^sigmoid-wasm: cannot write [^\n]*\n$/);
    expect(stderr).toMatch(message);
    expect(names()).toEqual(['x.f64']);
  });

  it.runIf(isUnix)('on a disk that becomes full is an error, and nothing stays', async () => {
    write('x.f64', bytesOf(doubles(400_000)));
    // The limit on the size of a file acts as a full disk does: some bytes are written, and then no more.
    const { code, stderr } = await shell('ulimit -f 1024; $SIGMOID x.f64 -o y.f64');
    expect(code).toBe(1);
    expect(stderr).toMatch(/^sigmoid-wasm: cannot write y\.f64: [^\n]*\n$/);
    expect(names()).toEqual(['x.f64']);
  });
});

describe.runIf(existsSync('/dev/full'))('a device', () => {
  it.each(['-o /dev/full', '-o /dev/full --force', '> /dev/full'])(
    'that is full is an error with %s, and stays a device',
    async (to) => {
      write('x.f64', bytesOf(x));
      const { code, stderr } = await shell(`$SIGMOID x.f64 ${to}`);
      expect(code).toBe(1);
      expect(stderr).toMatch(/^sigmoid-wasm: cannot write [^\n]*: no space is left on the device\n$/);
      expect(statSync('/dev/full').isCharacterDevice()).toBe(true);
    },
  );

  it('takes results without being asked for --force, and is read like a file', async () => {
    write('x.f64', bytesOf(x));
    expect(await shell('$SIGMOID x.f64 -o /dev/null && $SIGMOID /dev/null --from f64')).toMatchObject({ code: 0, stderr: '' });
    expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
  });

  it('that stands for a standard stream is that stream', async () => {
    write('x.f64', bytesOf(x));
    const { code, stdout } = await shell('cat x.f64 | $SIGMOID /dev/stdin --from f64 -o /dev/stdout | cat');
    expect(code).toBe(0);
    expect(stdout.equals(sigmoidOf(x))).toBe(true);
  });
});

describe.runIf(existsSync('/dev/fd'))('a file that is open already', () => {
  it.each(['/dev/stdout', '/dev/fd/1', '/proc/self/fd/1'])('is written where it stands, as %s', async (path) => {
    write('x.f64', bytesOf(x));
    write('y', 'hello');
    expect(await shell(`$SIGMOID x.f64 -o ${path} >> y`)).toMatchObject({ code: 0, stderr: '' });
    expect(read('y').equals(Buffer.concat([Buffer.from('hello'), sigmoidOf(x)]))).toBe(true);
    expect((await shell('$SIGMOID x.f64 -o /dev/fd/3 3> z')).code).toBe(0);
    expect(read('z').equals(sigmoidOf(x))).toBe(true);
  });

  it('cannot be the input too', async () => {
    write('x.f64', bytesOf(x));
    const { code, stderr } = await shell('$SIGMOID x.f64 >> x.f64');
    expect(code).toBe(1);
    expect(stderr).toMatch(/^sigmoid-wasm: x\.f64 is the input and the output[^\n]*\n$/);
    expect(read('x.f64').equals(bytesOf(x))).toBe(true);
  });
});

describe.runIf(isUnix)('a named pipe', () => {
  it('is read from and written to, and stays a pipe', async () => {
    const long = doubles(300_000);
    write('x.f64', bytesOf(long));
    const line = 'mkfifo in out; cat x.f64 > in & cat out > y.f64 & $SIGMOID in --from f64 -o out; wait';
    expect(await shell(line)).toMatchObject({ code: 0, stderr: '' });
    expect(read('y.f64').equals(sigmoidOf(long))).toBe(true);
    for (const name of ['in', 'out']) expect(statSync(file(name)).isFIFO()).toBe(true);
  });

  it('to which nobody writes yet is waited for', async () => {
    write('x.f64', bytesOf(x));
    const { code, stdout } = await shell('mkfifo in; $SIGMOID in --from f64 & sleep 0.5; cat x.f64 > in; wait $!');
    expect(code).toBe(0);
    expect(stdout.equals(sigmoidOf(x))).toBe(true);
  });

  it('may say the length of a .npy file too late for another pipe', async () => {
    write('x.npy', npy(x));
    const { code, stdout } = await shell('mkfifo in; cat x.npy > in & $SIGMOID in --from npy; wait');
    expect(code).toBe(0);
    expect(stdout.subarray(-8000).equals(sigmoidOf(x))).toBe(true);
  });
});

describe('a pipe', () => {
  it('is answered as numbers come, however they are cut', async () => {
    const child = start(['--from', 'f64']);
    const all = ending(child);
    const bytes = bytesOf(x);
    const results = sigmoidOf(x);
    let came = 0;
    child.stdout?.on('data', (chunk: Buffer) => {
      came += chunk.length;
    });
    let sent = 0;
    for (const length of [24, 3, 5, 1, 7, 8, 4000]) {
      child.stdin?.write(bytes.slice(sent, sent + length));
      sent += length;
      // What is whole by now is answered without more input.
      await until(() => came === sent - (sent % 8));
    }
    child.stdin?.end(bytes.slice(sent));
    const { code, stdout } = await all;
    expect(code).toBe(0);
    expect(stdout.equals(results)).toBe(true);
  });

  it('that ends within a number is an error after the whole ones', async () => {
    const { code, stdout, stderr } = await run(['--from', 'f64'], { input: bytesOf(x).subarray(0, 21) });
    expect(code).toBe(1);
    expect(stdout.equals(sigmoidOf(x).subarray(0, 16))).toBe(true);
    expect(stderr).toMatch(/^sigmoid-wasm: standard input: the input ends within an element: 5 of the 8 bytes[^\n]*\n$/);
  });

  it.runIf(isUnix)('that nobody reads any more ends the program silently', async () => {
    write('x.f64', bytesOf(doubles(2_000_000)));
    const { code, stderr } = await shell('$SIGMOID x.f64 | head -c 8 > y');
    expect(stderr).toBe('');
    expect(code).toBe(0);
    const piped = await shell('cat x.f64 | ($SIGMOID --from f64; echo $? > code) | head -c 8 > y');
    expect(piped.stderr).toBe('');
    expect(read('code').toString()).toBe('141\n');
    expect((await shell('$SIGMOID --help | true; echo $?')).stderr).toBe('');
  });

  it.runIf(isUnix)('may be missing: closed streams are errors, not crashes', async () => {
    write('x.f64', bytesOf(x));
    expect(await shell('$SIGMOID --from f64 <&-')).toMatchObject({ stderr: expect.not.stringContaining('at ') });
    const closed = await shell('$SIGMOID x.f64 >&-');
    expect(closed.stderr).not.toContain('    at ');
    expect((await shell('$SIGMOID none.f64 2>&-')).code).toBe(1);
  });
});

describe.runIf(isUnix)('a signal', () => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
    ['SIGQUIT', 131],
    ['SIGXCPU', 152],
  ] as const)('%s leaves nothing and ends the program with code %i', async (signal, expected) => {
    const child = start(['--from', 'f64', '-o', 'y.f64']);
    const all = ending(child);
    child.stdin?.write(bytesOf(x));
    await until(() => names().some((name) => name.endsWith('.tmp')));
    child.kill(signal);
    expect(await all).toMatchObject({ code: expected, signal: null, stderr: '' });
    expect(names()).toEqual([]);
  });

  it('ends a program that waits for a pipe, on either side', async () => {
    execFileSync('mkfifo', [file('in'), file('out')]);
    write('x.f64', bytesOf(x));
    for (const args of [
      ['in', '--from', 'f64', '-o', 'y.f64'],
      ['x.f64', '-o', 'out'],
    ]) {
      const child = start(args);
      const all = ending(child);
      await pause(400);
      child.kill('SIGTERM');
      expect((await all).code).toBe(143);
    }
    expect(names()).toEqual(['in', 'out', 'x.f64']);
  });

  it('ends a program whose reader reads no more', async () => {
    write('x.f64', bytesOf(doubles(1_000_000)));
    const child = spawn(process.execPath, [PROGRAM, 'x.f64'], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
    const ended = once(child, 'exit');
    await once(child.stdout, 'readable');
    await pause(300);
    child.kill('SIGTERM');
    expect((await ended)[0]).toBe(143);
  });

  it('that cannot be caught leaves a temporary file, which the next run removes', async () => {
    const child = start(['--from', 'f64', '-o', 'y.f64']);
    const all = ending(child);
    child.stdin?.write(bytesOf(x));
    await until(() => names().length === 1);
    expect(names()[0]).toMatch(/^y\.f64\..*\.tmp$/);
    expect(names()[0]).toContain(`.${hostname().replace(/[^\w.-]/g, '_')}.${child.pid}.`);
    child.kill('SIGKILL');
    await all;
    expect(names()).toHaveLength(1);
    write('x.f64', bytesOf(x));
    expect((await run(['x.f64', '-o', 'y.f64'])).code).toBe(0);
    expect(names()).toEqual(['x.f64', 'y.f64']);
  });

  it('does not cost the temporary files of processes that live, or of other files and machines', async () => {
    const others = [
      temporaryName('y.f64'),
      temporaryName('y.f64')
        .replace(hostname().replace(/[^\w.-]/g, '_'), 'elsewhere')
        .replace(`.${process.pid}.`, '.999999999.'),
      temporaryName('z.f64').replace(`.${process.pid}.`, '.999999999.'),
      // Of a container with a numbering of its own.
      temporaryName('y.f64').replace(/\.\d+\.[\da-z]+_/, '.999999999.zz_'),
    ];
    for (const name of others) write(name, 'in use');
    write('x.f64', bytesOf(x));
    expect((await run(['x.f64', '-o', 'y.f64'])).code).toBe(0);
    expect(names()).toEqual([...others, 'x.f64', 'y.f64'].sort());
  });
});

describe('what goes to standard error', () => {
  it('is nothing at all, unless progress is asked for', async () => {
    write('x.f64', bytesOf(doubles(1_000_000)));
    expect((await run(['x.f64', '-o', 'a.f64'])).stderr).toBe('');
    const { stderr } = await run(['x.f64', '-o', 'b.f64', '--progress']);
    const [nothing, first, ...others] = stderr.split('\r');
    expect(nothing).toBe('');
    expect(first?.replace('\x1b[K', '')).toMatch(/^[\d.]+ MB of 8 MB, \d+ %, [\d.,]+ MB\/s, \d+ s left$/);
    // At the end the line is empty again.
    expect(others.at(-1)).toBe('\x1b[K');
    expect((await run(['x.f64', '-o', 'c.f64', '--progress', '--quiet'])).stderr).toBe('');
  });
});

describe.runIf(existsSync('/dev/full'))('a standard stream that is full', () => {
  it('costs no results if it is standard error', async () => {
    write('x.f64', bytesOf(x));
    expect((await shell('$SIGMOID x.f64 -o y.f64 --progress 2> /dev/full')).code).toBe(0);
    expect((await shell('$SIGMOID x.f64 -o z.f64 --progress 2> >(true)')).code).toBe(0);
    expect((await shell('$SIGMOID x.f64 -o y.f64 --skip-existing 2> /dev/full')).code).toBe(0);
    expect(names()).toEqual(['x.f64', 'y.f64', 'z.f64']);
    expect(read('z.f64').equals(sigmoidOf(x))).toBe(true);
  });

  it('is an error if the help goes there', async () => {
    expect((await shell('$SIGMOID --help > /dev/full')).code).toBe(1);
  });
});

describe('the name of a file', () => {
  it('may have any characters, and is told in one line', async () => {
    const { code, stderr } = await run(['none\n\x1b[31m.f64']);
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: 'sigmoid-wasm: none\\n\\u001b[31m.f64: there is no such file or folder\n',
    });
  });

  it('may be as long as the system allows', async () => {
    write('x.f64', bytesOf(x));
    const name = `${'y'.repeat(245)}.f64`;
    expect((await run(['x.f64', '-o', name])).code).toBe(0);
    expect(names()).toEqual(['x.f64', name]);
  });
});

describe('help and version', () => {
  it.each(['--help', '-h'])('%s fits a terminal and names every option', async (option) => {
    const { code, stdout, stderr } = await run([option]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const lines = stdout.toString().split('\n');
    for (const line of lines) expect(line.length, line).toBeLessThanOrEqual(100);
    for (const name of ['output', 'function', 'rounding', 'from', 'to', 'column', 'append', 'shard', 'threads', 'force'])
      expect(stdout.toString()).toContain(`--${name}`);
    for (const name of ['skip-existing', 'progress', 'quiet', 'help', 'version'])
      expect(stdout.toString()).toContain(`--${name}`);
  });

  it.each(['--version', '-V'])('%s is that of the package', async (option) => {
    expect((await run([option])).stdout.toString()).toBe(`${manifest.version}\n`);
  });
});

describe('a mistake in the command line', () => {
  it.each([
    [['--colum', 'a', 'x.csv'], /unknown option --colum; did you mean --column\?/],
    [['--frobnicate'], /unknown option --frobnicate/],
    [['a.f64', 'b.f64'], /one INPUT is expected, got 2/],
    [['x.dat'], /x\.dat does not say its format; add --from/],
    [[], /standard input has no name that says its format/],
    [['x.f64', '--from', 'f16'], /--from expected npy, f64/],
    [['x.f64', '--to', 'json'], /--to expected npy/],
    [['x.f64', '--function', 'constructor'], /--function expected sigmoid/],
    [['x.f64', '-o', '-y.f64'], /a value that begins with "-" is written --output=VALUE/],
    [['x.f64', '--force=1'], /--force takes no value/],
    [['x.f64', '--function', 'tanh'], /--function expected sigmoid/],
    [['x.f64', '--rounding', 'up'], /--rounding expected faithful, correct/],
    [['x.f64', '--rounding', 'correct', '-f', 'logit'], /for sigmoid alone/],
    [['x.f64', '--threads', '0'], /--threads expected 1/],
    [['x.f64', '--threads', '1.5'], /--threads expected 1/],
    [['x.f64', '-o', 'y.f64', '--shard', '4/4'], /parts of 4 are 0 to 3/],
    [['x.f64', '-o', 'y.f64', '--shard', '1'], /--shard expected I\/N/],
    [['x.f64', '--shard', '0/4'], /--shard needs a file/],
    [['--from', 'f64', '-o', 'y.f64', '--shard', '0/4'], /--shard needs a file/],
    [['x.f64', '--skip-existing'], /--skip-existing needs/],
    [['x.f64', '-o', 'y.f64', '--force', '--skip-existing'], /exclude each other/],
    [['x.f64', '--column', 'a'], /--column is for/],
    [['x.f64', '--append'], /--append is for/],
    [['x.f64', '-o'], /--output needs a value/],
    [['x.npz'], /npz.*np\.save/],
    [['x.f64', '-o', 'y.parquet'], /parquet/],
    [['', '--from', 'f64'], /empty/],
  ])('such as %j is told in a line, and leads to the help', async (args, message) => {
    write('x.f64', bytesOf(x));
    const { code, stdout, stderr } = await run(args);
    expect({ code, stdout: stdout.length, names: names() }).toEqual({ code: 2, stdout: 0, names: ['x.f64'] });
    expect(stderr).toMatch(/^sigmoid-wasm: [^\n]*\nTry "sigmoid-wasm --help"\.\n$/);
    expect(stderr).toMatch(message);
  });
});

describe.runIf(existsSync('/proc/self/status'))('memory', () => {
  it('stays below 120 MB, however long the file is', async () => {
    // What Node reports as its peak includes that of the process from which it was forked.
    const peak = "/VmHWM:\\s*(\\d+)/.exec(fs.readFileSync('/proc/self/status'))[1]";
    const hook = `const fs = require('fs'); process.on('exit', () => fs.writeFileSync(process.env.PEAK, ${peak}));`;
    write('hook.cjs', hook);
    writeFileSync(file('x.f64'), '');
    // A file of zeros that takes no place on the disk.
    truncateSync(file('x.f64'), 400e6);
    const env = { PEAK: file('peak'), NODE_OPTIONS: `--require ${JSON.stringify(file('hook.cjs'))}` };
    expect((await run(['x.f64', '-o', '/dev/null'], { env })).code).toBe(0);
    expect(Number(read('peak'))).toBeLessThan(120e3);
    const child = spawn('/bin/sh', ['-c', `"${process.execPath}" "${PROGRAM}" --from f64 < x.f64 | cat > /dev/null`], {
      cwd: folder,
      env: { ...process.env, ...env },
      stdio: 'ignore',
    });
    expect((await once(child, 'exit'))[0]).toBe(0);
    expect(Number(read('peak'))).toBeLessThan(120e3);
  });
});

describe.runIf(existsSync('/usr/bin/script'))('a terminal', () => {
  const terminal = (line: string) => shell(`script -qec '${line}' /dev/null < /dev/null`);

  it('is shown no numbers in binary', async () => {
    write('x.f64', bytesOf(x));
    const { code, stdout } = await terminal('$SIGMOID x.f64');
    expect(code).toBe(2);
    expect(stdout.toString()).toContain('standard output is a terminal');
  });

  it('is not waited for, since nobody types binary', async () => {
    const { code, stdout } = await terminal('$SIGMOID --from f64 -o y.f64');
    expect(code).toBe(2);
    expect(stdout.toString()).toContain('there is no INPUT');
    expect(names()).toEqual([]);
  });
});
