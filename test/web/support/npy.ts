/** A .npy file as NumPy writes it, or with a header that `header` makes wrong. */
export function npyFile(
  elements: Float64Array<ArrayBuffer> | Float32Array<ArrayBuffer>,
  header: { descr?: string; fortranOrder?: string; shape?: string } = {},
  version = 1,
): Uint8Array<ArrayBuffer> {
  const type = `'<f${elements.BYTES_PER_ELEMENT}'`;
  const { descr = type, fortranOrder = 'False', shape = `(${elements.length},)` } = header;
  const text = `{'descr': ${descr}, 'fortran_order': ${fortranOrder}, 'shape': ${shape}, }`;
  const begin = version === 1 ? 10 : 12;
  const offset = Math.ceil((begin + text.length + 1) / 64) * 64;
  const bytes = new Uint8Array(offset + elements.byteLength).fill(0x20, 0, offset);
  bytes.set([0x93, ...Buffer.from('NUMPY'), version, 0]);
  const view = new DataView(bytes.buffer);
  if (version === 1) view.setUint16(8, offset - begin, true);
  else view.setUint32(8, offset - begin, true);
  bytes.set(Buffer.from(text), begin);
  bytes[offset - 1] = 0x0a;
  bytes.set(new Uint8Array(elements.buffer), offset);
  return bytes;
}

/** The expected output for a file: the same header, followed by `results`. */
export function withElements(
  file: Uint8Array<ArrayBuffer>,
  results: Float64Array<ArrayBuffer> | Float32Array<ArrayBuffer>,
): Uint8Array<ArrayBuffer> {
  const expected = file.slice();
  expected.set(new Uint8Array(results.buffer), file.length - results.byteLength);
  return expected;
}
