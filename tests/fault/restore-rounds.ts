import { sleep } from '../../scripts/lib/processes.mjs';
import type { Lane } from './automation.ts';
import type { Lead } from './people.ts';
import type { Round } from './round.ts';
import type { Scene } from './scene.ts';

const ALL: readonly Lane[] = ['replies', 'texts', 'silent', 'books'];
/** long enough for the first steps of a run, and too short for its end */
const ON_THEIR_WAY_MS = 2_500;

/** Temporal comes back as it was a while ago: runs that began since are unknown to it, and others stand where they stood. */
export const RESTORE_ROUNDS: readonly Round[] = [
  {
    name: 'Temporal restored older than Postgres',
    words: 'a copy of its store from some seconds before; reconciled at the start of the relay',
    play: temporalOlder,
  },
];

async function temporalOlder(scene: Scene): Promise<readonly string[]> {
  const { ground } = scene;
  const before = await come(scene);
  await ground.stop('temporal');
  const copy = ground.copyTemporal();
  await ground.start('temporal');
  const since = await come(scene);
  await ground.stop('temporal');
  ground.restoreTemporal(copy);
  await ground.start('temporal');
  await ground.kill('relay');
  await ground.start('relay');
  return [...before, ...since].map((lead) => `older ${lead.email}`);
}

async function come(scene: Scene): Promise<readonly Lead[]> {
  const { people, random } = scene.options;
  const leads = scene.people.come(Array.from({ length: Math.ceil(people / 2) }, () => random.of(ALL)));
  await scene.until('the forms are taken', async () => leads.every((lead) => lead.thanked));
  await sleep(ON_THEIR_WAY_MS);
  return leads;
}
