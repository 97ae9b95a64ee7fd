/** The instances of programs. They are kept from one program to the next, since their workers take long to start. */
// Before the package.
import './clock.ts';
import { createLogistic, type Logistic } from 'sigmoid-wasm';
import { createLogistic as createTypeScriptLogistic } from 'sigmoid-wasm/ts';
import type { FunctionName } from '../support/function-points.ts';
import { withGlobal } from '../support/globals.ts';
import type { InstanceSpec } from './programs.ts';

/** All functions of an instance, which are closed by any of them. */
export type Functions = Pick<Logistic, FunctionName>;

export type Create = (spec: InstanceSpec) => Functions;

/** The package itself. */
export const createInstance: Create = ({ backend, rounding, threads }) => {
  if (backend === 'entry ts') return createTypeScriptLogistic({ rounding, threads });
  if (backend !== 'unshared') return createLogistic({ backend: backend === 'ts' ? 'ts' : 'wasm', rounding, threads });
  return withGlobal('SharedArrayBuffer', undefined, () => {
    const logistic = createLogistic({ backend: 'wasm', rounding, threads });
    logistic.alloc(0);
    return logistic;
  });
};

export class Instances {
  readonly #create: Create;
  readonly #open = new Map<string, Functions>();
  /** Closed by the program that runs. */
  readonly #closed = new Set<string>();

  constructor(create: Create) {
    this.#create = create;
  }

  /** The instance of this name, of whichever program, with this specification. */
  get(name: string, spec: InstanceSpec): Functions {
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
    const { logit, softplus } = this.get(name, spec);
    this.#closed.add(keyOf(name, spec));
    logit.close();
    return softplus[Symbol.asyncDispose]();
  }

  /** Forgets those that a program has closed. */
  sweep(): void {
    for (const key of this.#closed) this.#open.delete(key);
    this.#closed.clear();
  }

  /** Closes and forgets all: after a failure none of them can be trusted. */
  reset(): void {
    for (const { sigmoid } of this.#open.values()) sigmoid.close();
    this.#open.clear();
    this.#closed.clear();
  }
}

const keyOf = (name: string, spec: InstanceSpec): string => name + JSON.stringify(spec);
