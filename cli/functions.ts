/** The functions, by the names that users give them. */

export const FUNCTIONS = ['sigmoid', 'sigmoidDerivative', 'softplus', 'logSigmoid', 'logit'] as const;
export type FunctionName = (typeof FUNCTIONS)[number];

/** What SciPy calls them. */
const SCIPY: ReadonlyMap<string, FunctionName> = new Map([
  ['expit', 'sigmoid'],
  ['logexpit', 'logSigmoid'],
]);

/** Finds "log-sigmoid", "log_expit" or "logSigmoid". */
export function functionOfName(name: string): FunctionName | undefined {
  const plain = name.replace(/[-_]/g, '').toLowerCase();
  return SCIPY.get(plain) ?? FUNCTIONS.find((known) => known.toLowerCase() === plain);
}
