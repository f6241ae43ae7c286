import { decideHeld, heldDeliveries } from '@rap/database/recovery/held-deliveries';
import { sleep } from '../../scripts/lib/processes.mjs';
import type { Lane } from './automation.ts';
import type { Lead } from './people.ts';
import type { Round } from './round.ts';
import type { Scene } from './scene.ts';

const ALL: readonly Lane[] = ['replies', 'texts', 'silent', 'books'];
/** long enough for the first steps of a run, and too short for its end */
const ON_THEIR_WAY_MS = 2_500;

/**
 * One of the two stores comes back as it was a while ago. Temporal: runs that began since are unknown to it, and others stand
 * where they stood. Postgres: runs are taken back, and may have sent what they are about to send.
 */
export const RESTORE_ROUNDS: readonly Round[] = [
  {
    name: 'Temporal restored older than Postgres',
    words: 'a copy of its store from some seconds before; reconciled at the start of the relay',
    play: temporalOlder,
  },
  {
    name: 'Postgres restored older than Temporal',
    words: 'backup, lost time, restore; what may have left is held, and people decide',
    play: postgresOlder,
  },
];

async function temporalOlder(scene: Scene): Promise<readonly string[]> {
  const { ground } = scene;
  const before = await come(scene);
  await ground.stop('temporal');
  const copy = ground.copyTemporal();
  await ground.start('temporal');
  const since = await come(scene);
  // a worker remembers runs as of later, and what it says of them would not fit the older history
  await ground.kill('worker');
  await ground.stop('temporal');
  ground.restoreTemporal(copy);
  await ground.start('temporal');
  await ground.start('worker');
  await ground.kill('relay');
  await ground.start('relay');
  return [...before, ...since].map((lead) => `older ${lead.email}`);
}

/** Nobody answers in the lost time: an answer that Postgres took and lost cannot come again. */
async function postgresOlder(scene: Scene): Promise<readonly string[]> {
  const { ground, people, takenBack } = scene;
  await scene.until('nobody else is on their way', () => scene.isOver());
  people.answering = false;
  const leads = await come(scene, scene.options.random.between(300, 2_500));
  const backup = await ground.backUpPostgres();
  await sleep(ON_THEIR_WAY_MS);
  await ground.restorePostgres(backup);
  for (const { email } of leads) takenBack.add(email);
  people.answering = true;
  await scene.until('what was taken back came to its end', async () => {
    await decideAll(scene);
    return (await scene.openRuns()) === 0;
  });
  // nothing of the lost time is open any more, and the operator says so: else a worker whose clock is slow would go on asking
  await ground.releaseRestore();
  return leads.map((lead) => `taken back ${lead.email}`);
}

/** As advisors do who ask the person: what has arrived is dropped, what has not is let go. */
async function decideAll({ firm, outside }: Scene): Promise<void> {
  for (const { id, personId, channel } of await firm.run(heldDeliveries)) {
    const table = channel === 'email' ? 'app.person_email' : 'app.person_phone';
    const column = channel === 'email' ? 'address_norm' : 'number';
    const [row] = await firm.rows<{ to: string }>(
      `select ${column} as to from ${table} where firm_id = $1 and person_id = $2`,
      [firm.firmId, personId],
    );
    const got = channel === 'email' ? await outside.mails(row?.to) : await outside.texts(row?.to);
    await firm.run((ctx) => decideHeld(ctx, id, got.length > 0 ? 'drop' : 'send'));
  }
}

async function come(scene: Scene, onTheirWayMs = ON_THEIR_WAY_MS): Promise<readonly Lead[]> {
  const { people, random } = scene.options;
  const leads = scene.people.come(Array.from({ length: Math.ceil(people / 2) }, () => random.of(ALL)));
  await scene.until('the forms are taken', async () => leads.every((lead) => lead.thanked));
  await sleep(onTheirWayMs);
  return leads;
}
