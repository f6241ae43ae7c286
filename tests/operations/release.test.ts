import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { createActivities, type Activities } from '@rap/activities/activities';
import type { LetterSender } from '@rap/activities/sending/letter-sender';
import type { WebhookStep } from '@rap/activities/webhook/webhook-step';
import type { MessageSender } from '@rap/activities/sending/message-sender';
import type { DraftDefinition } from '@rap/contracts/automation/definition';
import { runIdOf, type AdvanceInput } from '@rap/contracts/automation/run';
import { createLog } from '@rap/providers/operations/log';
import { AutomationRuns } from '@rap/providers/temporal/automation-runs';
import { EncryptionCodec, loadCodecKeys } from '@rap/providers/temporal/codec';
import { createWorkers, type Workers } from '@rap/workers/create-worker';
import { setCurrentVersion } from '../../scripts/lib/temporal.mjs';
import { publishAutomation } from '../support/build/automation.ts';
import { enrolPerson } from '../support/build/note-automation.ts';
import { buildFirm, openWorld, type TestFirm, type TestWorld } from '../support/build/world.ts';

const seconds = (value: number) => ({ value, unit: 'seconds' as const });
const note = (label: string, next: string) =>
  ({ kind: 'note', label, params: { text: label }, ports: { next } }) as const;
const wait = (value: number, next: string) =>
  ({ kind: 'wait.for', label: 'Wait', params: { for: seconds(value) }, ports: { next } }) as const;
/** Two notes, each after a wait: the first wait begins under the old release and ends under the new one. */
const TWO_NOTES: DraftDefinition = {
  schema: 1,
  name: 'Two notes',
  trigger: { kind: 'manual', params: {}, next: 'first' },
  nodes: {
    first: note('Under the old release', 'pause'),
    pause: wait(12, 'second'),
    second: note('Under the new release', 'rest'),
    rest: wait(1, 'third'),
    third: note('And on', 'END'),
  },
  goals: [],
  settings: { reentry: 'never', failureStop: { pct: 50, min: 10 }, maxSteps: 50 },
};

let world: TestWorld;
let firm: TestFirm;
let client: Client;
let connection: Connection;
let folder: string;
const prefix = `${randomUUID()}-`;
const ran: string[] = [];
beforeAll(async () => {
  world = await openWorld();
  firm = await buildFirm(world, { settings: { fourEyes: false, allowTestDurations: true } });
  folder = await mkdtemp(join(tmpdir(), 'rap-release-'));
  connection = await Connection.connect({ address: inject('temporalAddress') });
  client = new Client({ connection, dataConverter: { payloadCodecs: [await codec()] } });
});
afterAll(async () => {
  await connection.close();
  await world.close();
  await rm(folder, { recursive: true, force: true });
});

const codec = async () => new EncryptionCodec(await loadCodecKeys(world.keysFolder));

/** Workers of one release, which write down each segment that they run. */
async function release(buildId: string, bundle: string): Promise<Workers & { ended: Promise<void> }> {
  const sender = {} as MessageSender; // the automation sends nothing
  const letters = {} as LetterSender; // nor writes letters
  const webhooks = {} as WebhookStep; // nor tells other systems
  const clock = { now: () => Date.now() };
  const activities = createActivities({ db: world.db, sender, letters, webhooks, clock });
  const told: Activities = {
    ...activities,
    advance: async (input: AdvanceInput) => {
      const out = await activities.advance(input);
      ran.push(`${buildId} ${input.who.enrolmentId} ${input.state.seg}`);
      return out;
    },
  };
  const workers = await createWorkers({
    address: inject('temporalAddress'),
    workflowBundle: bundle,
    activities: told,
    codec: await codec(),
    log: createLog('worker', 'silent'),
    databaseConnections: 10,
    buildId,
    queuePrefix: prefix,
  });
  const ended = workers.run();
  return { ...workers, ended };
}

test('a release takes over the runs that the one before it began; nothing is lost or done twice', async () => {
  const [old, next] = [`old-${randomUUID().slice(0, 8)}`, `new-${randomUUID().slice(0, 8)}`];
  const before = await release(old, inject('workflowBundle'));
  await setCurrentVersion(inject('temporalAddress'), old);

  const automationId = await publishAutomation(firm, { definition: TWO_NOTES, templates: {} });
  const runs = new AutomationRuns(client, `${prefix}automations`);
  const people = await Promise.all([1, 2, 3].map(() => enrolPerson(firm, automationId)));
  for (const { enrolmentId, state } of people) {
    const who = { firmId: firm.firmId, automationId, enrolmentId };
    await runs.start(runIdOf(who), { v: 1, who, state, search: { automationVersion: '1' } });
  }
  const notes = (): Promise<{ person_id: string }[]> =>
    firm.run((ctx) => ctx.em.query(`select person_id from app.note`));
  await expect.poll(async () => (await notes()).length, { timeout: 10_000 }).toBe(3);

  // the new release: other details of the shell, and what the old one holds in memory is gone
  const code = await readFile(inject('workflowBundle'), 'utf8');
  const changed = code.replace(/(['"])8s\1/g, '$19s$1');
  expect(changed).not.toBe(code);
  const bundle = join(folder, 'new.js');
  await writeFile(bundle, changed);
  const after = await release(next, bundle);
  await setCurrentVersion(inject('temporalAddress'), next);
  before.shutdown();
  await before.ended;
  await before.close();
  expect(ran.some((line) => line.startsWith(next))).toBe(false); // all of them waited meanwhile

  for (const { enrolmentId } of people) {
    const handle = client.workflow.getHandle(runIdOf({ firmId: firm.firmId, enrolmentId }));
    await handle.result();
    const { raw } = await handle.describe();
    const version = raw.workflowExecutionInfo?.versioningInfo?.deploymentVersion?.buildId;
    expect(version).toBe(next);
    const segments = ran.filter((line) => line.includes(enrolmentId));
    expect(segments.length).toBeGreaterThan(2);
    expect(segments.filter((line) => line.startsWith(old)).length).toBe(1);
    expect(segments.at(-1)).toContain(next);
  }
  for (const { personId } of people)
    expect((await notes()).filter((row) => row.person_id === personId)).toHaveLength(3);
  after.shutdown();
  await after.ended;
  await after.close();
}, 90_000);

test('a worker told to end finishes what it does, then ends', async () => {
  const workers = await createWorkers({
    address: inject('temporalAddress'),
    workflowBundle: inject('workflowBundle'),
    activities: {
      advance: async ({ state }: AdvanceInput) => {
        ran.push('slow activity began');
        await new Promise((resolve) => setTimeout(resolve, 2_000));
        return { state, command: { do: 'end', outcome: 'finished' }, trail: [] };
      },
    } as unknown as Activities,
    codec: await codec(),
    log: createLog('worker', 'silent'),
    databaseConnections: 10,
    queuePrefix: `end-${prefix}`,
  });
  const running = workers.run();
  const automationId = randomUUID();
  const who = { firmId: firm.firmId, automationId, enrolmentId: randomUUID() };
  const [{ state }] = [
    await enrolPerson(firm, await publishAutomation(firm, { definition: TWO_NOTES, templates: {} })),
  ];
  const runs = new AutomationRuns(client, `end-${prefix}automations`);
  await runs.start(runIdOf(who), { v: 1, who, state, search: { automationVersion: '1' } });
  await expect.poll(() => ran.includes('slow activity began'), { timeout: 20_000 }).toBe(true);
  const fromMs = Date.now();
  workers.shutdown();
  await running;
  expect(Date.now() - fromMs).toBeLessThan(8_000);
  await workers.close();
  expect(await client.workflow.getHandle(runIdOf(who)).result()).toBe('finished');
}, 60_000);
