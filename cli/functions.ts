/** The functions, by the names that users give them. */

export const FUNCTIONS = ['sigmoid', 'sigmoidDerivative', 'softplus', 'logSigmoid', 'logit'] as const;
export type FunctionName = (typeof FUNCTIONS)[number];

/** What SciPy calls them. */
const SCIPY: Readonly<Record<string, FunctionName>> = { expit: 'sigmoid', logexpit: 'logSigmoid' };

/** Finds "log-sigmoid", "log_expit" or "logSigmoid". */
export function functionOfName(name: string): FunctionName | undefined {
  const plain = name.replace(/[-_]/g, '').toLowerCase();
  return SCIPY[plain] ?? FUNCTIONS.find((known) => known.toLowerCase() === plain);
}
