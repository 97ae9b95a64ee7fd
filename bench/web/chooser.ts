/** The choice of a function, which all panels that have a chooser share. */
import { fillTabs } from './dom.ts';
import { type FunctionName, NAMES, SYMBOLS } from './functions.ts';

/** Called with what is chosen, at once and whenever that changes. */
type Listener = (name: FunctionName) => void;

let chosen: FunctionName = 'sigmoid';
const listeners: Listener[] = [];

/** Fills `host` with the functions to choose from, and keeps it in step with the choosers of the other panels. */
export function addChooser(host: HTMLElement, onChoice: Listener): void {
  const tabs = fillTabs(
    host,
    host.id,
    NAMES.map((name) => SYMBOLS[name]),
    (i) => choose(NAMES[i] as FunctionName),
  );
  const listener: Listener = (name) => {
    (tabs[NAMES.indexOf(name)] as HTMLInputElement).checked = true;
    onChoice(name);
  };
  listeners.push(listener);
  listener(chosen);
}

function choose(name: FunctionName): void {
  chosen = name;
  for (const listener of listeners) listener(name);
}
