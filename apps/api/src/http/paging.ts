import { z } from 'zod';
import type { Page } from '@rap/contracts/paging';
import { invalidInput } from './problem.ts';

/** Where a page ended: the sort value as text (a JavaScript date would drop Postgres' microseconds) and the row's id. */
export interface Cursor {
  readonly value: string;
  readonly id: string;
}

const CursorText = z.tuple([z.string(), z.uuid()]);

/** Opaque to callers: base64url of the pair. */
export const writeCursor = ({ value, id }: Cursor): string =>
  Buffer.from(JSON.stringify([value, id]), 'utf8').toString('base64url');

/** Undefined without a cursor; a problem at `cursor` when it is not one of ours. */
export function readCursor(text: string | undefined): Cursor | undefined {
  if (text === undefined) return undefined;
  try {
    const [value, id] = CursorText.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
    return { value, id };
  } catch {
    throw invalidInput([
      { field: 'cursor', code: 'invalid_cursor', message: 'is not the `next` of a page', fix: 'leave it out to start over' },
    ]);
  }
}

/** Makes a page of `limit` rows from up to `limit + 1`: the extra one only says that more follow. */
export async function toPage<R, T>(
  rows: readonly R[],
  limit: number,
  cursorOf: (row: R) => Cursor | Promise<Cursor>,
  present: (row: R) => T | Promise<T>,
): Promise<Page<T>> {
  const shown = rows.slice(0, limit);
  const last = rows.length > limit ? shown.at(-1) : undefined;
  return {
    items: await Promise.all(shown.map(present)),
    next: last === undefined ? null : writeCursor(await cursorOf(last)),
  };
}
