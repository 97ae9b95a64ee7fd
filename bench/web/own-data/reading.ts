/** How a file is read, in words and in choices that the visitor can change. The worker sends it to the page as it is. */

export type ReadAs = 'float64' | 'float32' | 'text';

/** What the visitor has chosen; the rest is guessed. */
export interface Choices {
  readonly readAs?: ReadAs;
  /** What separates the fields of a table; 'none' if each line is one. */
  readonly separator?: string;
  /** Whether lines that begin as comments do are comments. */
  readonly comments?: 'yes' | 'no';
  /** Whether the first row holds names. */
  readonly heading?: 'yes' | 'no';
  /** The index of the column to compute, or 'all'. */
  readonly column?: string;
  /** Where the results of one column stand. */
  readonly into?: 'new' | 'place';
}

export interface Question {
  readonly name: keyof Choices;
  readonly label: string;
  readonly options: readonly { readonly value: string; readonly text: string }[];
  readonly chosen: string;
}

export interface Reading {
  /** "NumPy .npy, float64" */
  readonly format: string;
  /** Sentences that say what was taken for what. */
  readonly notes: readonly string[];
  readonly questions: readonly Question[];
}

/** The choices after one more; those that depend on it are guessed anew. */
export function changed(choices: Choices, name: keyof Choices, value: string): Choices {
  const changed = { [name]: value } as Choices;
  if (name === 'readAs') return changed;
  if (name !== 'separator') return { ...choices, ...changed };
  const { column: _, ...others } = choices;
  return { ...others, ...changed };
}

const KINDS: Readonly<Record<ReadAs, string>> = { float64: 'float64', float32: 'float32', text: 'text' };

/** @param chosen undefined if nothing is chosen yet; what is not offered counts as nothing */
export function askReadAs(options: readonly ReadAs[], chosen: ReadAs | undefined): Question {
  const isChosen = chosen !== undefined && options.includes(chosen);
  return {
    name: 'readAs',
    label: 'Read as',
    options: [
      ...(isChosen ? [] : [{ value: '', text: 'choose …' }]),
      ...options.map((value) => ({ value, text: KINDS[value] })),
    ],
    chosen: isChosen ? chosen : '',
  };
}
