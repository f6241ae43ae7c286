// `npm run keys:rotate [-- --firm ID]`: a new data key and a new key-encryption key for one firm or all, and everything
// rewritten under them, while the product runs. Killed at any point, the same command goes on.
import { boot } from './boot.mjs';

await boot();
const { build } = await import('./lib/build.mjs');
await build();
const { rotateKeys } = await import('@rap/database/sealing/rotate-keys');
const { fail, openProduct, option } = await import('./lib/product.mjs');

// the owner of the tables: receipts and record versions are nobody else's to rewrite
const product = await openProduct('owner');
const all = await product.firms();
const named = option('firm') ?? 'all';
const firms = named === 'all' ? all : all.filter((id) => id === named);
if (firms.length === 0) fail(`There is no firm ${named}. There are: ${all.join(', ') || 'none'}`);

let unreadable = 0;
for (const firmId of firms) {
  const startedMs = Date.now();
  const report = await rotateKeys(product.db, product.keys, firmId, {
    onWait: (ms) =>
      console.error(`${firmId}: ${Math.ceil(ms / 1000)} s until no process has the old key in memory ...`),
  });
  const how = report.resumed ? 'an interrupted rotation went on' : 'rotated';
  console.log(
    `${firmId}: ${how} to key ${report.keyNo} in ${((Date.now() - startedMs) / 1000).toFixed(1)} s`,
  );
  for (const { column, values, resealed } of report.columns) {
    if (values > 0 || resealed > 0)
      console.log(`  ${column.padEnd(44)} ${values} under it, ${resealed} rewritten`);
  }
  for (const place of report.unreadable) console.log(`  UNREADABLE: ${place}`);
  unreadable += report.unreadable.length;
}
await product.close();
console.log(unreadable === 0 ? 'nothing stands under an older key' : `${unreadable} values do not open`);
process.exitCode = unreadable === 0 ? 0 : 1;
