import { parse, View } from 'vega';
import { compile } from 'vega-lite';

/**
 * The time of a call over its length, both on logarithmic axes: a line for each way, a column for each kind of array.
 *
 * @param {{ kind: string, size: number, row: { synchronous: number, async: number } }[]} summary seconds
 * @param {{ processor: string, cores: number, runtime: string, symbol: string, type: string, threads: number, processes: number }} where
 * @returns {Promise<string>} SVG
 */
export async function drawScaling(summary, { processor, cores, runtime, symbol, type, threads, processes }) {
  const names = { synchronous: 'synchronous', async: `async, ${threads} threads` };
  const values = summary.flatMap(({ kind, size, row }) =>
    /** @type {const} */ (['synchronous', 'async']).map((way) => ({ kind, size, name: names[way], time: 1e3 * row[way] })),
  );
  const { spec } = compile({
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    title: {
      text: `${symbol} from call to result`,
      subtitle: `${type}, medians of ${processes} processes, calls in a row; ${processor}, ${cores} cores, ${runtime}`,
      anchor: 'start',
    },
    data: { values },
    mark: { type: 'line', point: true },
    width: 210,
    height: 220,
    encoding: {
      column: { field: 'kind', type: 'nominal', title: null, sort: null },
      x: {
        field: 'size',
        type: 'quantitative',
        scale: { type: 'log' },
        title: 'elements',
        axis: { format: '~s', tickCount: 3 },
      },
      y: { field: 'time', type: 'quantitative', scale: { type: 'log' }, title: 'ms', axis: { format: '~g', tickCount: 4 } },
      color: { field: 'name', type: 'nominal', title: null, sort: null, scale: { scheme: 'tableau10' } },
    },
    config: { background: 'white', font: 'system-ui, sans-serif' },
  });
  return new View(parse(spec), { renderer: 'none' }).toSVG();
}
