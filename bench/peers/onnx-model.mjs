/** A model of one node over one type of elements, in the bytes of ONNX's protobuf; the numbers are the fields of onnx.proto. */

const ELEMENT_TYPES = { float64: 11, float32: 1 };

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

/** A vector of any length. @param {number} field @param {string} name @param {import('../elements.mjs').ElementType} type */
function vector(field, name, type) {
  const shape = message(2, message(1, text(2, 'length')));
  return message(field, text(1, name), message(2, message(1, integer(1, ELEMENT_TYPES[type]), shape)));
}

/**
 * y = Sigmoid(x), or another operator of one array, as a ModelProto of IR version 7 and operator set 13.
 *
 * @param {string} operator @param {import('../elements.mjs').ElementType} type
 */
export function modelOf(operator, type) {
  const node = message(1, text(1, 'x'), text(2, 'y'), text(4, operator));
  const graph = message(7, node, text(2, 'model'), vector(11, 'x', type), vector(12, 'y', type));
  return Uint8Array.from([integer(1, 7), graph, message(8, integer(2, 13))].flat());
}
