import type { DraftDefinition } from '@rap/contracts/automation/definition';
import { create } from 'zustand';

/** How far back one can go. */
const MOST_UNDONE = 100;
/** Letters typed one after the other are one step back. */
const SAME_EDIT_MS = 1_000;

interface EditorState {
  readonly automationId: string | undefined;
  readonly definition: DraftDefinition | undefined;
  /** what the server has; an edit is unsaved while it differs */
  readonly saved: DraftDefinition | undefined;
  /** of the working version, as it was seen */
  readonly version: number;
  readonly past: readonly DraftDefinition[];
  readonly future: readonly DraftDefinition[];
  readonly selected: string | undefined;
  /** what the last edit was about, and when: the same thing again adds no step back */
  readonly last: { readonly about: string; readonly atMs: number } | undefined;
  /** said by the screen reader after an edit */
  readonly said: string;
}

const CLOSED: EditorState = {
  automationId: undefined,
  definition: undefined,
  saved: undefined,
  version: 0,
  past: [],
  future: [],
  selected: undefined,
  last: undefined,
  said: '',
};

/** The draft that is being drawn, with its way back. Server state stays in TanStack Query. */
export const useEditor = create<EditorState>(() => CLOSED);

export function openEditor(automationId: string, definition: DraftDefinition, version: number): void {
  useEditor.setState({ ...CLOSED, automationId, definition, saved: definition, version });
}

/** Selected when the automation as a whole is: no step has this id. */
export const SETTINGS = 'automation settings';

export const select = (selected: string | undefined): void => useEditor.setState({ selected });

/** Changes the draft. `about` names what is edited, so that a word typed is one step back and not one for each letter. */
export function edit(
  change: (definition: DraftDefinition) => DraftDefinition,
  about: string,
  said = '',
  nowMs = Date.now(),
): void {
  useEditor.setState(({ definition, past, last }) => {
    if (!definition) return {};
    const changed = change(definition);
    if (changed === definition) return {};
    const same = last?.about === about && nowMs - last.atMs < SAME_EDIT_MS;
    return {
      definition: changed,
      past: same ? past : [...past.slice(1 - MOST_UNDONE), definition],
      future: [],
      last: { about, atMs: nowMs },
      said,
    };
  });
}

export function undo(): void {
  useEditor.setState(({ definition, past, future }) => {
    const before = past.at(-1);
    if (!before || !definition) return {};
    return {
      definition: before,
      past: past.slice(0, -1),
      future: [definition, ...future],
      last: undefined,
      said: 'Undone',
    };
  });
}

export function redo(): void {
  useEditor.setState(({ definition, past, future }) => {
    const [after, ...rest] = future;
    if (!after || !definition) return {};
    return {
      definition: after,
      past: [...past, definition],
      future: rest,
      last: undefined,
      said: 'Done again',
    };
  });
}

/** The server has this now. What was typed meanwhile stays unsaved. */
export const noteSaved = (saved: DraftDefinition, version: number): void =>
  useEditor.setState({ saved, version });
