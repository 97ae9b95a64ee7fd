/** What functions that end like e^x share: where their tables need no longer reach. */

/** Inputs above are clamped to this, and there the tables still have an entry. */
export const TOP: number = 63;
/** Up to ZERO_TO e^x rounds to 0; LEAST is so far out that what is clamped to it does too. */
export const LEAST: number = -750;
export const ZERO_TO: number = -746;
