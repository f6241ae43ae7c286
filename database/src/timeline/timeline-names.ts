import type { FirmContext } from '../tenancy/context.ts';

/** Names of the firm that changes and actors are told by. */
export interface TimelineNames {
  readonly users: ReadonlyMap<string, string>;
  readonly books: ReadonlyMap<string, string>;
  readonly leadSources: ReadonlyMap<string, string>;
  readonly keys: ReadonlyMap<string, string>;
}

const NAMED = {
  users: `select id, display_name as name from app.user where firm_id = $1`,
  books: `select id, name from app.book where firm_id = $1`,
  leadSources: `select id, name from app.lead_source where firm_id = $1`,
  keys: `select id, name from app.api_key where firm_id = $1`,
} as const;

export async function timelineNames(ctx: FirmContext): Promise<TimelineNames> {
  const read = async (sql: string): Promise<Map<string, string>> => {
    const rows: { id: string; name: string }[] = await ctx.em.query(sql, [ctx.firmId]);
    return new Map(rows.map(({ id, name }) => [id, name]));
  };
  return {
    users: await read(NAMED.users),
    books: await read(NAMED.books),
    leadSources: await read(NAMED.leadSources),
    keys: await read(NAMED.keys),
  };
}
