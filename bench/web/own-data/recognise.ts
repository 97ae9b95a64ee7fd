/** Which format a file has, by its first bytes and its name. */
import { isNpy } from '../../../cli/formats/npy-header.ts';
import type { ElementType } from '../../elements.mjs';
import { recogniseRaw } from './binary.ts';
import { transformCsv } from './csv.ts';
import { FileError, type Recognise, type Recognised, Refusal } from './format.ts';
import { recogniseNpy } from './npy.ts';
import { askReadAs } from './reading.ts';
import { SIGNATURE_BYTES, signatureOf } from './signatures.ts';

const TEXT_NAMES = /\.(csv|tsv|txt)$/i;
const RAW_NAMES = /\.(bin|f64|f32|raw)$/i;

/**
 * @throws FileError if the file is of none of the formats, or not of the one its name tells
 * @throws Refusal if the visitor may insist
 */
export const recognise: Recognise = async (file, { readAs }) => {
  if (file.size === 0) throw new FileError('This file is empty.');
  if (readAs === 'text') return text();
  if (readAs !== undefined) return recogniseRaw(file, undefined, readAs);

  const head = new Uint8Array(await file.slice(0, SIGNATURE_BYTES).arrayBuffer());
  if (isNpy(head)) return recogniseNpy(file);
  const other = signatureOf(head, file.size);
  if (other !== undefined) throw new Refusal(other, ['float64', 'float32', 'text']);
  if (/\.npy$/i.test(file.name)) {
    throw new Refusal(
      'The name ends in .npy, but the file does not begin as NumPy’s files do. Was it saved by np.save? By tofile it has no header.',
      ['float64', 'float32', 'text'],
    );
  }
  const isRead = isText(head);
  if (isRead && RAW_NAMES.test(file.name)) {
    throw new Refusal('By its name this file holds numbers as bytes, but it looks like text.', ['text', 'float64', 'float32']);
  }
  if (isRead || TEXT_NAMES.test(file.name)) return text();
  return recogniseRaw(file, typeOfName(file.name), undefined);
};

function typeOfName(name: string): ElementType | undefined {
  if (/\.f64$/i.test(name)) return 'float64';
  return /\.f32$/i.test(name) ? 'float32' : undefined;
}

const text = (): Recognised => ({
  reading: { format: 'text', notes: [], questions: [askReadAs(['text', 'float64', 'float32'], 'text')] },
  transform: transformCsv,
});

/** Printable characters, blanks and line ends only, as no doubles but contrived ones have. */
function isText(bytes: Uint8Array): boolean {
  return bytes.every((byte) => (byte >= 0x20 && byte < 0x7f) || byte === 0x09 || byte === 0x0a || byte === 0x0d);
}
