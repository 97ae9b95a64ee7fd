/** The types of elements that are measured, by the names that `alloc` has for them. */

/** @typedef {import('sigmoid-wasm').ElementTypeName} ElementType */
/** @typedef {Float64Array | Float32Array} Elements */

export const TYPES = /** @type {const} */ (['float64', 'float32']);

/**
 * @type {Record<ElementType, {
 *   new (length: number): Elements,
 *   new (buffer: ArrayBufferLike): Elements,
 *   readonly name: string,
 *   readonly BYTES_PER_ELEMENT: number,
 * }>}
 */
export const ARRAYS = { float64: Float64Array, float32: Float32Array };

/** The name of a row, which says of which type its elements are if they are not doubles. @param {string} name @param {ElementType} type */
export const named = (name, type) => (type === 'float64' ? name : `${name}, ${type}`);
