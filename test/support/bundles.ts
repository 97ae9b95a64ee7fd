/** What bundles of the package hold. */
import { readdirSync, readFileSync } from 'node:fs';
import { ROOT } from './child.ts';

/** The binaries of the package as built, in hexadecimal, by their names. */
const BINARIES = readdirSync(`${ROOT}build`)
  .filter((file) => file.endsWith('.wasm') && file !== 'kernel.wasm')
  .map((file) => ({ name: file.slice(0, -'.wasm'.length), hex: readFileSync(`${ROOT}build/${file}`).toString('hex') }));

/** The names of the binaries in a script, in alphabetical order. */
export function binariesIn(script: string): string[] {
  return BINARIES.filter(({ hex }) => script.includes(hex))
    .map(({ name }) => name)
    .sort();
}

/** What imports some exports of an entry, keeps them, and needs nothing else. */
export function consumerOf(names: readonly string[], entry = 'sigmoid-wasm'): string {
  return `import { ${names.join(', ')} } from '${entry}';\nglobalThis.kept = [${names.join(', ')}];\n`;
}

const ALL = ['logit', 'sigmoid', 'sigmoid-derivative', 'softplus'];

/** Exports that a bundle may import from the main entry, and the binaries that it then holds. */
export const CONSUMERS: readonly { readonly names: readonly string[]; readonly binaries: readonly string[] }[] = [
  { names: ['sigmoid'], binaries: ['sigmoid'] },
  { names: ['sigmoidDerivative'], binaries: ['sigmoid-derivative'] },
  { names: ['softplus'], binaries: ['softplus'] },
  { names: ['logSigmoid'], binaries: ['softplus'] },
  { names: ['logit'], binaries: ['logit'] },
  { names: ['createSigmoid'], binaries: ['sigmoid'] },
  { names: ['sigmoid', 'logit'], binaries: ['logit', 'sigmoid'] },
  { names: ['createLogistic'], binaries: ALL },
  { names: ['sigmoid', 'sigmoidDerivative', 'softplus', 'logSigmoid', 'logit'], binaries: ALL },
];
