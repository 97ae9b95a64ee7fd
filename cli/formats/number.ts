/** Numbers as text, in tables: how they are read and written. The program and the page do it here. */

/** What Python, R, C, Fortran (with D) and JavaScript write; no hexadecimal numbers, which no table has. */
const NUMBER = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eEdD][-+]?\d+)?$/;
const INFINITE = /^([-+]?)inf(?:inity)?$/i;

/** What tables have where there is no value, in lower case: it stays as it is. */
const MISSING = new Set(['', 'na', 'n/a', '#n/a', '<na>', 'null', 'none', '.']);

/** Whether a field says that there is no value. */
export function isMissing(text: string): boolean {
  return MISSING.has(text.trim().toLowerCase());
}

/** The number that a field is, undefined if it is none. */
export function parseNumber(text: string): number | undefined {
  const bare = text.trim();
  if (NUMBER.test(bare)) return Number(bare.replace(/[dD]/, 'e'));
  if (bare.toLowerCase() === 'nan') return Number.NaN;
  const [, sign] = INFINITE.exec(bare) ?? [];
  if (sign === undefined) return undefined;
  return sign === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}

/** The shortest text that is this number, with the names that Python, R and C read. */
export function formatNumber(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (Number.isFinite(value)) return Object.is(value, -0) ? '-0' : String(value);
  return value > 0 ? 'inf' : '-inf';
}

/** Why a field is no number, if that can be seen: the end of a message. */
export function adviceOnNumber(text: string): string {
  const bare = text.trim();
  if (/^[-+]?\d+,\d+$/.test(bare)) return '; numbers are expected with a decimal point';
  if (/^[-+]?\d{1,3}(,\d{3})+(\.\d*)?$/.test(bare)) return '; numbers are expected without commas between thousands';
  if (/^[-+]?0x/i.test(bare)) return '; numbers are expected in decimal notation';
  if (/%$/.test(bare)) return '; numbers are expected without a percent sign';
  return '';
}
