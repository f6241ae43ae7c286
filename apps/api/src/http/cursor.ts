import { z } from 'zod';
import { invalid, type ProblemError } from './problem-error.ts';

const Cursor = z.tuple([z.string(), z.uuid()]);

/** Where a list goes on, as an opaque word: sort value and id of the last row. */
export const writeCursor = (cursor: { value: string; id: string }): string =>
  Buffer.from(JSON.stringify([cursor.value, cursor.id])).toString('base64url');

export const badCursor = (): ProblemError =>
  invalid([
    {
      field: 'after',
      code: 'bad_cursor',
      message: 'is no place in this list',
      fix: 'send the "next" of the page before as it came, with the same filters and sorting',
    },
  ]);

export function readCursor(text: string | undefined): { value: string; id: string } | undefined {
  if (text === undefined) return undefined;
  try {
    const [value, id] = Cursor.parse(JSON.parse(Buffer.from(text, 'base64url').toString()));
    return { value, id };
  } catch {
    throw badCursor();
  }
}
