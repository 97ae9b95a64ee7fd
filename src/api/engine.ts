/** The backend behind one function or several, opened at first use and ended once for all. */
import type { Backend, Runner } from '../runtime/backend.ts';
import type { ElementType } from '../runtime/elements.ts';
import type { Binary, Kernel } from '../runtime/kernel.ts';

/** Ends the threads of engines that nobody can use any more; where that can't be told there are no threads, or few. */
const dropped =
  typeof FinalizationRegistry === 'function'
    ? /* @__PURE__ */ new FinalizationRegistry<() => void>((close) => close())
    : undefined;

/** A kernel that will run, or may; and the binary that it names, in entries that have WebAssembly. */
export interface First {
  readonly kernel: Kernel;
  readonly binary: Binary | undefined;
}

/** What a function has bound: how it computes a number, and arrays of each type of elements. All have one shape, as engines like it. */
export interface Bound extends Record<ElementType, Runner | undefined> {
  scalar: ((x: number) => number) | undefined;
}

export interface Engine {
  /** @throws Error if it has ended */
  backend(first: First): Backend;
  /** @throws Error if it has ended */
  requireOpen(): void;
  /** Where a function keeps what it has bound: emptied when the engine ends. Nothing there may hold the engine. */
  bound(): Bound;
  /** Resolves when its threads are gone. */
  end(): Promise<void>;
}

/**
 * What uses the engine has to keep it, and not only its members: it ends when it is dropped.
 *
 * @param name what users know it by
 */
export function createEngine(name: string, open: (first: First) => Backend): Engine {
  let backend: Backend | undefined;
  let ended = false;
  let ending: Promise<void> | undefined;
  const all: Bound[] = [];

  async function end(): Promise<void> {
    ended = true;
    ending ??= backend?.close();
    backend = undefined;
    for (const bound of all) bound.scalar = bound.f64 = bound.f32 = undefined;
    await ending;
  }

  function requireOpen(): void {
    if (ended) throw new Error(`this instance of ${name} is closed`);
  }

  const engine: Engine = {
    backend(first) {
      requireOpen();
      backend ??= open(first);
      return backend;
    },
    requireOpen,
    bound() {
      const bound: Bound = { scalar: undefined, f64: undefined, f32: undefined };
      all.push(bound);
      return bound;
    },
    end,
  };
  dropped?.register(engine, () => void end());
  return engine;
}
