/** Shows how a file is read, and lets the visitor change it. */
import { byId, element } from '../dom.ts';
import type { Question, Reading } from './reading.ts';

type Listener = (name: Question['name'], value: string) => void;

export interface ReadingView {
  show(reading: Pick<Reading, 'notes' | 'questions'>): void;
  hide(): void;
}

/** @param onChoice called when the visitor answers a question otherwise */
export function createReadingView(onChoice: Listener): ReadingView {
  const host = byId('data-reading');
  const fields = new Map<Question['name'], Field>();

  return {
    show({ notes, questions }) {
      byId('data-notes').textContent = notes.join(' ');
      for (const [name, { label }] of fields) label.hidden = questions.every((question) => question.name !== name);
      for (const question of questions) {
        const field = fields.get(question.name) ?? createField(question, onChoice);
        fields.set(question.name, field);
        fill(field, question);
      }
      // Those that are there stay where they are, so that none loses the focus.
      const labels = questions.map(({ name }) => (fields.get(name) as Field).label);
      const shown = byId('data-questions');
      for (const label of labels) if (label.parentElement === null) shown.append(label);
      shown.hidden = questions.length === 0;
      host.hidden = notes.length + questions.length === 0;
    },
    hide() {
      host.hidden = true;
    },
  };
}

interface Field {
  readonly label: HTMLLabelElement;
  readonly select: HTMLSelectElement;
}

function createField({ name, label }: Question, onChoice: Listener): Field {
  const select = element('select', { id: `data-choose-${name}` });
  select.addEventListener('change', () => onChoice(name, select.value));
  return { select, label: element('label', { class: 'field' }, label, select) };
}

function fill({ select }: Field, { options, chosen }: Question): void {
  const isSame =
    select.length === options.length &&
    options.every(({ value, text }, i) => select.options[i]?.value === value && select.options[i]?.text === text);
  if (!isSame) select.replaceChildren(...options.map(({ value, text }) => element('option', { value }, text)));
  select.value = chosen;
}
