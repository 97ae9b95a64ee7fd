/** Files of other kinds, by the bytes that they begin with, and what to do with each. */

interface Signature {
  readonly kind: string;
  /** Completes "This is a PNG image: …". */
  readonly advice: string;
  /** One character for each byte. */
  readonly magic: string;
  /** Where the magic is; 0 if it is not said. */
  readonly at?: number;
  /** Whether such a file may go on as text; the magic of any other is a word of a text where it does. */
  readonly isText?: true;
  /** What else must hold, where the magic is short. */
  readonly check?: (head: DataView, size: number) => boolean;
}

const NO_NUMBERS = 'there are no numbers to compute in it';
const UNPACK = 'unpack it first';
const AS_TEXT = 'save the numbers as .csv';
const AS_NPY = 'save the array by np.save as .npy';
const DECODE = `decode it, and ${AS_NPY}`;

/** Groups of files with the same advice. */
const of = (advice: string, ...list: readonly Omit<Signature, 'advice'>[]): Signature[] =>
  list.map((signature) => ({ ...signature, advice }));

const SIGNATURES: readonly Signature[] = [
  ...of(
    DECODE,
    { kind: 'a PNG image', magic: '\x89PNG\r\n\x1a\n' },
    { kind: 'a JPEG image', magic: '\xff\xd8\xff' },
    { kind: 'a GIF image', magic: 'GIF87a' },
    { kind: 'a GIF image', magic: 'GIF89a' },
    { kind: 'a WebP image', magic: 'WEBP', at: 8 },
    { kind: 'a TIFF image', magic: 'II*\0' },
    { kind: 'a TIFF image', magic: 'MM\0*' },
    { kind: 'a JPEG 2000 image', magic: '\0\0\0\x0cjP  ' },
    { kind: 'a Photoshop image', magic: '8BPS' },
    { kind: 'a BMP image', magic: 'BM', check: (head, size) => head.byteLength > 6 && head.getUint32(2, true) === size },
    {
      kind: 'an icon',
      magic: '\0\0\x01\0',
      check: (head) => head.byteLength > 22 && head.getUint8(4) > 0 && head.getUint8(9) === 0,
    },
    { kind: 'a WAV recording', magic: 'WAVE', at: 8 },
    { kind: 'an AVI film', magic: 'AVI ', at: 8 },
    { kind: 'a FLAC recording', magic: 'fLaC' },
    { kind: 'an Ogg recording', magic: 'OggS' },
    { kind: 'an MP3 recording', magic: 'ID3' },
    { kind: 'a MIDI file', magic: 'MThd' },
    { kind: 'an MP4 film, or an image in its container', magic: 'ftyp', at: 4 },
    { kind: 'a Matroska or WebM film', magic: '\x1aE\xdf\xa3' },
    { kind: 'a DICOM image', magic: 'DICM', at: 128 },
    { kind: 'a NIfTI image', magic: 'n+1\0', at: 344 },
    { kind: 'a NIfTI image', magic: 'ni1\0', at: 344 },
    { kind: 'a FITS file', magic: 'SIMPLE  =', isText: true },
  ),
  ...of(
    UNPACK,
    { kind: 'compressed by gzip', magic: '\x1f\x8b\x08' },
    { kind: 'compressed by Zstandard', magic: '\x28\xb5\x2f\xfd' },
    { kind: 'compressed by bzip2', magic: '1AY&SY', at: 4 },
    { kind: 'compressed by xz', magic: '\xfd7zXZ\0' },
    { kind: 'compressed by LZ4', magic: '\x04\x22\x4d\x18' },
    { kind: 'a 7z archive', magic: '7z\xbc\xaf\x27\x1c' },
    { kind: 'a RAR archive', magic: 'Rar!\x1a\x07' },
    { kind: 'a tar archive', magic: 'ustar', at: 257 },
    { kind: 'a zip archive', magic: 'PK\x03\x04' },
    { kind: 'an empty zip archive', magic: 'PK\x05\x06' },
  ),
  ...of(
    AS_NPY,
    { kind: 'an HDF5 file', magic: '\x89HDF\r\n\x1a\n' },
    { kind: 'an HDF4 file', magic: '\x0e\x03\x13\x01' },
    { kind: 'a netCDF file', magic: 'CDF\x01' },
    { kind: 'a netCDF file', magic: 'CDF\x02' },
    { kind: 'a netCDF file', magic: 'CDF\x05' },
    { kind: 'a file of MATLAB', magic: 'MATLAB 5.0 MAT-file' },
    { kind: 'a file of MATLAB', magic: 'MATLAB 7.3 MAT-file' },
    { kind: 'a pickle of Python', magic: '\x80', check: isPickle },
    { kind: 'a GGUF model', magic: 'GGUF' },
    { kind: 'a safetensors file', magic: '{"', at: 8, check: isSafetensors },
  ),
  ...of(
    AS_TEXT,
    { kind: 'a Parquet file', magic: 'PAR1' },
    { kind: 'an Arrow file', magic: 'ARROW1' },
    { kind: 'an Arrow stream', magic: '\xff\xff\xff\xff', check: isArrowStream },
    { kind: 'a Feather file', magic: 'FEA1' },
    { kind: 'an Avro file', magic: 'Obj\x01' },
    { kind: 'an ORC file', magic: 'ORC', check: (head) => head.byteLength > 3 && head.getUint8(3) < 0x20 },
    { kind: 'a SQLite database', magic: 'SQLite format 3\0' },
    { kind: 'a DuckDB database', magic: 'DUCK', at: 8 },
    { kind: 'an Excel or Word file of old', magic: '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1' },
    { kind: 'a Stata file', magic: '<stata_dta>', isText: true },
    { kind: 'an SPSS file', magic: '$FL2' },
    { kind: 'a file of R', magic: 'RDX3\n' },
    { kind: 'a file of R', magic: 'X\n\0\0\0' },
  ),
  ...of(
    NO_NUMBERS,
    { kind: 'a PDF document', magic: '%PDF-', isText: true },
    { kind: 'a PostScript document', magic: '%!PS', isText: true },
    { kind: 'a document in RTF', magic: '{\\rtf', isText: true },
    { kind: 'a program (ELF)', magic: '\x7fELF' },
    { kind: 'a program (Mach-O)', magic: '\xcf\xfa\xed\xfe' },
    { kind: 'a program (Mach-O)', magic: '\xce\xfa\xed\xfe' },
    { kind: 'a class of Java or a program (Mach-O)', magic: '\xca\xfe\xba\xbe' },
    { kind: 'a program of Windows', magic: 'MZ', check: isPortableExecutable },
    { kind: 'a WebAssembly module', magic: '\0asm' },
    { kind: 'LLVM bitcode', magic: 'BC\xc0\xde' },
    { kind: 'a font (WOFF)', magic: 'wOFF' },
    { kind: 'a font (WOFF2)', magic: 'wOF2' },
    { kind: 'a font (OpenType)', magic: 'OTTO' },
    { kind: 'a font (TrueType)', magic: '\0\x01\0\0\0', check: (head) => head.byteLength > 12 && head.getUint8(5) < 64 },
  ),
];

/** Bytes of a file that `signatureOf` looks at. */
export const SIGNATURE_BYTES = 512;

/**
 * What a file is if it is of a known kind that is not read here.
 *
 * @param head the first `SIGNATURE_BYTES` of the file, or all if it has fewer
 * @param size bytes of the whole file
 * @returns a sentence with what to do, undefined if the bytes are of no such kind
 */
export function signatureOf(head: Uint8Array, size: number): string | undefined {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const isAllText = head.every((byte) => byte >= 0x20 || (byte >= 0x09 && byte <= 0x0d));
  const found = SIGNATURES.find(
    ({ magic, at = 0, isText, check }) => has(head, magic, at) && (isText ?? !isAllText) && (check?.(view, size) ?? true),
  );
  if (found === undefined) return undefined;
  const { kind, advice } = found.magic === 'PK\x03\x04' ? kindOfZip(head) : found;
  return `This is ${kind}: ${advice}.`;
}

const has = (head: Uint8Array, magic: string, at: number): boolean =>
  [...magic].every((character, i) => head[at + i] === character.charCodeAt(0));

/** By the name of the first file in it. */
function kindOfZip(head: Uint8Array): { kind: string; advice: string } {
  const length = (head[26] ?? 0) | ((head[27] ?? 0) << 8);
  const name = new TextDecoder('latin1').decode(head.subarray(30, 30 + length));
  if (name.endsWith('.npy')) return { kind: 'an archive of arrays (.npz)', advice: AS_NPY };
  if (name.endsWith('data.pkl')) return { kind: 'a file of PyTorch', advice: 'save the tensor by np.save as .npy' };
  if (/^(\[Content_Types\]|_rels|docProps|xl)/.test(name)) {
    return { kind: 'an Office document, such as .xlsx', advice: 'save the sheet as .csv' };
  }
  if (name === 'mimetype') return { kind: 'an OpenDocument file, such as .ods', advice: 'save the sheet as .csv' };
  return { kind: 'a zip archive', advice: UNPACK };
}

/** Protocols 2 to 5, and then an opcode that pickles begin with. */
function isPickle(head: DataView): boolean {
  if (head.byteLength < 3) return false;
  const protocol = head.getUint8(1);
  return protocol >= 2 && protocol <= 5 && ']}(cXKG\x95'.includes(String.fromCharCode(head.getUint8(2)));
}

/** A length in 8 bytes, and behind it so many bytes of JSON. */
function isSafetensors(head: DataView, size: number): boolean {
  return head.getUint32(4, true) === 0 && head.getUint32(0, true) + 8 <= size;
}

/** A continuation marker, the length of the first message, and the offset of its table. */
function isArrowStream(head: DataView): boolean {
  return head.byteLength >= 12 && head.getUint32(4, true) % 8 === 0 && head.getUint32(8, true) === 16;
}

/** "PE" is where the header of DOS says. */
function isPortableExecutable(head: DataView): boolean {
  if (head.byteLength < 64) return false;
  const at = head.getUint32(0x3c, true);
  return at + 4 <= head.byteLength && head.getUint32(at, true) === 0x4550;
}
