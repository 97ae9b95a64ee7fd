/**
 * The float32 p at which the double nearest to logit(p) is the middle between two floats, from which the exact value is only 0.125
 * last places of a double away; and the nearer of the two.
 */
export const TIE_X: number = 2.566682155702438e-7;
export const TIE_Y: number = -15.175480842590332;
