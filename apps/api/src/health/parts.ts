import type { Client } from '@temporalio/client';
import type { DataSource } from 'typeorm';
import { assertSchemaCurrent } from '@rap/database/operations/schema-level';
import type { Check } from '@rap/providers/operations/readiness';

/** What the API needs to serve. */
export const partsOf = (dataSource: DataSource, temporal: Client): Readonly<Record<string, Check>> => ({
  postgres: () => dataSource.query(`select 1`),
  schema: () => assertSchemaCurrent((sql) => dataSource.query(sql)),
  temporal: () => temporal.workflowService.getSystemInfo({}),
});
