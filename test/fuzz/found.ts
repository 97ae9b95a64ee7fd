/** Programs that have shown faults, as small as they were found. */
import type { InstanceSpec, Program } from './programs.ts';

const ts: InstanceSpec = { backend: 'ts', rounding: 'faithful', threads: 1 };
const shared: InstanceSpec = { backend: 'shared', rounding: 'faithful', threads: 1 };

export const FOUND: readonly (readonly [claim: string, program: Program])[] = [
  [
    'a call that waits computes as many elements as x had when it was made, though it tracks a buffer that grows',
    {
      instances: { i: shared },
      memories: { x: { kind: 'resizable', length: 1 }, out: { kind: 'shared', length: 1 } },
      operations: [
        {
          kind: 'async',
          instance: 'i',
          x: { memory: 'x', offset: 0, length: 1, tracking: true },
          out: { memory: 'out', offset: 0 },
        },
        {
          kind: 'async',
          instance: 'i',
          x: { memory: 'x', offset: 0, length: 1, tracking: true },
          out: { memory: 'out', offset: 0 },
        },
        { kind: 'grow', memory: 'x', percent: 1 },
      ],
    },
  ],
  [
    'a call that waits rejects with a TypeError when x, which tracks a buffer, shrinks',
    {
      instances: { i: shared },
      memories: { x: { kind: 'resizable', length: 1 }, other: { kind: 'shared', length: 1 } },
      operations: [
        { kind: 'async', instance: 'i', x: { memory: 'other', offset: 0, length: 1 }, out: { memory: 'x', offset: 0 } },
        { kind: 'async', instance: 'i', x: { memory: 'x', offset: 0, length: 1, tracking: true } },
        { kind: 'shrink', memory: 'x', percent: 1 },
      ],
    },
  ],
  [
    'a call that works backwards rejects with a TypeError when out, which tracks a buffer, shrinks behind what is left to do',
    {
      hasty: true,
      instances: { i: ts },
      memories: { both: { kind: 'resizable', length: 60_000 } },
      operations: [
        {
          kind: 'async',
          instance: 'i',
          x: { memory: 'both', offset: 0, length: 40_000 },
          out: { memory: 'both', offset: 20_000, tracking: true },
        },
        { kind: 'shrink', memory: 'both', percent: 1 },
      ],
    },
  ],
  [
    'calls take effect in their order where they name one memory by two buffers',
    {
      instances: { i: ts, j: ts },
      memories: { shared: { kind: 'growable', length: 1 }, plain: { kind: 'plain', length: 1 } },
      operations: [
        { kind: 'async', instance: 'i', x: { memory: 'plain', offset: 0, length: 1 }, out: 'x' },
        { kind: 'async', instance: 'i', x: { memory: 'plain', offset: 0, length: 1 }, out: { memory: 'shared', offset: 0 } },
        { kind: 'async', instance: 'j', x: { memory: 'shared', offset: 0, length: 1, buffer: 'clone' } },
      ],
    },
  ],
  [
    'memory of which only a clone is left is not given out again',
    {
      instances: { i: shared },
      memories: { clone: { kind: 'alloc', length: 1000, instance: 'i', cloneOnly: true } },
      operations: [
        { kind: 'sync', instance: 'i', x: { memory: 'clone', offset: 0, length: 5 } },
        { kind: 'settle' },
        { kind: 'collect', instance: 'i', length: 1000 },
        { kind: 'collect', instance: 'i', length: 1000 },
      ],
    },
  ],
];
