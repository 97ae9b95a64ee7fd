/** Tables of Apache Arrow, as IPC files and streams, batch by batch: one column is computed, and the others are passed on. */
import type { Data, Float, RecordBatch, RecordBatchReader, RecordBatchWriter, Schema } from 'apache-arrow';
import type { Computation } from '../computation.ts';
import { Failure, reasonOf } from '../failure.ts';
import type { Input } from '../io/input.ts';
import type { Output } from '../io/output.ts';
import { findColumn } from './column.ts';
import type { TableTask } from './delimited.ts';
import { loadPeer } from './peer.ts';
import type { Results } from './results.ts';
import { TableError } from './rows.ts';
import { asFailure, failing } from './table-failure.ts';

type Arrow = typeof import('apache-arrow');

const loadArrow = (): Promise<Arrow> => loadPeer('apache-arrow', 'Arrow', () => import('apache-arrow'));

/** Elements in a batch where numbers become a table. */
const BATCH = 1 << 17;

/** A table that is read. */
interface Source {
  readonly arrow: Arrow;
  readonly schema: Schema;
  readonly isFile: boolean;
  readonly batches: AsyncIterable<RecordBatch>;
  /** The column to compute. */
  readonly index: number;
  readonly type: 'float64' | 'float32';
}

/** @throws Failure if it is not Arrow, or has no such column of floating-point numbers */
async function openSource(input: Input, asked: string | undefined): Promise<Source> {
  const arrow = await loadArrow();
  const reader = await openReader(arrow, input);
  const { schema } = reader;
  const names = schema.fields.map(({ name }) => name);
  if (names.length === 0) throw new TableError('there are no columns');
  const { index } = findColumn(names, asked);
  return { arrow, schema, isFile: reader.isFile(), batches: batchesOf(reader), index, type: typeOf(arrow, schema, index) };
}

async function openReader(arrow: Arrow, input: Input): Promise<RecordBatchReader> {
  try {
    // A file with a name is read where its footer says; anything else as it comes, which for a piped file means whole.
    const source = input.handle === undefined ? piecesOf(input) : await input.handle();
    const reader = await (arrow.RecordBatchReader.from(source as never) as unknown as Promise<RecordBatchReader>);
    await reader.open();
    if (reader.schema === undefined || reader.schema === null) throw new Error('there is no schema');
    return reader;
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new TableError(`this is no Arrow IPC file or stream: ${reasonOf(error)}`);
  }
}

/** Empty pieces in between: where a batch ends with a piece, the library asks for one more before it looks at the batch. */
async function* piecesOf(input: Input): AsyncGenerator<Uint8Array> {
  for await (const piece of input.chunks()) {
    yield piece;
    yield new Uint8Array(0);
  }
}

async function* batchesOf(reader: RecordBatchReader): AsyncGenerator<RecordBatch> {
  try {
    for await (const batch of reader as AsyncIterable<RecordBatch>) yield batch;
  } catch (error) {
    if (error instanceof Failure) throw error;
    const message = reasonOf(error);
    if (/codec/.test(message)) {
      throw new TableError(
        'its batches are compressed, which is not supported; write it uncompressed, as by compression="uncompressed"',
      );
    }
    throw new TableError(`the Arrow data are broken or cut off: ${message}`);
  }
}

function typeOf(arrow: Arrow, { fields }: Schema, index: number): 'float64' | 'float32' {
  const { name, type } = fields[index] as Schema['fields'][number];
  if (arrow.DataType.isFloat(type)) {
    if (type.precision === arrow.Precision.DOUBLE) return 'float64';
    if (type.precision === arrow.Precision.SINGLE) return 'float32';
  }
  throw new TableError(`column "${name}" is ${type}, not Float64 or Float32; cast it first`);
}

type Column = Data<Float>;

/** The results of a column in a batch, in memory of their own; what is null stays null. */
function computeColumn(arrow: Arrow, column: Column, { f }: Computation): Column {
  const results = (column.values as Float64Array).slice(0, column.length);
  f(results, results);
  const { type, length, nullCount, nullBitmap } = column;
  return arrow.makeData({ type, length, nullCount, nullBitmap, data: results } as never) as unknown as Column;
}

/** Reads a table and prepares what writes it again, as a file or a stream like the one that was read. */
export async function prepareArrow(
  input: Input,
  { column, appended }: TableTask,
  computation: Computation,
): Promise<(output: Output) => Promise<void>> {
  const source = await failing(input, () => openSource(input, column));
  const { arrow, schema, index } = source;
  const target = appended === undefined ? schema : withField(source, appended, input);

  async function* batches(): AsyncGenerator<RecordBatch> {
    for await (const { data, metadata } of source.batches) {
      const children = [...data.children];
      const results = computeColumn(arrow, children[index] as Column, computation);
      if (appended === undefined) children[index] = results;
      else children.push(results);
      const type = new arrow.Struct(target.fields);
      yield new arrow.RecordBatch(target, arrow.makeData({ type, length: data.length, nullCount: 0, children }), metadata);
    }
  }
  return (output) => failing(input, () => writeBatches(output, source, target, batches()));
}

function withField({ arrow, schema, index }: Source, name: string, input: Input): Schema {
  if (schema.fields.some((field) => field.name === name)) {
    throw new Failure(`${input.name}: there is a column "${name}" already; without --append the computed column is replaced`);
  }
  const { type, nullable } = schema.fields[index] as Schema['fields'][number];
  return new arrow.Schema([...schema.fields, new arrow.Field(name, type, nullable)], schema.metadata);
}

async function writeBatches(
  output: Output,
  { arrow, isFile }: Pick<Source, 'arrow' | 'isFile'>,
  schema: Schema,
  batches: AsyncIterable<RecordBatch>,
): Promise<void> {
  const pieces: Uint8Array[] = [];
  const sink = new arrow.AsyncByteQueue();
  // The queue of the library would keep all batches until the end.
  sink.write = (piece) => void pieces.push(piece as Uint8Array);
  const writer: RecordBatchWriter = isFile ? new arrow.RecordBatchFileWriter() : new arrow.RecordBatchStreamWriter();
  const flush = async (): Promise<void> => {
    for (const piece of pieces.splice(0)) await output.write(piece);
  };
  writer.reset(sink, schema);
  await flush();
  for await (const batch of batches) {
    writer.write(batch);
    await flush();
  }
  writer.finish();
  await flush();
}

/** The results of one column, without the table. A null is an error, since numbers in binary have no sign for it. */
export async function readArrow(input: Input, column: string | undefined, computation: Computation): Promise<Results> {
  const source = await failing(input, () => openSource(input, column));
  async function* pieces(): AsyncGenerator<Uint8Array> {
    let rows = 0;
    try {
      for await (const { data } of source.batches) {
        const values = data.children[source.index] as Column;
        if (values.nullCount > 0) {
          let row = 0;
          while (values.getValid(row)) row++;
          throw new TableError(`row ${rows + row + 1} is null, and numbers have no sign for that`);
        }
        rows += data.length;
        if (data.length === 0) continue;
        const { buffer, byteOffset, byteLength } = computeColumn(source.arrow, values, computation).values;
        yield new Uint8Array(buffer, byteOffset, byteLength);
      }
    } catch (error) {
      throw asFailure(input, error);
    }
  }
  return { type: source.type, count: undefined, pieces };
}

/** Writes results as a table of one column: a file, or in a pipe a stream. */
export async function writeArrow(output: Output, name: string, results: Results): Promise<void> {
  const arrow = await loadArrow();
  const type = results.type === 'float64' ? new arrow.Float64() : new arrow.Float32();
  const schema = new arrow.Schema([new arrow.Field(name, type, false)]);
  const ArrayType = results.type === 'float64' ? Float64Array : Float32Array;

  async function* batches(): AsyncGenerator<RecordBatch> {
    for await (const piece of results.pieces()) {
      // The piece is used again for other results.
      const values = new ArrayType(piece.slice().buffer);
      for (let begin = 0; begin < values.length; begin += BATCH) {
        const data = values.subarray(begin, begin + BATCH);
        const child = arrow.makeData({ type, length: data.length, nullCount: 0, data } as never) as unknown as Column;
        const children = [child];
        yield new arrow.RecordBatch(
          schema as Schema,
          arrow.makeData({ type: new arrow.Struct(schema.fields), length: data.length, nullCount: 0, children }),
        );
      }
    }
  }
  await writeBatches(output, { arrow, isFile: output.canPatch }, schema as Schema, batches());
}
