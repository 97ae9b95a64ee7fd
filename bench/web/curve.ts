/** The curve, its derivative on demand, and a point on it that follows the pointer, the keyboard or a typed number. */
import { sigmoid } from 'sigmoid-wasm';
import type uPlot from 'uplot';
import { axis, colour, createChart, drawLine } from './chart.ts';
import { byId } from './dom.ts';
import { probability, short, withMinus } from './format.ts';

const LEAST = -10;
const MOST = 10;
const POINTS = 1000;
/** Below this slope there is little to learn from. */
const VANISHING = 0.01;
/** σ′(x) = VANISHING, at ± this x. */
const VANISHES_AT = Math.acosh(1 / (2 * VANISHING) - 1);

/** σ′(x) = σ(x)·σ(−x), which unlike σ(x)·(1 − σ(x)) stays accurate on the right. */
const slopeAt = (x: number): number => sigmoid(x) * sigmoid(-x);

export function showCurve(): void {
  const x = Float64Array.from({ length: POINTS }, (_, i) => LEAST + ((MOST - LEAST) * i) / (POINTS - 1));
  const y = sigmoid(x);
  const slopes = sigmoid(x.map((value) => -value)).map((value, i) => value * (y[i] as number));

  const host = byId('curve-chart');
  const input = byId<HTMLInputElement>('curve-x');
  const derivative = byId<HTMLInputElement>('curve-derivative');
  let at = Number(input.value);

  const chart = createChart(
    host,
    {
      aspect: 0.5,
      scales: { x: { time: false, range: [LEAST, MOST] }, y: { range: [-0.04, 1.04] } },
      axes: [axis({ values: (_, splits) => splits.map(withMinus) }), axis({ size: 44, splits: () => [0, 0.25, 0.5, 0.75, 1] })],
      series: [
        {},
        { stroke: () => colour('ours'), width: 3, points: { show: false } },
        { stroke: () => colour('slope'), width: 2.5, points: { show: false }, show: false },
      ],
      hooks: {
        drawClear: [(u) => drawGround(u, derivative.checked)],
        draw: [(u) => drawPoint(u, at)],
      },
    },
    [x, y, slopes],
  );

  function moveTo(value: number): void {
    at = value;
    const result = sigmoid(value);
    const percent = probability(result);
    byId('curve-value').textContent = String(result);
    byId('curve-probability').textContent = percent;
    byId('curve-slope').textContent = short(slopeAt(value));
    host.setAttribute('aria-valuenow', String(Math.min(MOST, Math.max(LEAST, value))));
    host.setAttribute('aria-valuetext', `x ${value}, σ(x) ${short(result)}, probability ${percent}`);
    chart.redraw(false);
  }

  function moveAndFill(value: number): void {
    const within = Math.min(MOST, Math.max(LEAST, Math.round(value * 100) / 100));
    input.value = String(within);
    moveTo(within);
  }

  host.addEventListener('pointermove', (event) => {
    const left = chart.over.getBoundingClientRect().left;
    moveAndFill(chart.posToVal(event.clientX - left, 'x'));
  });
  host.addEventListener('keydown', (event) => {
    const target = targetOf(event, at);
    if (target === undefined) return;
    event.preventDefault();
    moveAndFill(target);
  });
  input.addEventListener('input', () => {
    if (input.value !== '') moveTo(Number(input.value));
  });
  derivative.addEventListener('change', () => {
    for (const id of ['curve-slope-legend', 'curve-slope-row', 'curve-note']) byId(id).hidden = !derivative.checked;
    chart.setSeries(2, { show: derivative.checked });
  });
  moveTo(at);
}

/** Where a key moves the point, as sliders do. */
function targetOf({ key, shiftKey }: KeyboardEvent, at: number): number | undefined {
  const step = shiftKey ? 1 : 0.1;
  const targets: Record<string, number> = {
    ArrowRight: at + step,
    ArrowUp: at + step,
    ArrowLeft: at - step,
    ArrowDown: at - step,
    PageUp: at + 1,
    PageDown: at - 1,
    Home: LEAST,
    End: MOST,
  };
  return targets[key];
}

function drawGround(chart: uPlot, shaded: boolean): void {
  if (shaded) {
    const { ctx, bbox } = chart;
    ctx.save();
    ctx.fillStyle = colour('shade');
    for (const [from, to] of [
      [LEAST, -VANISHES_AT],
      [VANISHES_AT, MOST],
    ] as const) {
      const left = chart.valToPos(from, 'x', true);
      ctx.fillRect(left, bbox.top, chart.valToPos(to, 'x', true) - left, bbox.height);
    }
    ctx.restore();
  }
}

function drawPoint(chart: uPlot, x: number): void {
  drawLine(chart, [LEAST, 0.5], [MOST, 0.5], 'muted', [2, 4]);
  if (x < LEAST || x > MOST) return;
  const y = sigmoid(x);
  drawLine(chart, [x, -1], [x, y], 'point', [4, 4]);
  drawLine(chart, [LEAST, y], [x, y], 'point', [4, 4]);
  const { ctx } = chart;
  ctx.save();
  ctx.beginPath();
  ctx.arc(chart.valToPos(x, 'x', true), chart.valToPos(y, 'y', true), 6.5 * devicePixelRatio, 0, 2 * Math.PI);
  ctx.fillStyle = colour('point');
  ctx.strokeStyle = colour('surface');
  ctx.lineWidth = 2.5 * devicePixelRatio;
  ctx.fill();
  ctx.stroke();
  ctx.restore();
}
