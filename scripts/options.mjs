/**
 * The options of the scripts of this repository: `--help` prints them, and a mistake ends the script with one line and code 2.
 */
import { parseArgs } from 'node:util';

/**
 * @typedef {object} Flag which is given or not
 * @property {string} about what it does
 *
 * @typedef {object} Valued an option with a value
 * @property {string} about
 * @property {string} value the name of its value in the help
 * @property {(text: string) => unknown} read what the value means; throws a RangeError that begins with 'expected' if it means nothing
 * @property {string} [default] the text that is read if the option is absent
 *
 * @typedef {Record<string, Flag | Valued>} Options
 */

/**
 * What was given, by the names of the options; undefined where an option is absent and has no default.
 *
 * @template {Options} O
 * @typedef {{ [name in keyof O]: O[name] extends { read: (text: string) => infer V }
 *   ? O[name] extends { default: string } ? V : V | undefined
 *   : boolean }} Values
 */

/**
 * @template {Options} O
 * @typedef {object} Script
 * @property {string} command as a user types it, without options
 * @property {string} about what it does, in a sentence
 * @property {O} options
 * @property {string} [argument] the name of the one argument that it takes besides options
 */

/**
 * Reads the command line. Prints the help and ends the process if that is asked for; prints what is wrong and ends it with
 * code 2 if something is.
 *
 * @template {Options} O
 * @param {Script<O>} script @param {string[]} [given] what stands behind the script on the command line
 * @returns {Values<O> & { argument: string | undefined }}
 */
export function readOptions(script, given = process.argv.slice(2)) {
  if (given.includes('--help')) {
    console.log(helpOf(script));
    process.exit(0);
  }
  try {
    return parse(script, given);
  } catch (error) {
    console.error(`${lineOf(error)}; --help lists the options`);
    process.exit(2);
  }
}

/** The same for a script without options. @param {string} command @param {string} about */
export const readNoOptions = (command, about) => void readOptions({ command, about, options: {} });

/**
 * @template {Options} O
 * @param {Script<O>} script @param {string[]} given
 * @returns {Values<O> & { argument: string | undefined }}
 */
function parse({ options, argument }, given) {
  const { values, positionals } = parseArgs({
    args: given,
    options: Object.fromEntries(Object.entries(options).map(([name, option]) => [name, typeOf(option)])),
    allowPositionals: argument !== undefined,
  });
  if (positionals.length > 1) throw new RangeError(`unexpected argument '${positionals[1]}'`);
  const read = Object.entries(options).map(([name, option]) => {
    if (!('read' in option)) return [name, values[name] === true];
    const text = values[name] ?? option.default;
    if (text === undefined) return [name, undefined];
    try {
      return [name, option.read(String(text))];
    } catch (error) {
      throw new RangeError(`--${name} ${lineOf(error)}`);
    }
  });
  return { ...Object.fromEntries(read), argument: positionals[0] };
}

/** For `parseArgs`. @param {Flag | Valued} option @returns {{ type: 'string' | 'boolean' }} */
const typeOf = (option) => ({ type: 'read' in option ? 'string' : 'boolean' });

/** The first sentence of an error: `parseArgs` appends advice that is not about these scripts. @param {unknown} error */
const lineOf = (error) => String(error instanceof Error ? error.message : error).split(/\.\s|\n/)[0];

/** @param {Script<Options>} script */
function helpOf({ command, about, options, argument }) {
  /** @type {[string, string][]} */
  const rows = Object.entries(options).map(([name, option]) => [
    `--${name}${'read' in option ? ` ${option.value}` : ''}`,
    `${option.about}${'default' in option ? ` (default: ${option.default})` : ''}`,
  ]);
  rows.push(['--help', 'print this']);
  const width = Math.max(...rows.map(([option]) => option.length));
  const usage = `${command} -- [options]${argument === undefined ? '' : ` [${argument}]`}`;
  return [about, '', `    ${usage}`, '', ...rows.map(([option, text]) => `  ${option.padEnd(width)}  ${text}`)].join('\n');
}

/** A reader of integers. @param {number} least @param {number} [most] @returns {(text: string) => number} */
export function integerOf(least, most = Number.MAX_SAFE_INTEGER) {
  const range = most === Number.MAX_SAFE_INTEGER ? `of ${least} or more` : `from ${least} to ${most}`;
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < least || value > most)
      throw new RangeError(`expected an integer ${range}, got '${text}'`);
    return value;
  };
}

/** A reader of integers with commas between them. @param {number} least @returns {(text: string) => number[]} */
export function integersOf(least) {
  const read = integerOf(least);
  return (text) => text.split(',').map(read);
}

/**
 * A reader of one of these names.
 *
 * @template {string} T
 * @param {readonly T[]} names
 * @returns {(text: string) => T}
 */
export function choiceOf(names) {
  return (text) => {
    const found = names.find((name) => name === text);
    if (found === undefined) throw new RangeError(`expected one of ${names.join(', ')}, got '${text}'`);
    return found;
  };
}

/** A reader of what is taken as it is, such as the name of a file; it must not be empty. @param {string} text */
export function textOf(text) {
  if (text === '') throw new RangeError("expected a name, got ''");
  return text;
}
