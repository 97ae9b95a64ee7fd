/** σ over float32, exactly: what results over Float32Arrays are verified against. */
import { sigmoid } from './sigmoid.mjs';

export const { floatAccuracyOf, floatUlpError, nearestFloat: nearestFloatSigmoid } = sigmoid;
