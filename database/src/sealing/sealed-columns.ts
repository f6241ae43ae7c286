import type { EntityManager } from 'typeorm';

/** A table of firms that holds sealed columns, as the catalogue says: what is added later is found without being named. */
export interface SealedTable {
  /** `app.person`; part of what a value is bound to */
  readonly name: string;
  /** the same, quoted for a statement */
  readonly sql: string;
  /** the primary key without the firm; joined by `:` it is the row id that a value is bound to */
  readonly key: readonly string[];
  /** `birth_date_sealed`, ...; a value is bound to the name without `_sealed` */
  readonly columns: readonly string[];
}

/** Where the snapshots of records stand; they hold sealed columns inside a sealed column. */
export const SNAPSHOTS = 'audit.record_version';

/** Every table with a column `*_sealed`, in the order of names. */
export async function sealedTables(em: EntityManager): Promise<SealedTable[]> {
  return em.query(
    `select n.nspname || '.' || c.relname as name, quote_ident(n.nspname) || '.' || quote_ident(c.relname) as sql,
            array_agg(a.attname::text order by a.attnum) as columns,
            (select array_agg(k.attname::text order by array_position(i.indkey::int2[], k.attnum))
               from pg_index i join pg_attribute k on k.attrelid = i.indrelid and k.attnum = any (i.indkey::int2[])
              where i.indrelid = c.oid and i.indisprimary and k.attname <> 'firm_id') as key
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
       join pg_attribute a on a.attrelid = c.oid and not a.attisdropped and a.attname like '%\\_sealed'
      where c.relkind = 'r' and n.nspname not like 'pg\\_%'
        and exists (select from pg_attribute f where f.attrelid = c.oid and f.attname = 'firm_id' and not f.attisdropped)
      group by n.nspname, c.relname, c.oid order by 1`,
  );
}

/** `birth_date_sealed` is bound as `birth_date`. */
export const placeColumn = (column: string): string => column.replace(/_sealed$/, '');
