import type { FirmContext } from './context.ts';

/**
 * Does something that belongs to the firm as a whole over every book: an automation is stopped for all who are inside, not
 * for those whom the actor happens to see. What it answers must name nobody.
 */
export async function overAllBooks<T>(ctx: FirmContext, work: () => Promise<T>): Promise<T> {
  const before: { books: string }[] = await ctx.em.query(
    `select current_setting('app.books', true) as books`,
  );
  await ctx.em.query(`select set_config('app.books', '*', true)`);
  const value = await work();
  // after an error there is nothing to restore: the transaction is over
  await ctx.em.query(`select set_config('app.books', $1, true)`, [before[0]?.books ?? '{}']);
  return value;
}
