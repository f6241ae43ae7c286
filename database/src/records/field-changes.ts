import type { z } from 'zod';
import type { WatchedRecord } from '@rap/contracts/automation/events';
import type { FirmContext } from '../tenancy/context.ts';

/** Raises one `field.changed` for each of the fields whose value differs; the event names the field and never its value. */
export function emitFieldChanges(
  ctx: FirmContext,
  about: { subjectId: string; record: z.infer<typeof WatchedRecord>; recordId?: string },
  before: object,
  after: object,
  fields: readonly string[],
): void {
  const { subjectId, ...what } = about;
  for (const field of fields) {
    if (same(Reflect.get(before, field), Reflect.get(after, field))) continue;
    ctx.emit({ subjectId, kind: 'field.changed', payload: { ...what, field } });
  }
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
