// What a restored database must know before anything runs on it.
import { join } from 'node:path';
import { AnchorFile } from '@rap/database/audit/anchor-file';
import { verifyAudit } from '@rap/database/audit/verify';
import { noteRestore } from '@rap/database/recovery/restored-runs';
import { openDatabase } from './product.mjs';

/** Holds back what was due, says so in each firm's audit log, and verifies the chains. Answers how many faults they have. */
export async function settleRestored({ url, data, backupAt, restoredAt }) {
  const product = await openDatabase({
    url: url('app_owner'),
    relayUrl: url('app_relay'),
    keys: join(data, 'keys'),
  });
  await product.dataSource.query(`insert into app.recovery (backup_at, restored_at) values ($1, $2)`, [
    backupAt,
    restoredAt,
  ]);
  const { byFirm } = await new AnchorFile(join(data, 'anchors')).read();
  let [faults, runs, maybe] = [0, 0, 0];
  const firms = await product.firms();
  for (const firmId of firms) {
    const who = {
      firmId,
      actor: 'system:restore',
      books: '*',
      correlationId: `restore:${restoredAt.getTime()}`,
    };
    const verdict = await product.db.run(who, (ctx) => verifyAudit(ctx, byFirm.get(firmId) ?? []));
    for (const { seal, code, message } of verdict.faults) {
      console.log(`FAULT in the audit log of ${firmId} at seal ${seal} (${code}): ${message}`);
    }
    faults += verdict.faults.length;
    const noted = await product.db.run(who, (ctx) =>
      noteRestore(ctx, { backupAtMs: backupAt.getTime(), restoredAtMs: restoredAt.getTime() }),
    );
    runs += noted.runs;
    maybe += noted.maybe;
  }
  await product.close();
  console.log(
    `${firms.length} firms: ${faults} faults in their audit logs, ${maybe} of ${runs} open runs may have sent something since`,
  );
  return faults;
}
