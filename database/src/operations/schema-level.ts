import { migrations } from '../migrations/list.ts';

type Query = (sql: string) => Promise<{ name: string }[]>;

/** Throws while a migration that this code knows has not run. A newer schema is fine: a release migrates first. */
export async function assertSchemaCurrent(query: Query): Promise<void> {
  const done = new Set((await query(`select name from schema_migration`)).map((row) => row.name));
  const missing = migrations.map((migration) => migration.name).filter((name) => !done.has(name));
  if (missing.length > 0) throw new Error(`the schema lacks ${missing.join(', ')}`);
}
