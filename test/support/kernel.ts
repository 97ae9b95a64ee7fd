import { readFileSync } from 'node:fs';
import { ROOT } from './child.ts';

/**
 * A table in the memory of the kernel as built: `length` doubles at the address that an export names, after `initialize`, the
 * name of another, has written them; twice, as happens where both types of elements need it.
 */
export function kernelTable(initialize: string, address: string, length: number): Float64Array {
  const { options } = JSON.parse(readFileSync(`${ROOT}asconfig.json`, 'utf8'));
  const memory = new WebAssembly.Memory({ initial: options.initialMemory, maximum: 65536 });
  const module = new WebAssembly.Module(readFileSync(`${ROOT}build/kernel.wasm`));
  const { exports } = new WebAssembly.Instance(module, { env: { memory, nearestSigmoid: Number } });
  for (let times = 0; times < 2; times++) (exports[initialize] as () => void)();
  return new Float64Array(memory.buffer, (exports[address] as WebAssembly.Global).value, length);
}
