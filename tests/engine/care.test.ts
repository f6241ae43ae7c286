import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { refillMilestones, tellMilestones } from '@rap/database/care/milestones';
import { tellOverdueTasks } from '@rap/database/care/overdue-tasks';
import { changePerson } from '@rap/database/person/person-commands';
import { noteContact } from '@rap/database/person/note-contact';
import { changeTask, createTask } from '@rap/database/task/task-commands';
import { buildPerson } from '../support/build/person.ts';
import { buildFirm, openWorld, type TestFirm, type TestWorld } from '../support/build/world.ts';

const clock = { at: 0, now: () => clock.at };
let world: TestWorld;
let firm: TestFirm;
beforeAll(async () => {
  world = await openWorld({ clock });
});
afterAll(() => world?.close());
beforeEach(async () => {
  clock.at = Date.parse('2027-02-20T15:00:00Z');
  firm = await buildFirm(world);
});

/** One night of the hourly round. */
async function round(): Promise<number> {
  await firm.run((ctx) => refillMilestones(ctx));
  return firm.run(tellMilestones);
}
const told = async (personId: string): Promise<string[]> => {
  const rows: { milestone: string }[] = await firm.run((ctx) =>
    ctx.em.query(
      `select payload->>'milestone' as milestone from spine.event where firm_id = $1 and subject_id = $2 and kind = 'date.due' order by seq`,
      [ctx.firmId, personId],
    ),
  );
  return rows.map((row) => row.milestone);
};
const day = 86_400_000;

test('a birthday is told once, over reruns, missed days and a whole year of refills', async () => {
  const { id } = await buildPerson(firm, { birthDate: '1952-02-29' });
  await round();
  expect(await told(id)).toEqual([]);
  clock.at = Date.parse('2027-02-28T12:00:00Z'); // 7 am in New York: too early
  await round();
  expect(await told(id)).toEqual([]);
  // everything stood still until March 3
  clock.at = Date.parse('2027-03-03T14:00:00Z');
  for (let again = 0; again < 3; again++) await round();
  expect(await told(id)).toEqual(['birthday']);
  for (let week = 0; week < 51; week++) {
    clock.at += 7 * day;
    await round();
  }
  expect((await told(id)).filter((kind) => kind === 'birthday')).toEqual(['birthday']);
  clock.at = Date.parse('2028-02-29T14:00:00Z');
  await round();
  expect((await told(id)).filter((kind) => kind === 'birthday')).toEqual(['birthday', 'birthday']);
});

test('a changed birth date takes the place of the old one at once', async () => {
  const { id } = await buildPerson(firm, { birthDate: '1960-02-20' });
  await round();
  expect(await told(id)).toEqual(['birthday']);
  const other = await buildPerson(firm, { birthDate: '1960-02-21' });
  await firm.run((ctx) => changePerson(ctx, other.id, { version: 1, birthDate: '1960-02-25' }));
  clock.at = Date.parse('2027-02-21T15:00:00Z');
  await firm.run(tellMilestones);
  expect(await told(other.id)).toEqual([]);
  clock.at = Date.parse('2027-02-25T15:00:00Z');
  await round();
  expect(await told(other.id)).toEqual(['birthday']);
});

test('no more than the next 60 days stand in the table', async () => {
  await buildPerson(firm, { birthDate: '1967-10-30', reviewDueOn: '2027-06-01' });
  await round();
  const rows: { kind: string }[] = await firm.run((ctx) =>
    ctx.em.query(`select kind from app.person_milestone`),
  );
  expect(rows).toEqual([]);
  clock.at = Date.parse('2027-04-03T15:00:00Z');
  await round();
  const near: { kind: string }[] = await firm.run((ctx) =>
    ctx.em.query(`select kind from app.person_milestone where fired_at is null order by on_date, kind`),
  );
  expect(near.map(({ kind }) => kind)).toContain('age_59_half');
  expect(near.map(({ kind }) => kind)).toContain('review_due');
});

test('90 days without contact are told, and not when there was contact meanwhile', async () => {
  const [quiet, busy] = [await buildPerson(firm), await buildPerson(firm)];
  clock.at += 80 * day;
  await round();
  await firm.run((ctx) => noteContact(ctx, busy.id));
  clock.at += 10 * day;
  await firm.run(tellMilestones);
  await round();
  expect(await told(quiet.id)).toEqual(['no_contact_90_days']);
  expect(await told(busy.id)).toEqual([]);
});

test('an overdue task is told once, and again when it gets another day', async () => {
  const { id: personId } = await buildPerson(firm);
  const dueAt = new Date(clock.at + day).toISOString();
  const task = await firm.run((ctx) => createTask(ctx, { title: 'Call', personId, dueAt }));
  const late = (): Promise<number> => firm.run(tellOverdueTasks);
  expect(await late()).toBe(0);
  clock.at += 2 * day;
  expect([await late(), await late()]).toEqual([1, 0]);
  const next = new Date(clock.at + day).toISOString();
  await firm.run((ctx) => changeTask(ctx, task.id, { version: 1, dueAt: next }));
  expect(await late()).toBe(0);
  clock.at += 2 * day;
  expect(await late()).toBe(1);
});
