/** The share of a long test that is run: all of it, or what the environment variable SHARE says. */
export const SHARE = Number(process.env.SHARE ?? 1);
if (!(SHARE > 0 && SHARE <= 1)) throw new RangeError(`SHARE expected a number above 0 and up to 1, got '${process.env.SHARE}'`);
