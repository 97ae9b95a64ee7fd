import { randomBytes } from './bytes.ts';
import { npyFile } from './npy.ts';

const values = Float64Array.from({ length: 1000 }, (_, i) => Math.sin(i) * 10);
const float32 = Float32Array.from(values);

function bigEndianFloat32(): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(float32.byteLength));
  for (const [i, value] of float32.entries()) view.setFloat32(4 * i, value, false);
  return new Uint8Array(view.buffer);
}

/** Begins as a PNG image does, and has a multiple of 8 bytes. */
function picture(): Uint8Array<ArrayBuffer> {
  const bytes = randomBytes(8000);
  bytes.set(Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'));
  return bytes;
}

function bigEndian(): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(values.byteLength));
  for (const [i, value] of values.entries()) view.setFloat64(8 * i, value, false);
  return new Uint8Array(view.buffer);
}

export interface BadFile {
  readonly name: string;
  readonly content: string | Uint8Array<ArrayBuffer>;
  /** A pattern for the message. */
  readonly message: RegExp;
}

/** Files that are broken, or are not in the format that their name says. */
export const BAD_FILES: readonly BadFile[] = [
  {
    name: 'int.npy',
    content: npyFile(values, { descr: "'<i8'" }),
    message: /The elements are int64 .*not float64 or float32; use x.astype/,
  },
  { name: 'half.npy', content: npyFile(values, { descr: "'<f2'" }), message: /elements are float16 .*not float64 or float32/ },
  { name: 'record.npy', content: npyFile(values, { descr: "[('x', '<f8')]" }), message: /elements are records/ },
  { name: 'big.npy', content: npyFile(values, { descr: "'>f8'" }), message: /big-endian float64 .*astype\("<f8"\)/ },
  {
    name: 'big-float32.npy',
    content: npyFile(float32, { descr: "'>f4'" }),
    message: /big-endian float32 .*astype\("<f4"\)/,
  },
  { name: 'short.npy', content: npyFile(values).slice(0, -100), message: /ends after 987 of the 1,000 numbers/ },
  { name: 'long.npy', content: npyFile(values, { shape: '(999,)' }), message: /8 bytes after the 999 numbers/ },
  {
    name: 'short-float32.npy',
    content: npyFile(float32).slice(0, -100),
    message: /ends after 975 of the 1,000 numbers/,
  },
  { name: 'long-float32.npy', content: npyFile(float32, { shape: '(999,)' }), message: /4 bytes after the 999 numbers/ },
  { name: 'header.npy', content: npyFile(values).slice(0, 40), message: /ends within its header/ },
  { name: 'future.npy', content: npyFile(values, {}, 9), message: /version 9/ },
  { name: 'nothing.npy', content: npyFile(values, { shape: '?' }), message: /does not say what the file holds/ },
  { name: 'renamed.npy', content: new Uint8Array(values.buffer), message: /does not begin as NumPy/ },
  { name: 'odd.f64', content: new Uint8Array(values.buffer, 0, 7995).slice(), message: /3 more/ },
  { name: 'big.f64', content: bigEndian(), message: /big-endian/ },
  { name: 'big.f32', content: bigEndianFloat32(), message: /big-endian float32.*">f4"/ },
  { name: 'float32.f64', content: new Uint8Array(float32.buffer), message: /look like float32, and not like the float64/ },
  { name: 'float64.f32', content: new Uint8Array(values.buffer), message: /look like float64, and not like the float32/ },
  { name: 'odd.bin', content: randomBytes(999), message: /999 bytes are no whole number of float64 or float32/ },
  { name: 'picture.bin', content: picture(), message: /a PNG image: decode it/ },
  { name: 'picture.f64', content: picture(), message: /a PNG image: decode it/ },
  { name: 'unknown.f64', content: randomBytes(8000), message: /do not look like numbers: read as float64, \d %/ },
  { name: 'unknown', content: randomBytes(8000), message: /do not look like numbers: .* as float32 \d+ %\./ },
  {
    name: 'integers.bin',
    content: new Uint8Array(BigInt64Array.from({ length: 1000 }, (_, i) => BigInt(i)).buffer),
    message: /look like int64.*astype\("float64"\)/,
  },
  {
    name: 'sound.raw',
    content: new Uint8Array(Int16Array.from({ length: 4000 }, (_, i) => 3000 * Math.sin(i)).buffer),
    message: /numbers of 1 or 2 bytes, as pixels/,
  },
  { name: 'text.bin', content: '1,2,3\n4,5,6\n', message: /it looks like text/ },
  { name: 'empty.csv', content: '', message: /empty/ },
  { name: 'heading.csv', content: 'name\n', message: /no numbers/ },
  { name: 'words.csv', content: 'x\n1\nfour\n', message: /Line 3, column 1 is not a number: “four”/ },
  { name: 'comma.csv', content: 'x\n1,5\n2,5\n', message: /Line 2, column 1 .*“1,5”.*decimal point/ },
  { name: 'hexadecimal.csv', content: '0x1F\n2\n', message: /Line 1, column 1 .*“0x1F”.*decimal notation/ },
  { name: 'thousands.csv', content: 'x;y\n1,234.5;2\n', message: /Line 2, column 1 .*“1,234\.5”.*without commas/ },
  { name: 'share.csv', content: 'x\n12%\n', message: /Line 2, column 1 .*“12%”.*percent/ },
  { name: 'short.csv', content: 'id,x\n1,0.5\n2\n', message: /Line 3 has 1 of 2 columns; “x” is not there/ },
  { name: 'open.csv', content: 'x\n1\n"2\n3\n', message: /Line 3 has a quotation mark that is not closed/ },
  { name: 'within.csv', content: 'x,y\n1,"2"3\n', message: /Line 2 has a quotation mark within a field/ },
  { name: 'binary.csv', content: new Uint8Array(values.buffer), message: /no text/ },
  { name: 'utf32.csv', content: new Uint8Array(Uint32Array.of(0xfeff, 0x31, 0x0a).buffer), message: /UTF-32/ },
  {
    name: 'changes.csv',
    content: Buffer.from(`${'1\n'.repeat(40_000)}\xff`, 'latin1'),
    message: /begins as text in UTF-8, and goes on as something else/,
  },
  { name: 'numbers.json', content: '[1, 2, 3]\n', message: /looks like JSON: write the numbers as \.csv/ },
  { name: 'page.txt', content: '<!doctype html><table>', message: /HTML or XML: save the table/ },
  { name: 'arrays.npz', content: 'PK\x03\x04....', message: /zip archive/ },
];
