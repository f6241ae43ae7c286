// One rotation of keys in a process of its own, so that a test can kill it. Arguments: owner url, key folder, firm.
import { DataSource } from 'typeorm';
import { FirmKeys } from '@rap/database/sealing/firm-keys';
import { FileKeyWrapper } from '@rap/database/sealing/key-wrapper';
import { rotateKeys } from '@rap/database/sealing/rotate-keys';
import { TenantDb } from '@rap/database/tenancy/tenant-db';

const [, , ownerUrl, keysFolder, firmId] = process.argv;
if (!ownerUrl || !keysFolder || !firmId) throw new Error('usage: rotate-child <owner url> <keys> <firm>');
// without the entities: Node runs this file itself, and knows no decorators
const dataSource = await new DataSource({
  type: 'postgres',
  url: ownerUrl,
  installExtensions: false,
}).initialize();
const keys = new FirmKeys(new FileKeyWrapper(keysFolder));
await rotateKeys(new TenantDb(dataSource, keys), keys, firmId, {
  batch: 2,
  settleMs: 0,
  onBatch: (table, resealed) => process.stdout.write(`${table} ${resealed}\n`),
});
await dataSource.destroy();
