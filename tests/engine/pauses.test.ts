import { afterAll, beforeAll, expect, test } from 'vitest';
import { RunControlService } from '@rap/api/enrolment/run-control.service';
import { pauseAutomation, resumeAutomation } from '@rap/database/automation/automation-pause';
import { AutomationEntity } from '@rap/database/automation/automation.entity';
import { askToEnrol } from '@rap/database/enrolment/enrol-by-hand';
import { EnrolmentEntity } from '@rap/database/enrolment/enrolment.entity';
import type { AutomationPause } from '@rap/contracts/automation/run';
import { startEngine, type TestEngine } from '../support/build/engine.ts';
import { buildNoteAutomation } from '../support/build/note-automation.ts';
import { buildPerson } from '../support/build/person.ts';
import { buildFirm, type TestFirm } from '../support/build/world.ts';

const DAY = 86_400_000;
let engine: TestEngine;
let firm: TestFirm;
beforeAll(async () => {
  engine = await startEngine();
  firm = await buildFirm(engine.world, { settings: { fourEyes: false } });
}, 90_000);
afterAll(() => engine?.close());

async function enter(automationId: string): Promise<EnrolmentEntity> {
  await engine.tick();
  const { id: personId } = await buildPerson(firm);
  await firm.run((ctx) => askToEnrol(ctx, automationId, [personId]));
  await engine.relayed();
  const row = await rowOf({ automationId, personId });
  await expect.poll(async () => (await rowOf({ id: row.id })).why, { timeout: 15_000 }).toBe('time');
  return row;
}
const rowOf = (where: Partial<Pick<EnrolmentEntity, 'id' | 'automationId' | 'personId'>>) =>
  firm.run((ctx) => ctx.em.getRepository(EnrolmentEntity).findOneByOrFail({ firmId: ctx.firmId, ...where }));
const result = ({ id }: EnrolmentEntity): Promise<unknown> =>
  engine.env.client.workflow.getHandle(`run:${firm.firmId}:${id}`).result();
/** Days from entering to the end. */
async function lasted(row: EnrolmentEntity): Promise<number> {
  const { endedAt } = await rowOf({ id: row.id });
  return ((endedAt?.getTime() ?? 0) - row.occurredAt.getTime()) / DAY;
}
const days = async (count: number): Promise<void> => {
  await engine.env.sleep(count * DAY);
  await engine.tick();
};
const automationOf = (id: string) =>
  firm.run((ctx) => ctx.em.getRepository(AutomationEntity).findOneByOrFail({ firmId: ctx.firmId, id }));
const pause = async (id: string, mode: AutomationPause): Promise<unknown> => {
  const row = await automationOf(id);
  return firm.run((ctx) => pauseAutomation(ctx, row, row.version, mode));
};
const resume = async (id: string): Promise<unknown> => {
  const row = await automationOf(id);
  return firm.run((ctx) => resumeAutomation(ctx, row, row.version));
};

test(
  'freeze: a week in which the clock stood for two days is nine days long, though the run slept',
  { timeout: 60_000 },
  async () => {
    const automationId = await buildNoteAutomation(firm);
    const row = await enter(automationId);
    await days(1);
    await pause(automationId, 'freeze');
    await days(2);
    await resume(automationId);
    await result(row);
    expect(await lasted(row)).toBeCloseTo(9, 1);
  },
);

test(
  'hold sends: the wait runs on, nothing is done, and a release wakes only who stands',
  { timeout: 60_000 },
  async () => {
    const automationId = await buildNoteAutomation(firm);
    const row = await enter(automationId);
    await pause(automationId, 'holdSends');
    await days(8);
    await expect.poll(async () => (await rowOf({ id: row.id })).why, { timeout: 15_000 }).toBe('paused');
    await days(3);
    await resume(automationId);
    // not by waiting for its result: the clock would run ahead of the relay, which wakes it
    await expect.poll(async () => (await rowOf({ id: row.id })).status, { timeout: 15_000 }).toBe('ended');
    expect(await lasted(row)).toBeCloseTo(11, 0);
  },
);

test('end everyone: who sleeps is woken and ends, and nobody enters', { timeout: 60_000 }, async () => {
  const automationId = await buildNoteAutomation(firm);
  const rows = [await enter(automationId), await enter(automationId)];
  await pause(automationId, 'endEveryone');
  for (const row of rows) {
    await expect.poll(async () => (await rowOf({ id: row.id })).status, { timeout: 15_000 }).toBe('ended');
    expect((await rowOf({ id: row.id })).outcome).toBe('ended: the automation was ended for everybody');
  }
  const late = await buildPerson(firm);
  expect(await firm.run((ctx) => askToEnrol(ctx, automationId, [late.id]))).toMatchObject({
    people: [{ refused: 'stopped' }],
  });
});

test(
  'hands on one run: a wait is moved, a hold stands over it, its release lets it go on',
  { timeout: 60_000 },
  async () => {
    const automationId = await buildNoteAutomation(firm);
    const row = await enter(automationId);
    const service = new RunControlService(engine.world.db, engine.runs);
    const me = { who: firm.who, userId: firm.ownerId, role: 'owner', sessionId: 'none' } as const;
    const until = new Date(row.occurredAt.getTime() + 2 * DAY).toISOString();
    const { n } = (await rowOf({ id: row.id })).state;
    expect(await service.control(me, row.id, { do: 'moveWait', n, until })).toMatchObject({
      delivered: true,
    });
    await expect(service.control(me, row.id, { do: 'skip', n })).rejects.toMatchObject({
      problem: { code: 'stale_version' },
    });
    await service.control(me, row.id, { do: 'hold', reason: 'asked to wait' });
    await expect.poll(async () => (await rowOf({ id: row.id })).why, { timeout: 15_000 }).toBe('held');
    await days(4);
    await service.control(me, row.id, { do: 'release' });
    await result(row);
    expect(await lasted(row)).toBeCloseTo(4, 0);
  },
);
