/** The element with this id, which index.html is known to hold. @throws Error if it does not */
export function byId<T extends HTMLElement = HTMLElement>(id: string): T {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`the page has no element #${id}`);
  return element as T;
}

/** A new element with text or children. */
export function element<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Readonly<Record<string, string>> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

/** A table whose first row and first column are headings; an empty first row is left out. */
export function fillTable(table: HTMLTableElement, caption: string, rows: readonly (readonly (Node | string)[])[]): void {
  const [head = [], ...body] = rows;
  table.replaceChildren(
    element('caption', {}, caption),
    ...(head.length
      ? [element('thead', {}, element('tr', {}, ...head.map((cell) => element('th', { scope: 'col' }, cell))))]
      : []),
    element(
      'tbody',
      {},
      ...body.map(([first = '', ...rest]) =>
        element('tr', {}, element('th', { scope: 'row' }, first), ...rest.map((cell) => element('td', {}, cell))),
      ),
    ),
  );
}

/**
 * Fills `host`, which has a legend, with one radio button for each label, and chooses the first.
 *
 * @param name of the group, and with a number behind it the id of each button
 */
export function fillTabs(
  host: HTMLElement,
  name: string,
  labels: readonly string[],
  onChoice: (index: number) => void,
): HTMLInputElement[] {
  const inputs = labels.map((_, i) => {
    const input = element('input', { type: 'radio', name, id: `${name}-${i}`, ...(i === 0 && { checked: '' }) });
    input.addEventListener('change', () => onChoice(i));
    return input;
  });
  const legend = host.querySelector('legend') as HTMLLegendElement;
  host.replaceChildren(
    legend,
    ...inputs.map((input, i) => element('label', {}, input, element('span', {}, labels[i] as string))),
  );
  return inputs;
}

/** Puts texts on top of each other, so that the place keeps the size of the largest whichever is shown. */
export function fillStack(host: HTMLElement, texts: readonly string[]): void {
  host.replaceChildren(...texts.map((text) => element('p', {}, text)));
}

/** Shows one of the texts of a stack. */
export function showInStack(host: HTMLElement, index: number): void {
  for (const [i, child] of [...host.children].entries()) child.classList.toggle('shown', i === index);
}

/** Lets the browser save `blob` as a file. */
export function download(blob: Blob, name: string): void {
  const link = element('a', { href: URL.createObjectURL(blob), download: name });
  link.click();
  // The browser has taken hold of the blob by then.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** Copies text, and says so on the button for a moment. */
export async function copy(button: HTMLButtonElement, text: string): Promise<void> {
  const label = button.textContent;
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = 'Copied';
  } catch {
    button.textContent = 'The browser refused';
  }
  setTimeout(() => {
    button.textContent = label;
  }, 1500);
}
