/** The binary with all kernels, for hosts that forbid compiling from bytes. */
export * from './sigmoid/index';
