/** The backend behind one function or several, opened at first use and ended once for all. */
import type { Backend } from '../runtime/backend.ts';

/** Ends the threads of engines that nobody can use any more; where that can't be told there are no threads, or few. */
const dropped =
  typeof FinalizationRegistry === 'function' ? new FinalizationRegistry<() => void>((close) => close()) : undefined;

export interface Engine {
  /** Whether it has ended. */
  readonly ended: boolean;
  /** @throws Error if it has ended */
  backend(): Backend;
  /** Resolves when its threads are gone. */
  end(): Promise<void>;
}

/**
 * What uses the engine has to keep it, and not only its members: it ends when it is dropped.
 *
 * @param name what users know it by
 */
export function createEngine(name: string, open: () => Backend): Engine {
  const state: { backend?: Backend | undefined; ended: boolean; ending?: Promise<void> | undefined } = { ended: false };

  async function end(): Promise<void> {
    state.ended = true;
    state.ending ??= state.backend?.close();
    state.backend = undefined;
    await state.ending;
  }

  const engine = {
    get ended() {
      return state.ended;
    },
    backend() {
      if (state.ended) throw new Error(`this instance of ${name} is closed`);
      state.backend ??= open();
      return state.backend;
    },
    end,
  };
  dropped?.register(engine, () => void end());
  return engine;
}
