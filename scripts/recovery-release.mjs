// `npm run recovery:release`: lets go everything that waits because of a restore, of all firms. For single messages there is
// GET /api/held-messages.
import { boot } from './boot.mjs';

await boot();
const { build } = await import('./lib/build.mjs');
await build();
const { openProduct } = await import('./lib/product.mjs');

const product = await openProduct('owner');
const { releaseRestores } = await import('@rap/database/recovery/release-restores');
const released = await releaseRestores((sql) => product.dataSource.query(sql));
for (const { backup_at: backup, restored_at: restored } of released) {
  console.log(`released: the restore of ${restored.toISOString()} to ${backup.toISOString()}`);
}
if (released.length > 0) {
  const { audit } = await import('@rap/database/records/record-change');
  for (const firmId of await product.firms()) {
    const who = { firmId, actor: 'system:restore', books: '*', correlationId: 'recovery-release' };
    await product.db.run(who, (ctx) => audit(ctx, 'system.recovery_released', {}));
  }
}
await product.close();
console.log(
  released.length > 0 ? 'held messages leave within five minutes' : 'nothing waits because of a restore',
);
