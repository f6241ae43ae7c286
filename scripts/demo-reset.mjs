// `npm run demo:reset`: erases the demo firm with everything that was done in it, and founds and fills it anew. Other firms stay.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { boot } from './boot.mjs';

await boot();
const { FirmEraser } = await import('@rap/database/erasure/firm-eraser');
const { FirmKeys } = await import('@rap/database/sealing/firm-keys');
const { FileKeyWrapper } = await import('@rap/database/sealing/key-wrapper');
const { endFirmWorkflows } = await import('@rap/providers/temporal/end-firm');
const { temporalClient } = await import('@rap/providers/temporal/client');
const { databaseUrl, dataFolder, exportsFolder, fail, keysFolder, openProduct, temporalAddress } =
  await import('./lib/product.mjs');
const { readRun } = await import('./lib/run-file.mjs');
const { untilItRuns, whileItStandsStill } = await import('./lib/stand-still.mjs');

const data = dataFolder();
const run = readRun(join(data, 'run.json'));
if (!run?.ready) fail('Start the product first: npm start');
if (run.children.some(({ name }) => name === 'demo'))
  fail('The demo firm is being filled: try again in half a minute');
const file = run.addresses.demoSignIn;
if (!existsSync(file)) fail('This installation has no demo firm.');
const { firmId } = JSON.parse(readFileSync(file, 'utf8'));
if (firmId) await erase(firmId);
await whileItStandsStill(data, () => writeFileSync(file, '{"foundAgain":true}\n', { mode: 0o600 }));
await untilItRuns(data);
const { email } = JSON.parse(readFileSync(file, 'utf8'));
console.log(`a new demo firm is founded: ${email}, password in ${file}; its people come within a minute`);

async function erase(firm) {
  const temporal = await temporalClient(temporalAddress(), keysFolder());
  const eraser = new FirmEraser(
    databaseUrl('owner'),
    exportsFolder(),
    new FirmKeys(new FileKeyWrapper(keysFolder())),
  );
  const done = await eraser.erase({
    firmId: firm,
    confirm: await nameOf(firm),
    actor: `operator:${userInfo().username}`,
    correlationId: `erasure:${firm}`,
    endRuns: async () => void (await endFirmWorkflows(temporal, firm)),
  });
  await temporal.connection.close();
  if (done.outcome === 'refused') fail(`Not erased (${done.refusal.code}): ${done.refusal.words}`);
  // an interrupted reset has erased it before
  if (!('certificate' in done)) return;
  const rows = Object.values(done.certificate.rows).reduce((sum, one) => sum + one, 0);
  console.log(`the demo firm is erased: ${rows} rows, and its keys`);
  // nobody's records stand in it
  if (done.exportFolder) rmSync(done.exportFolder, { recursive: true });
}

/** Whoever resets it need not type its name: only what was founded as a demo is erased this early. */
async function nameOf(firm) {
  const product = await openProduct('owner');
  try {
    return await product.db.run(
      { firmId: firm, actor: 'system:erasure', books: '*', correlationId: `erasure:${firm}` },
      async ({ em }) => {
        const [row] = await em.query(`select name from app.firm where firm_id = $1`, [firm]);
        return row?.name ?? '';
      },
    );
  } finally {
    await product.close();
  }
}
