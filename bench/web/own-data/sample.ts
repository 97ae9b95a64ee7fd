/** A .npy file of a million normally distributed numbers, for who has no file at hand. */
const COUNT = 1_000_000;
const SPREAD = 2;
const BYTES = Float64Array.BYTES_PER_ELEMENT;

export function sampleFile(): File {
  const values = new DataView(new ArrayBuffer(COUNT * BYTES));
  for (let i = 0; i < COUNT; i += 2) {
    // Box and Muller
    const radius = SPREAD * Math.sqrt(-2 * Math.log(1 - Math.random()));
    const angle = 2 * Math.PI * Math.random();
    values.setFloat64(i * BYTES, radius * Math.cos(angle), true);
    values.setFloat64((i + 1) * BYTES, radius * Math.sin(angle), true);
  }
  return new File([npyHeader(COUNT), values], 'random.npy');
}

/** Version 1.0, padded so that the elements begin at a multiple of 64 bytes. */
function npyHeader(length: number): Uint8Array<ArrayBuffer> {
  const preamble = 10;
  const dictionary = `{'descr': '<f8', 'fortran_order': False, 'shape': (${length},), }`;
  const size = Math.ceil((preamble + dictionary.length + 1) / 64) * 64;
  const header = new Uint8Array(size).fill(0x20);
  header.set([0x93, ...[...'NUMPY'].map((character) => character.charCodeAt(0)), 1, 0]);
  new DataView(header.buffer).setUint16(8, size - preamble, true);
  header.set(new TextEncoder().encode(dictionary), preamble);
  header[size - 1] = 0x0a;
  return header;
}
