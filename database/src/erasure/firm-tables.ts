import type { EntityManager } from 'typeorm';

export interface FirmTable {
  /** `app.person` */
  readonly name: string;
  /** the same, quoted for a statement */
  readonly sql: string;
  /** the primary key without the firm, quoted */
  readonly key: readonly string[];
}

interface TableRow extends FirmTable {
  oid: string;
}

/** Every table with a column `firm_id`, as the catalogue says, each before those that it refers to: so they can be emptied. */
export async function firmTables(em: EntityManager): Promise<FirmTable[]> {
  const tables: TableRow[] = await em.query(
    `select c.oid::text as oid, n.nspname || '.' || c.relname as name, quote_ident(n.nspname) || '.' || quote_ident(c.relname) as sql,
            coalesce((select array_agg(quote_ident(k.attname) order by array_position(i.indkey::int2[], k.attnum))
               from pg_index i join pg_attribute k on k.attrelid = i.indrelid and k.attnum = any (i.indkey::int2[])
              where i.indrelid = c.oid and i.indisprimary and k.attname <> 'firm_id'), '{}') as key
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
       join pg_attribute a on a.attrelid = c.oid and a.attname = 'firm_id' and not a.attisdropped
      where c.relkind = 'r' and n.nspname not like 'pg\\_%' and c.oid <> 'directory.erased_firm'::regclass order by 2`,
  );
  const refers: { from: string; to: string }[] = await em.query(
    `select distinct conrelid::text as "from", confrelid::text as "to" from
       (select conrelid::oid as conrelid, confrelid::oid as confrelid from pg_constraint where contype = 'f' and conrelid <> confrelid) k`,
  );
  const left = new Map(tables.map((table) => [table.oid, table]));
  const ordered: FirmTable[] = [];
  while (left.size > 0) {
    const free = [...left.values()].filter(
      ({ oid }) => !refers.some(({ from, to }) => to === oid && left.has(from)),
    );
    if (free.length === 0) throw new Error(`tables that refer to each other: ${[...left.keys()].join(', ')}`);
    for (const { oid, ...table } of free) {
      ordered.push(table);
      left.delete(oid);
    }
  }
  return ordered;
}
