// The listener for replies, the product's own program, with boundaries around its transactions.
import { DataSource } from 'typeorm';
import { TenantDb } from '@rap/database/tenancy/tenant-db';
import { boundariesAround, boundariesBeforeCommit } from './boundary.ts';

boundariesAround(
  TenantDb.prototype,
  ({ actor }) =>
    () =>
      actor === 'system:inbound-mail' ? 'mail' : undefined,
);
boundariesBeforeCommit(DataSource.prototype);
await import('@rap/workers/inbound-mail');
