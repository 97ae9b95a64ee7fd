/** The instances of programs. They are kept from one program to the next, since their workers take long to start. */
// Before the package.
import './clock.ts';
import { createSigmoid, type Sigmoid } from 'sigmoid-wasm';
import { createSigmoid as createTypeScriptSigmoid } from 'sigmoid-wasm/ts';
import { withGlobal } from '../support/globals.ts';
import type { InstanceSpec } from './programs.ts';

export type Create = (spec: InstanceSpec) => Sigmoid;

/** The package itself. */
export const createInstance: Create = ({ backend, rounding, threads }) => {
  if (backend === 'entry ts') return createTypeScriptSigmoid({ rounding, threads });
  if (backend !== 'unshared') return createSigmoid({ backend: backend === 'ts' ? 'ts' : 'wasm', rounding, threads });
  return withGlobal('SharedArrayBuffer', undefined, () => {
    const sigmoid = createSigmoid({ backend: 'wasm', rounding, threads });
    sigmoid.alloc(0);
    return sigmoid;
  });
};

export class Instances {
  readonly #create: Create;
  readonly #open = new Map<string, Sigmoid>();
  /** Closed by the program that runs. */
  readonly #closed = new Set<string>();

  constructor(create: Create) {
    this.#create = create;
  }

  /** The instance of this name, of whichever program, with this specification. */
  get(name: string, spec: InstanceSpec): Sigmoid {
    const key = keyOf(name, spec);
    const instance = this.#open.get(key) ?? this.#create(spec);
    this.#open.set(key, instance);
    return instance;
  }

  isClosed(name: string, spec: InstanceSpec): boolean {
    return this.#closed.has(keyOf(name, spec));
  }

  /** Closes it, for this program. */
  close(name: string, spec: InstanceSpec): Promise<void> {
    const instance = this.get(name, spec);
    this.#closed.add(keyOf(name, spec));
    instance.close();
    return instance[Symbol.asyncDispose]();
  }

  /** Forgets those that a program has closed. */
  sweep(): void {
    for (const key of this.#closed) this.#open.delete(key);
    this.#closed.clear();
  }

  /** Closes and forgets all: after a failure none of them can be trusted. */
  reset(): void {
    for (const instance of this.#open.values()) instance.close();
    this.#open.clear();
    this.#closed.clear();
  }
}

const keyOf = (name: string, spec: InstanceSpec): string => name + JSON.stringify(spec);
