import 'reflect-metadata';
import type { DataSourceOptions } from 'typeorm';
import { entities } from './entities.ts';
import { SnakeNaming } from './naming.ts';

/** The connection of the API and the workers: role `app_rw`, under row-level security. `poolSize` connections at most. */
export function dataSourceOptions(url: string, poolSize = 20): DataSourceOptions {
  return {
    type: 'postgres',
    url,
    entities,
    namingStrategy: new SnakeNaming(),
    synchronize: false,
    installExtensions: false,
    poolSize,
  };
}
