/** A model of one Sigmoid node over doubles, in the bytes of ONNX's protobuf; the numbers are the fields of onnx.proto. */

const DOUBLE = 11;

/** @param {number} value @returns {number[]} seven bits a byte, the lowest first */
function varint(value) {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...varint(value >>> 7)];
}

/** @param {number} field @param {number} value */
function integer(field, value) {
  return [...varint(field << 3), ...varint(value)];
}

/** @param {number} field @param {number[][]} parts */
function message(field, ...parts) {
  const bytes = parts.flat();
  return [...varint((field << 3) | 2), ...varint(bytes.length), ...bytes];
}

/** @param {number} field @param {string} value */
function text(field, value) {
  return message(field, [...new TextEncoder().encode(value)]);
}

/** A vector of doubles of any length. @param {number} field @param {string} name */
function vector(field, name) {
  const shape = message(2, message(1, text(2, 'length')));
  return message(field, text(1, name), message(2, message(1, integer(1, DOUBLE), shape)));
}

/** y = Sigmoid(x), as a ModelProto of IR version 7 and operator set 13. */
export function sigmoidModel() {
  const node = message(1, text(1, 'x'), text(2, 'y'), text(4, 'Sigmoid'));
  const graph = message(7, node, text(2, 'sigmoid'), vector(11, 'x'), vector(12, 'y'));
  return Uint8Array.from([integer(1, 7), graph, message(8, integer(2, 13))].flat());
}
