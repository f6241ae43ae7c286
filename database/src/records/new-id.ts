import { randomUUIDv7 } from 'node:crypto';

/** A new row id, for a row whose sealed columns are bound to its id before it is written. Later ones sort after earlier ones. */
export const newId = (): string => randomUUIDv7();
