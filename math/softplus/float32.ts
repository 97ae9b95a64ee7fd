/**
 * The float32 x at which the double nearest to softplus(x) is the middle between two floats, from which the exact value is only 0.044
 * last places of a double away; and the nearer of the two.
 */
export const TIE_X: number = 0.00044680992141366005;
export const TIE_Y: number = 0.6933706402778625;

/** The same for log σ(x) = −softplus(−x). */
export const LOG_TIE_X: number = -0.00044680992141366005;
export const LOG_TIE_Y: number = -0.6933706402778625;
