/** Numbers as people read them. */

/** 0.9 → "90 %". Only 0 and 1 themselves are "0 %" and "100 %". */
export function probability(value: number): string {
  if (Number.isNaN(value)) return 'not a number';
  if (value > 0 && value < 0.0001) return '< 0.01 %';
  if (value < 1 && value > 0.9999) return '> 99.99 %';
  return `${Number((value * 100).toFixed(2))} %`;
}

/** The odds of a probability, the larger number first or last: 0.9 → "9 : 1", 0.1 → "1 : 9". */
export function odds(probability: number): string {
  if (!(probability >= 0 && probability <= 1)) return 'no probability';
  const ratio = probability / (1 - probability);
  return ratio >= 1 ? `${ratioOf(ratio)} : 1` : `1 : ${ratioOf(1 / ratio)}`;
}

const ratioOf = (value: number): string => (value === Number.POSITIVE_INFINITY ? '∞' : short(value));

/** 1000000 → "1,000,000" */
export const count = (value: number): string => value.toLocaleString('en');

/** Three significant digits: 0.523, 1.98, 4.2e-322, 1,230. */
export function short(value: number): string {
  if (value === 0 || !Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  if (size < 0.001 || size >= 1e6) return value.toExponential(2);
  return size >= 100 ? count(Math.round(value)) : String(Number(value.toPrecision(3)));
}

/** 1.5 → "1.5 s", 0.0123 → "12.3 ms". Clocks of browsers tick every tenth of a millisecond, or more coarsely. */
export function duration(seconds: number): string {
  if (seconds >= 1) return `${short(seconds)} s`;
  return seconds < 0.0001 ? 'less than 0.1 ms' : `${short(seconds * 1000)} ms`;
}

/** −2 with the sign that is as wide as a plus. */
export const withMinus = (value: number | string): string => String(value).replace('-', '−');

/** 123456789 → "123 MB" */
export function bytes(value: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB'];
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, value)) / 3));
  return `${Number((value / 1000 ** power).toPrecision(3))} ${units[power]}`;
}

const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** 1000 → "10³"; other numbers than powers of ten as they are. */
export function power(value: number): string {
  const exponent = Math.round(Math.log10(value));
  if (Math.abs(value / 10 ** exponent - 1) > 1e-9) return count(value);
  const digits = [...String(Math.abs(exponent))].map((digit) => SUPERSCRIPTS[Number(digit)]);
  return `10${exponent < 0 ? '⁻' : ''}${digits.join('')}`;
}
