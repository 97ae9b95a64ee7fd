/** The formats, and how a file's name says which one it has. */
import { extname } from 'node:path';
import { UsageError } from '../failure.ts';

export const FORMATS = ['npy', 'f64', 'f32', 'csv', 'tsv', 'arrow'] as const;
export type Format = (typeof FORMATS)[number];

/** The formats of tables, of which one column is computed. */
export const TABLES: readonly Format[] = ['csv', 'tsv', 'arrow'];

const EXTENSIONS: Readonly<Record<string, Format>> = {
  '.npy': 'npy',
  '.f64': 'f64',
  '.f32': 'f32',
  '.csv': 'csv',
  '.tsv': 'tsv',
  '.tab': 'tsv',
  '.arrow': 'arrow',
  '.arrows': 'arrow',
  '.feather': 'arrow',
  '.ipc': 'arrow',
};

/** Files that people have and that are not read, with what to do. */
const OTHERS: Readonly<Record<string, string>> = {
  '.npz': 'save the array by np.save as .npy',
  '.parquet': 'convert it to .arrow, as DuckDB and pyarrow do',
  '.gz': 'unpack it into a pipe: gzip -dc FILE | sigmoid-wasm --from FORMAT',
  '.zst': 'unpack it into a pipe: zstd -dc FILE | sigmoid-wasm --from FORMAT',
  '.xlsx': 'save the sheet as .csv',
  '.json': 'write the numbers as .csv',
  '.h5': 'save the array by np.save as .npy',
  '.pt': 'save the tensor by np.save as .npy',
};

/** The format of a file by its name, undefined if that says nothing. @throws UsageError if it says another format */
export function formatOfName(path: string): Format | undefined {
  const extension = extname(path).toLowerCase();
  const advice = OTHERS[extension];
  if (advice !== undefined)
    throw new UsageError(`${path}: files of the kind ${extension} are neither read nor written; ${advice}`);
  return EXTENSIONS[extension];
}
