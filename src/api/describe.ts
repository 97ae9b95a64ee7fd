/** Of wrong arguments, for error messages: what they are, and what to pass instead. To ask a Proxy or a getter may throw. */
import { kindOf } from '../runtime/elements.ts';

export function wrongKind(name: string, expected: string, value: unknown, advice = ''): TypeError {
  return new TypeError(`"${name}" expected ${expected}, got ${describe(value)}${advice}`);
}

/** What kind of thing `value` is. */
export function describe(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (typeof value !== 'object') return `a ${typeof value}`;
  try {
    if (Array.isArray(value)) return 'an Array';
    const kind = kindOf(value);
    // What all typed arrays inherit, in any realm.
    if (!kind && 'BYTES_PER_ELEMENT' in value) return 'a Proxy or heir of a typed array; pass the array itself';
    return kind ?? Object.prototype.toString.call(value).slice('[object '.length, -1);
  } catch {
    return 'an object';
  }
}

/** How to get the Float64Array that `value` should be, as the end of a message. */
export function adviceOn(value: unknown): string {
  try {
    const { 0: first, byteLength, byteOffset = 0, buffer } = value as Uint8Array;
    let advice = '';
    if (typeof value === 'object' && ('length' in (value as object) || Symbol.iterator in (value as object))) {
      advice = `; convert it with Float64Array.from(values${typeof first === 'bigint' ? ', Number' : ''})`;
    }
    // Of typed arrays, only those of bytes hold what something else wrote.
    if ((kindOf(value) ?? 'Uint8Array') === 'Uint8Array' && byteLength % 8 === 0 && byteOffset % 8 === 0) {
      advice += `; view bytes with new Float64Array(${buffer ? 'b.buffer, b.byteOffset, b.byteLength / 8' : 'buffer'})`;
    }
    return advice;
  } catch {
    return '';
  }
}
