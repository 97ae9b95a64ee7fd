import { fileURLToPath } from 'node:url';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

/** Tests import the package by its name, as users do, and get its sources. */
export const alias = [
  { find: /^sigmoid-wasm$/, replacement: path('./src/api/index.ts') },
  { find: /^sigmoid-wasm\/ts$/, replacement: path('./src/api/ts.ts') },
  { find: /^sigmoid-wasm\/stream$/, replacement: path('./src/stream/node.ts') },
];
