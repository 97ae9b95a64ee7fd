/** How the program ends when it is told to, or by a fault of its own: nothing is left behind. */

/** 128 and the number of the signal, as shells have it. */
const SIGNALS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129, SIGQUIT: 131, SIGXCPU: 152 } as const;

const undo = new Set<() => void>();

/** Has something undone if the program ends before `forget` is called. @returns forget */
export function undoAtEnd(action: () => void): () => void {
  undo.add(action);
  return () => undo.delete(action);
}

/** Has signals end the program, after what has to be undone. */
export function endAtSignals(): void {
  process.on('exit', () => {
    for (const action of undo) action();
  });
  for (const [signal, code] of Object.entries(SIGNALS)) {
    try {
      process.on(signal, () => process.exit(code));
    } catch {
      // Not every system has every signal.
    }
  }
}
