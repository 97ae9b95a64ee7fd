/** Which format a file has, by its first bytes and its name. */
import { isNpy } from '../../../cli/formats/npy-header.ts';
import { transformRaw } from './binary.ts';
import { transformCsv } from './csv.ts';
import { FileError, type Recognised } from './format.ts';
import { recogniseNpy } from './npy.ts';

/** Files of another kind that are likely to be dropped, by their first bytes. */
const OTHERS: readonly (readonly [magic: string, message: string])[] = [
  ['PK\x03\x04', 'This is a zip archive, such as .npz or .xlsx; expected is a single .npy, float64 or CSV file.'],
  ['\x1f\x8b\x08', 'This file is compressed by gzip: unpack it first.'],
  ['\x89HDF', 'This is an HDF5 file; expected is .npy, raw float64 or CSV.'],
  ['PAR1', 'This is a Parquet file; expected is .npy, raw float64 or CSV.'],
];

const TEXT_NAMES = /\.(csv|tsv|txt)$/i;
const RAW_NAMES = /\.(bin|f64|raw)$/i;
/** Bytes looked at. */
const HEAD = 512;

/** @throws FileError if the file is of none of the formats, or not of the one its name tells */
export async function recognise(file: File): Promise<Recognised> {
  if (file.size === 0) throw new FileError('This file is empty.');
  const head = new Uint8Array(await file.slice(0, HEAD).arrayBuffer());
  const startsWith = (magic: string) => [...magic].every((character, i) => head[i] === character.charCodeAt(0));

  if (isNpy(head)) return recogniseNpy(file);
  for (const [magic, message] of OTHERS) if (startsWith(magic)) throw new FileError(message);
  if (/\.npy$/i.test(file.name)) {
    throw new FileError('The name ends in .npy, but the file does not begin as NumPy’s files do. Was it saved by np.save?');
  }
  const text = isText(head);
  if (text && RAW_NAMES.test(file.name)) {
    throw new FileError('This looks like text, not like float64. If it holds numbers, give it a name that ends in .csv.');
  }
  if (text || TEXT_NAMES.test(file.name)) return { name: 'text', transform: transformCsv };
  return { name: 'raw little-endian float64', transform: transformRaw };
}

/** Printable characters, blanks and line ends only, as no doubles but contrived ones have. */
function isText(bytes: Uint8Array): boolean {
  return bytes.every((byte) => (byte >= 0x20 && byte < 0x7f) || byte === 0x09 || byte === 0x0a || byte === 0x0d);
}
