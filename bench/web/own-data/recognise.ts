/** Which format a file has, by its first bytes and its name. */
import { isNpy } from '../../../cli/formats/npy-header.ts';
import type { ElementType } from '../../elements.mjs';
import { recogniseRaw } from './binary.ts';
import { FileError, type Recognise, Refusal } from './format.ts';
import { recogniseNpy } from './npy.ts';
import { SIGNATURE_BYTES, signatureOf } from './signatures.ts';
import { encodingOf } from './text/encoding.ts';
import { recogniseText } from './text/recognise.ts';

const TEXT_NAMES = /\.(csv|tsv|tab|txt)$/i;
const RAW_NAMES = /\.(bin|f64|f32|raw)$/i;

/**
 * @throws FileError if the file is of none of the formats, or not of the one its name tells
 * @throws Refusal if the visitor may insist
 */
export const recognise: Recognise = async (file, choices) => {
  const { readAs } = choices;
  if (file.size === 0) throw new FileError('This file is empty.');
  if (readAs === 'text') return recogniseText(file, choices);
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
  const isNamedText = TEXT_NAMES.test(file.name);
  const isText = encodingOf(head, isNamedText) !== undefined;
  if (isText && RAW_NAMES.test(file.name)) {
    throw new Refusal('By its name this file holds numbers as bytes, but it looks like text.', ['text', 'float64', 'float32']);
  }
  if (isText || isNamedText) return recogniseText(file, choices);
  return recogniseRaw(file, typeOfName(file.name), undefined);
};

function typeOfName(name: string): ElementType | undefined {
  if (/\.f64$/i.test(name)) return 'float64';
  return /\.f32$/i.test(name) ? 'float32' : undefined;
}
