/** The binary with all kernels, for hosts that forbid compiling from bytes. */
export * from './logit/index';
export * from './sigmoid/index';
export * from './sigmoid-derivative/index';
export * from './softplus/index';
