import { parse, View } from 'vega';
import { compile } from 'vega-lite';

/**
 * Throughput over the size of the arrays, a line for each number of threads, a column for each kind of array.
 *
 * @param {{ name: string, kind: string, size: number, rate: number }[]} rows
 * @param {{ processor: string, cores: number, runtime: string }} where
 * @returns {Promise<string>} SVG
 */
export async function drawScaling(rows, { processor, cores, runtime }) {
  const { spec } = compile({
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    title: { text: 'σ from call to result', subtitle: `${processor}, ${cores} cores, ${runtime}`, anchor: 'start' },
    data: { values: rows.map(({ name, kind, size, rate }) => ({ name, kind, size, rate: rate / 1e6 })) },
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
      y: { field: 'rate', type: 'quantitative', title: 'M elements/s' },
      color: { field: 'name', type: 'nominal', title: null, sort: null, scale: { scheme: 'tableau10' } },
    },
    config: { background: 'white', font: 'system-ui, sans-serif' },
  });
  return new View(parse(spec), { renderer: 'none' }).toSVG();
}
