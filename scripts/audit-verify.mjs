// `npm run audit:verify`: recomputes the audit chain of every firm and compares it with what was copied outside the database;
// exit 1 when a fault is found.
import { boot } from './boot.mjs';

await boot();
const { build } = await import('./lib/build.mjs');
await build();
const { AnchorFile } = await import('@rap/database/audit/anchor-file');
const { PLATFORM } = await import('@rap/database/identity/platform');
const { verifyAudit } = await import('@rap/database/audit/verify');
const { anchorsFolder, openProduct } = await import('./lib/product.mjs');

const product = await openProduct('app');
const { byFirm, broken } = await new AnchorFile(anchorsFolder()).read();
let faults = broken.length;
for (const line of broken) console.log(`FAULT: line ${line} of the anchors is not as it was written`);

const firms = [...(await product.firms()), PLATFORM];
for (const firmId of firms) {
  const who = { firmId, actor: 'system:audit-verify', books: '*', correlationId: 'audit-verify' };
  const anchors = byFirm.get(firmId) ?? [];
  const { rows, seals, unsealed, head, ...verdict } = await product.db.run(who, (ctx) =>
    verifyAudit(ctx, anchors),
  );
  faults += verdict.faults.length;
  console.log(
    `${firmId === PLATFORM ? 'operators of the platform' : firmId}: ${rows} rows in ${seals} seals, ${unsealed} not sealed yet, ${anchors.length} anchors, head ${head ? `${head.no} ${head.hash}` : 'none'}`,
  );
  for (const { seal, code, message } of verdict.faults)
    console.log(`  FAULT at seal ${seal} (${code}): ${message}`);
}
const erased = await product.erasedFirms();
for (const firmId of byFirm.keys()) {
  if (firms.includes(firmId) || erased.includes(firmId)) continue;
  faults += 1;
  console.log(`FAULT: firm ${firmId} has anchors, and neither a chain nor a certificate of its erasure`);
}
await product.close();
console.log(faults === 0 ? 'the audit log is as it was written' : `${faults} faults`);
process.exitCode = faults === 0 ? 0 : 1;
