import 'reflect-metadata';
import { DataSource } from 'typeorm';
import { migrations } from './migrations/list.ts';

/**
 * Brings the schema up to date as the owner role; answers the names of the migrations it ran, oldest first.
 * Each runs in its own transaction, so a failing one leaves the earlier ones in place.
 */
export async function migrate(ownerUrl: string): Promise<string[]> {
  const dataSource = await new DataSource({
    type: 'postgres',
    url: ownerUrl,
    migrations,
    migrationsTableName: 'schema_migration',
    installExtensions: false,
  }).initialize();
  try {
    return (await dataSource.runMigrations({ transaction: 'each' })).map((migration) => migration.name);
  } finally {
    await dataSource.destroy();
  }
}
