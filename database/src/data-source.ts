import 'reflect-metadata';
import type { DataSourceOptions } from 'typeorm';
import { entities } from './entities.ts';
import { SnakeNaming } from './naming.ts';
import { preparing } from './preparing-client.ts';

/**
 * The connection of the API and the workers: role `app_rw`, under row-level security. `poolSize` connections at most.
 * `prepare`: the server keeps the plans of what comes again, for processes that read and write by key.
 */
export function dataSourceOptions(url: string, poolSize = 20, { prepare = false } = {}): DataSourceOptions {
  return {
    type: 'postgres',
    url,
    entities,
    namingStrategy: new SnakeNaming(),
    synchronize: false,
    installExtensions: false,
    poolSize,
    ...(prepare ? { extra: preparing } : {}),
  };
}
