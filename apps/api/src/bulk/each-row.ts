import type { BulkAnswer } from '@rap/contracts/bulk';
import type { FirmContext } from '@rap/database/tenancy/context';
import { inSavepoint } from '@rap/database/tenancy/in-savepoint';
import { problemOf } from '../http/problem-filter.ts';

interface Item {
  readonly id: string;
}

/** Does the same to each row, each in a savepoint of its own. What nobody expected ends the whole request. */
export async function eachRow<I extends Item>(
  ctx: FirmContext,
  items: readonly I[],
  work: (ctx: FirmContext, item: I) => Promise<number | null>,
): Promise<BulkAnswer> {
  const rows: BulkAnswer['rows'] = [];
  for (const item of items) {
    try {
      const version = await inSavepoint(ctx, (inner) => work(inner, item));
      rows.push({ id: item.id, done: true, version, problem: null });
    } catch (error) {
      const problem = problemOf(error);
      if (problem.status >= 500) throw error;
      const yours = problem.code === 'stale_version' ? { yours: item } : {};
      rows.push({ id: item.id, done: false, version: null, problem: { ...problem, ...yours } });
    }
  }
  const done = rows.filter((row) => row.done).length;
  return { done, refused: rows.length - done, rows };
}
