import { describe, expect, it } from 'vitest';
import { SIGNATURE_BYTES, signatureOf } from '../../bench/web/own-data/signatures.ts';
import { randomBytes } from './support/bytes.ts';

/** A file that begins with these bytes, one character each, and goes on at random. */
function fileOf(begin: string, at = 0): Uint8Array {
  const bytes = randomBytes(SIGNATURE_BYTES);
  bytes.set(Buffer.from(begin, 'latin1'), at);
  return bytes;
}

describe('the first bytes of a file', () => {
  it.each([
    ['\x89PNG\r\n\x1a\n', 0, /a PNG image: decode it/],
    ['\xff\xd8\xff\xe0', 0, /a JPEG image/],
    ['RIFF\x10\0\0\0WEBP', 0, /a WebP image/],
    ['RIFF\x10\0\0\0WAVE', 0, /a WAV recording/],
    ['BM\0\x02\0\0', 0, /a BMP image/],
    ['\0\0\x01\0\x01\0\x10\x10\0\0', 0, /an icon/],
    ['%PDF-1.7', 0, /a PDF document: there are no numbers/],
    ['PK\x03\x04\x14\0\0\0\0\0....crc.sizelen.\x09\0\0\0arr_0.npy', 0, /\.npz.*np\.save/],
    ['PK\x03\x04\x14\0\0\0\0\0....crc.sizelen.\x13\0\0\0[Content_Types].xml', 0, /\.xlsx: save the sheet as \.csv/],
    ['PK\x03\x04\x14\0\0\0\0\0....crc.sizelen.\x10\0\0\0archive/data.pkl', 0, /PyTorch/],
    ['PK\x03\x04\x14\0\0\0\0\0....crc.sizelen.\x05\0\0\0a.txt', 0, /a zip archive: unpack it/],
    ['\x1f\x8b\x08\0', 0, /compressed by gzip: unpack it/],
    ['\x28\xb5\x2f\xfd', 0, /Zstandard/],
    ['BZh91AY&SY', 0, /bzip2/],
    ['\xfd7zXZ\0', 0, /xz/],
    ['ustar\0', 257, /a tar archive/],
    ['\x89HDF\r\n\x1a\n', 0, /HDF5.*np\.save/],
    ['PAR1', 0, /Parquet.*\.csv/],
    ['ARROW1\0\0', 0, /an Arrow file/],
    ['\xff\xff\xff\xff\x88\0\0\0\x10\0\0\0', 0, /an Arrow stream/],
    ['\x7fELF', 0, /ELF/],
    ['\xcf\xfa\xed\xfe', 0, /Mach-O/],
    ['\0asm\x01\0\0\0', 0, /WebAssembly/],
    ['SQLite format 3\0', 0, /SQLite/],
    ['MATLAB 5.0 MAT-file, Platform: GLNXA64', 0, /MATLAB/],
    ['DICM', 128, /DICOM/],
    ['n+1\0', 344, /NIfTI/],
    ['SIMPLE  =                    T', 0, /FITS/],
    ['CDF\x01', 0, /netCDF/],
    ['\x80\x04\x95', 0, /a pickle of Python/],
    ['GGUF\x03\0\0\0', 0, /GGUF/],
    ['\x20\0\0\0\0\0\0\0{"weight":', 0, /safetensors/],
    ['\0\0\0\x18ftypmp42', 0, /MP4/],
  ] as const)('%j at %i say what it is, and what to do', (magic, at, message) => {
    expect(signatureOf(fileOf(magic, at), SIGNATURE_BYTES)).toMatch(message);
  });

  it.each([
    ['MZ', 'a program of Windows'],
    ['BM', 'a BMP image'],
    ['\0\0\x01\0\0', 'an icon'],
    ['\x80\x09', 'a pickle'],
    ['ORC\xff', 'an ORC file'],
    ['\x28\x10\0\0\0\0\0\0{"', 'a safetensors file'],
  ])('%j alone do not make it %s', (begin) => {
    expect(signatureOf(fileOf(begin), SIGNATURE_BYTES)).toBeUndefined();
  });

  it('say nothing where they are those of numbers', () => {
    for (const x of [0, 1, -1, 0.1, 1e300, 5e-324, Number.NaN, 1 / 3, 1e-7, 65536]) {
      expect(signatureOf(new Uint8Array(new Float64Array(64).fill(x).buffer), 512)).toBeUndefined();
      expect(signatureOf(new Uint8Array(new Float32Array(128).fill(x).buffer), 512)).toBeUndefined();
    }
  });

  it('say nothing where they are a word of a text', () => {
    for (const word of ['ID3', 'PAR1', 'OTTO', 'GGUF', 'fLaC']) {
      expect(signatureOf(Buffer.from(`${word},x\n1,2\n`), 12)).toBeUndefined();
      expect(signatureOf(fileOf(word), SIGNATURE_BYTES)).toMatch(/^This is /);
    }
    expect(signatureOf(Buffer.from('%PDF-1.7\n1 0 obj\n'), 17)).toMatch(/a PDF document/);
  });

  it('are looked at as far as there are any', () => {
    for (let length = 0; length < 64; length++) {
      expect(signatureOf(randomBytes(length), length)).toBeUndefined();
      expect(() => signatureOf(fileOf('\x80').subarray(0, length), length)).not.toThrow();
      expect(() => signatureOf(fileOf('MZ').subarray(0, length), length)).not.toThrow();
      expect(() => signatureOf(fileOf('PK\x03\x04').subarray(0, length), length)).not.toThrow();
    }
  });
});
