/** The curve of the chosen function, and a point on it that follows the pointer, the keyboard or a typed number. */
import { addChooser } from '../chooser.ts';
import { byId, fillStack, showInStack } from '../dom.ts';
import { short } from '../format.ts';
import { application, FUNCTIONS, type FunctionName, NAMES, variableOf } from '../functions.ts';
import { createCurveChart, drawFunction, placeOutside, type View } from './chart.ts';
import { CURVES } from './curves.ts';

export function showCurve(): void {
  const host = byId('curve-chart');
  const input = byId<HTMLInputElement>('curve-x');
  const derivative = byId<HTMLInputElement>('curve-derivative');
  const view: View = { name: 'sigmoid', at: 2, withSlope: derivative.checked };
  /** A probability keeps a place of its own: other functions are applied to any number. */
  const places = { x: view.at, p: 0.9 };
  const chart = createCurveChart(host, view);
  fillStack(
    byId('curve-about'),
    NAMES.map((name) => CURVES[name].about),
  );
  fillStack(
    byId('curve-note'),
    NAMES.map((name) => CURVES[name].slope.note),
  );

  /** The readout of no number at all. */
  function clear(): void {
    view.at = Number.NaN;
    for (const id of ['curve-value', 'curve-reading', 'curve-slope']) byId(id).textContent = '–';
    host.setAttribute('aria-valuetext', 'no number');
    showPlace();
  }

  function showPlace(): void {
    byId('curve-place').textContent = placeOutside(view) ?? '';
    chart.redraw(false);
  }

  function moveTo(value: number): void {
    const { reading, slope, x } = CURVES[view.name];
    view.at = value;
    places[variableOf(view.name)] = value;
    const result = FUNCTIONS[view.name](value);
    const meaning = reading.at(value);
    byId('curve-value').textContent = String(result);
    byId('curve-reading').textContent = meaning;
    byId('curve-slope').textContent = short(slope.at(value));
    host.setAttribute('aria-valuenow', String(within(x, value)));
    host.setAttribute(
      'aria-valuetext',
      `${variableOf(view.name)} ${value}, ${application(view.name)} ${short(result)}, ${reading.name} ${meaning}`,
    );
    showPlace();
  }

  function moveAndFill(value: number): void {
    const { x, step } = CURVES[view.name];
    const perUnit = Math.round(10 / step);
    const rounded = within(x, Math.round(value * perUnit) / perUnit);
    input.value = String(rounded);
    moveTo(rounded);
  }

  function showFunction(name: FunctionName): void {
    const { x, reading, slope, guideName } = CURVES[name];
    view.name = name;
    showInStack(byId('curve-about'), NAMES.indexOf(name));
    showInStack(byId('curve-note'), NAMES.indexOf(name));
    byId('curve-variable').textContent = variableOf(name);
    for (const id of ['curve-legend', 'curve-value-name']) byId(id).textContent = application(name);
    byId('curve-guide-legend').textContent = guideName;
    byId('curve-reading-name').textContent = reading.name;
    byId('curve-slope-legend').textContent = `${slope.name}, the slope`;
    byId('curve-slope-name').textContent = `slope ${slope.name}`;
    host.setAttribute('aria-valuemin', String(x[0]));
    host.setAttribute('aria-valuemax', String(x[1]));
    const at = places[variableOf(name)];
    input.value = String(at);
    moveTo(at);
    drawFunction(chart, view);
  }

  function showSlope(): void {
    view.withSlope = derivative.checked;
    for (const id of ['curve-slope-legend', 'curve-slope-row', 'curve-note']) byId(id).hidden = !view.withSlope;
    drawFunction(chart, view);
    showPlace();
  }

  host.addEventListener('pointermove', (event) => {
    const left = chart.over.getBoundingClientRect().left;
    moveAndFill(chart.posToVal(event.clientX - left, 'x'));
  });
  host.addEventListener('keydown', (event) => {
    const target = targetOf(event, Number.isNaN(view.at) ? { ...view, at: places[variableOf(view.name)] } : view);
    if (target === undefined) return;
    event.preventDefault();
    moveAndFill(target);
  });
  input.addEventListener('input', () => {
    // Empty too where what is typed is no number, or one beyond those that a double holds.
    if (input.value === '') clear();
    else moveTo(Number(input.value));
  });
  derivative.addEventListener('change', showSlope);
  addChooser(byId('curve-function'), showFunction);
  showSlope();
}

const within = ([from, to]: readonly [number, number], value: number): number => Math.min(to, Math.max(from, value));

/** Where a key moves the point, as sliders do. */
function targetOf({ key, shiftKey }: KeyboardEvent, { name, at }: View): number | undefined {
  const { step, x } = CURVES[name];
  const small = shiftKey ? 10 * step : step;
  const targets: Record<string, number> = {
    ArrowRight: at + small,
    ArrowUp: at + small,
    ArrowLeft: at - small,
    ArrowDown: at - small,
    PageUp: at + 10 * step,
    PageDown: at - 10 * step,
    Home: x[0],
    End: x[1],
  };
  return targets[key];
}
