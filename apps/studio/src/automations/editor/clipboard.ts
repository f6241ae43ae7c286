import { DraftStep } from '@rap/contracts/automation/definition';
import { START } from '@rap/domain/automation/drawing/draw';
import { waysOut } from '@rap/domain/automation/drawing/port-name';
import { mayInsert, pasteStep, type Way } from '@rap/domain/automation/editing/edit';
import { edit, select, useEditor } from './editor.ts';

/** Kept in this browser, so that a step can be taken from one automation, or window, to another. */
const COPIED = 'rap.copied-step';

/** Copies the selected step. False when there is none, or when somebody copies words. */
export function copySelected(): boolean {
  const { definition, selected } = useEditor.getState();
  const step = selected === undefined ? undefined : definition?.nodes[selected];
  if (!step || window.getSelection()?.toString()) return false;
  localStorage.setItem(COPIED, JSON.stringify(step));
  useEditor.setState({ said: `${step.label} copied` });
  return true;
}

/** Puts the copied step after the selected one. */
export function pasteAfterSelected(): void {
  const { definition, selected = START } = useEditor.getState();
  const copied = copiedStep();
  if (!definition || !copied) return;
  const way = onwardFrom(selected);
  if (!way || !mayInsert(definition, way, copied.kind)) {
    useEditor.setState({ said: 'It cannot stand here' });
    return;
  }
  const pasted = pasteStep(definition, way, copied);
  edit(() => pasted.definition, `paste:${pasted.id}`, `${copied.label} put in`);
  select(pasted.id);
}

function copiedStep(): DraftStep | undefined {
  try {
    return DraftStep.safeParse(JSON.parse(localStorage.getItem(COPIED) ?? 'null')).data;
  } catch {
    return undefined; // somebody else's words
  }
}

/** The way on which what comes after a step is put. */
export function onwardFrom(selected: string): Way | undefined {
  if (selected === START) return { from: START, port: 'next' };
  const step = useEditor.getState().definition?.nodes[selected];
  if (!step) return undefined;
  const ways = waysOut(step);
  const port = ways.includes('next') ? 'next' : ways[0];
  return port === undefined ? undefined : { from: selected, port };
}
