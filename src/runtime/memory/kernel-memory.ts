import type { ElementArray, ElementType } from '../elements.ts';
import type { ThreadPart, Workspace } from './workspace.ts';

/**
 * Memory in which kernels find arrays: where `alloc` takes them from.
 *
 * An array may be dropped while a subarray of it lives on, so its memory may return only when its `buffer` is gone. Every
 * kind of memory gives arrays such a buffer to watch.
 */
export interface KernelMemory {
  /** Where other threads reach the memory too, the workspace of the thread that made it. */
  readonly shared?: Workspace;
  /** The workspace that reaches the memory behind this buffer. */
  workspaceOf(buffer: ArrayBufferLike): Workspace | undefined;
  /** A zeroed array; undefined if it doesn't fit. */
  alloc(type: ElementType, length: number): ElementArray | undefined;
  /**
   * Scratch memory and a stage for a further thread, where it reaches the memory.
   *
   * @throws RangeError if there is no memory for it
   */
  reserve(): ThreadPart | undefined;
  /** Takes a part back whose thread is gone. */
  release(part: ThreadPart): void;
}
