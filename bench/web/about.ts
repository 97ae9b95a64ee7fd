/** What the library got from this browser, and why not more. */
import { sigmoid } from 'sigmoid-wasm';
import { byId, element } from './dom.ts';

export function showAbout(): void {
  const { backend, threads, shared, rounding, reasons } = sigmoid.info;
  byId('about-backend').textContent = backend === 'wasm' ? 'WebAssembly SIMD' : 'TypeScript';
  byId('about-threads').textContent = String(threads);
  byId('about-memory').textContent = shared ? 'shared between threads' : 'of one thread';
  byId('about-rounding').textContent =
    rounding === 'faithful' ? 'within 0.53 of the last digit; ½ is ideal' : `${rounding}: always the nearest double`;
  byId('about-reasons').replaceChildren(...reasons.map((reason) => element('li', {}, reason)));
}
