/** The command line: what was asked for, checked before any file is touched. */
import { parseArgs } from 'node:util';
import { UsageError } from './failure.ts';
import { FORMATS, type Format, formatOfName, TABLES } from './formats/names.ts';
import { FUNCTIONS, type FunctionName, functionOfName } from './functions.ts';
import { parseShard, type Shard, shardName } from './shard.ts';

export interface Request {
  /** Undefined for standard input. */
  readonly input: string | undefined;
  /** Undefined for standard output. Of a shard, the name of its own file. */
  readonly output: string | undefined;
  readonly from: Format;
  readonly to: Format;
  readonly function: FunctionName;
  readonly rounding: 'faithful' | 'correct';
  readonly threads: number;
  /** Of a table, the column to compute; undefined if its only one. */
  readonly column: string | undefined;
  /** Whether the results become a column of their own. */
  readonly append: boolean;
  readonly shard: Shard | undefined;
  readonly force: boolean;
  readonly skipExisting: boolean;
  /** Whether progress is shown; undefined if that depends on where standard error goes. */
  readonly progress: boolean | undefined;
  readonly quiet: boolean;
}

const OPTIONS = {
  output: { type: 'string', short: 'o' },
  function: { type: 'string', short: 'f' },
  rounding: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  column: { type: 'string' },
  append: { type: 'boolean' },
  shard: { type: 'string' },
  threads: { type: 'string' },
  force: { type: 'boolean' },
  'skip-existing': { type: 'boolean' },
  progress: { type: 'boolean' },
  quiet: { type: 'boolean', short: 'q' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'V' },
} as const;

/** @throws UsageError that says what is wrong */
export function readArguments(args: readonly string[]): Request | 'help' | 'version' {
  const { values, positionals } = parse(args);
  if (values.help) return 'help';
  if (values.version) return 'version';
  if (positionals.length > 1) {
    throw new UsageError(`one INPUT is expected, got ${positionals.length}; run the command once for each file`);
  }
  const input = pathOf(positionals[0], 'INPUT');
  const output = pathOf(values.output, '--output');
  const from = sourceFormat(values.from, input);
  const to = targetFormat(values.to, output, from);
  const shard = values.shard === undefined ? undefined : parseShard(values.shard);
  if (values.force && values['skip-existing']) throw new UsageError('--force and --skip-existing exclude each other');
  if (shard !== undefined && (input === undefined || output === undefined)) {
    throw new UsageError('--shard needs a file as INPUT and a file as --output');
  }
  if (values['skip-existing'] && output === undefined) throw new UsageError('--skip-existing needs a file as --output');
  const isTable = TABLES.includes(from) || TABLES.includes(to);
  if (values.column !== undefined && !isTable) throw new UsageError(`--column is for csv, tsv and arrow, not for ${from}`);
  if (values.append && !TABLES.includes(from)) throw new UsageError(`--append is for csv, tsv and arrow, not for ${from}`);
  if (values.append && kindOf(from) !== kindOf(to))
    throw new UsageError(`--append keeps a table, which ${from} to ${to} does not`);
  if (shard !== undefined && isTable) throw new UsageError('--shard is for npy, f64 and f32, whose elements can be counted');
  const name = choiceOfFunction(values.function);
  const rounding = choice('rounding', values.rounding ?? 'faithful', ['faithful', 'correct']);
  if (rounding === 'correct' && name !== 'sigmoid') {
    throw new UsageError(`--rounding correct is for sigmoid alone; ${name} rounds faithfully`);
  }
  return {
    input,
    output: shard !== undefined && output !== undefined ? shardName(output, shard) : output,
    from,
    to,
    function: name,
    rounding,
    threads: positiveInteger('threads', values.threads ?? '1'),
    column: values.column,
    append: values.append ?? false,
    shard,
    force: values.force ?? false,
    skipExisting: values['skip-existing'] ?? false,
    progress: values.progress,
    quiet: values.quiet ?? false,
  };
}

const kindOf = (format: Format): string => (format === 'tsv' ? 'csv' : format);

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') {
      const [, given = ''] = /'(-[^']*)'/.exec(message) ?? [];
      const near = Object.keys(OPTIONS).find((name) => isNear(name, given.replace(/^-+/, '')));
      throw new UsageError(`unknown option ${given}${near === undefined ? '' : `; did you mean --${near}?`}`);
    }
    const name = /--[\w-]+/.exec(message)?.[0] ?? /-\w/.exec(message)?.[0];
    if (/argument is ambiguous/.test(message)) throw new UsageError(`a value that begins with "-" is written ${name}=VALUE`);
    if (/argument missing/.test(message)) throw new UsageError(`${name} needs a value`);
    if (/does not take an argument/.test(message)) throw new UsageError(`${name} takes no value`);
    throw new UsageError((message.split('\n')[0] as string).replace(/^Option /, 'option '));
  }
}

/** A name that lacks its end, or differs in one character. */
function isNear(name: string, given: string): boolean {
  if (given.length < 2) return false;
  if (name.startsWith(given) || given.startsWith(name)) return true;
  const [shorter, longer] = [name, given].sort((a, b) => a.length - b.length) as [string, string];
  let same = 0;
  while (same < shorter.length && shorter[same] === longer[same]) same++;
  const behind = shorter.slice(same + (shorter.length === longer.length ? 1 : 0));
  return longer.slice(same + 1) === behind;
}

/** "-" and nothing are the standard streams. */
function pathOf(given: string | undefined, name: string): string | undefined {
  if (given === '') throw new UsageError(`${name} expected the name of a file, got an empty one`);
  return given === '-' ? undefined : given;
}

function sourceFormat(given: string | undefined, input: string | undefined): Format {
  if (given !== undefined) return choice('from', given, FORMATS);
  const format = input === undefined ? undefined : formatOfName(input);
  if (format !== undefined) return format;
  const what = input === undefined ? 'standard input has no name that says its format' : `${input} does not say its format`;
  throw new UsageError(`${what}; add --from ${FORMATS.join('|')}`);
}

function targetFormat(given: string | undefined, output: string | undefined, from: Format): Format {
  if (given !== undefined) return choice('to', given, FORMATS);
  return (output === undefined ? undefined : formatOfName(output)) ?? from;
}

function choiceOfFunction(given = 'sigmoid'): FunctionName {
  const name = functionOfName(given);
  if (name === undefined) throw new UsageError(`--function expected ${FUNCTIONS.join(', ')}, got "${given}"`);
  return name;
}

function choice<const Choice extends string>(option: string, given: string, choices: readonly Choice[]): Choice {
  const chosen = choices.find((name) => name === given);
  if (chosen === undefined) throw new UsageError(`--${option} expected ${choices.join(', ')}, got "${given}"`);
  return chosen;
}

function positiveInteger(option: string, given: string): number {
  const value = Number(given);
  if (!/^\d+$/.test(given) || value < 1 || value > 1024) throw new UsageError(`--${option} expected 1 to 1024, got "${given}"`);
  return value;
}
