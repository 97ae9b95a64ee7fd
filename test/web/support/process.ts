import { sigmoid } from 'sigmoid-wasm';
import { expect } from 'vitest';
import type { Choices } from '../../../bench/web/own-data/reading.ts';
import { recognise } from '../../../bench/web/own-data/recognise.ts';

/** The bytes of the file that the page offers for download when it is given this one. */
export async function process(name: string, content: BlobPart, choices: Choices = {}): Promise<Uint8Array<ArrayBuffer>> {
  const file = new File([content], name);
  const { transform } = await recognise(file, choices);
  const parts: BlobPart[] = [];
  let read = 0;
  const onRead = (bytes: number) => {
    expect(bytes).toBeGreaterThan(read);
    read = bytes;
  };
  for await (const part of transform(file, (x) => void sigmoid(x, x), onRead)) parts.push(part);
  expect(read).toBe(file.size);
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}
