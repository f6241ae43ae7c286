import type { FirmContext } from '../tenancy/context.ts';

/** A new row id, made by Postgres, for a row whose sealed columns are bound to its id before it is written. */
export async function newId(ctx: FirmContext): Promise<string> {
  const rows: { id: string }[] = await ctx.em.query(`select uuidv7() as id`);
  const id = rows[0]?.id;
  if (!id) throw new Error('Postgres answered no id');
  return id;
}
