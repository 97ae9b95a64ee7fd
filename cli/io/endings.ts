/** How the program ends when it is told to: nothing is left behind. */

/** 128 and the number of the signal, as shells have it. */
const SIGNALS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

const undo = new Set<() => void>();

/** Has something undone if a signal ends the program before `forget` is called. @returns forget */
export function undoAtEnd(action: () => void): () => void {
  undo.add(action);
  return () => undo.delete(action);
}

/** Ends the program at a signal, after what has to be undone. */
export function endAtSignals(): void {
  for (const [signal, code] of Object.entries(SIGNALS)) {
    process.on(signal, () => {
      for (const action of undo) action();
      process.exit(code);
    });
  }
}
