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

export type Runners = Partial<Record<ElementType, Runner>>;

export interface Engine {
  /** @throws Error if it has ended */
  backend(first: First): Backend;
  /** Where a function keeps what it has bound, by the type of elements: emptied when the engine ends. */
  runners(): Runners;
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
  const bound: Runners[] = [];

  async function end(): Promise<void> {
    ended = true;
    ending ??= backend?.close();
    backend = undefined;
    for (const runners of bound) for (const type of Object.keys(runners) as ElementType[]) delete runners[type];
    await ending;
  }

  const engine: Engine = {
    backend(first) {
      if (ended) throw new Error(`this instance of ${name} is closed`);
      backend ??= open(first);
      return backend;
    },
    runners() {
      const runners: Runners = {};
      bound.push(runners);
      return runners;
    },
    end,
  };
  dropped?.register(engine, () => void end());
  return engine;
}
