import { useHotkeys } from '@mantine/hooks';
import { useRef, useState } from 'react';

/** The boxes of the rows, in the order in which they stand. */
const boxes = (): HTMLInputElement[] => [
  ...document.querySelectorAll<HTMLInputElement>('input[data-choice]'),
];

export interface Choosing {
  /** undefined while nobody chooses */
  readonly chosen: ReadonlySet<string> | undefined;
  readonly begin: () => void;
  readonly end: () => void;
  /** with Shift: all from the one before to this one, as this one becomes */
  readonly choose: (id: string, withShift: boolean) => void;
}

/** Chosen one by one, a row of them with Shift, and by keys: J and K go down and up, X chooses. */
export function useChoosing(ids: readonly string[]): Choosing {
  const [chosen, setChosen] = useState<ReadonlySet<string>>();
  const last = useRef<string>(undefined);
  const step = (by: 1 | -1): void => {
    const all = boxes();
    const at = all.indexOf(document.activeElement as HTMLInputElement);
    all[Math.min(all.length - 1, Math.max(0, at + by))]?.focus();
  };
  const press = (): void => {
    const box = document.activeElement;
    if (chosen && box instanceof HTMLInputElement && box.dataset['choice'] !== undefined) box.click();
  };
  // a box is no field in which one types; the words of a dialog are left alone
  useHotkeys(
    chosen
      ? [
          ['j', () => step(1)],
          ['k', () => step(-1)],
          ['x', press],
        ]
      : [],
    ['TEXTAREA', 'SELECT'],
  );
  return {
    chosen,
    begin: () => setChosen(new Set()),
    end: () => setChosen(undefined),
    choose: (id, withShift) => {
      const now = new Set(chosen);
      const on = !now.has(id);
      for (const one of withShift ? between(ids, last.current, id) : [id]) {
        if (on) now.add(one);
        else now.delete(one);
      }
      last.current = id;
      setChosen(now);
    },
  };
}

/** Both and all that stand between them; `to` alone where there is no `from`. */
export function between(ids: readonly string[], from: string | undefined, to: string): readonly string[] {
  const [a, b] = [from === undefined ? -1 : ids.indexOf(from), ids.indexOf(to)];
  return a < 0 || b < 0 ? [to] : ids.slice(Math.min(a, b), Math.max(a, b) + 1);
}
