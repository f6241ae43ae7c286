import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildPerson } from '../../../tests/support/build/person.ts';
import { buildFirm, openWorld, type TestFirm, type TestWorld } from '../../../tests/support/build/world.ts';
import { changePerson, deletePerson, restorePerson } from '../person/person-commands.ts';
import { PersonEntity } from '../person/person.entity.ts';
import { findRecord } from './write-record.ts';

let world: TestWorld;
let firm: TestFirm;
beforeAll(async () => {
  world = await openWorld();
  firm = await buildFirm(world);
});
afterAll(() => world.close());

test('of many writes from one version exactly one is taken, the others are shown the row as it stands', async () => {
  const person = await buildPerson(firm);
  const outcomes = await Promise.all(
    Array.from({ length: 8 }, (_, i) =>
      firm.run((ctx) => changePerson(ctx, person.id, { version: person.version, city: `City ${i}` })),
    ),
  );
  const written = outcomes.filter((o) => o.outcome === 'written');
  expect(written).toHaveLength(1);
  expect(outcomes.filter((o) => o.outcome === 'stale').every((o) => o.current.version === 2)).toBe(true);
});

test('every change leaves a sealed version with its author, and an audit row that names the fields but no values', async () => {
  const person = await buildPerson(firm, { lastName: 'Plantedname' });
  await firm.run((ctx) => changePerson(ctx, person.id, { version: 1, city: 'Plantedville' }));
  const { versions, events } = await firm.run(async (ctx) => ({
    versions: await ctx.em.query(
      `select id, version, change, actor, snapshot_sealed from audit.record_version where record_id = $1 order by version`,
      [person.id],
    ),
    events: await ctx.em.query(
      `select action, detail::text as detail from audit.event where detail->>'recordId' = $1 order by id`,
      [person.id],
    ),
  }));
  expect(
    versions.map((v: { version: number; change: string; actor: string }) => [v.version, v.change, v.actor]),
  ).toEqual([
    [1, 'create', firm.who.actor],
    [2, 'update', firm.who.actor],
  ]);
  const snapshot = await firm.run((ctx) =>
    ctx.sealer.open(
      { table: 'audit.record_version', column: 'snapshot', rowId: versions[1].id },
      versions[1].snapshot_sealed,
    ),
  );
  expect(JSON.parse(snapshot)).toMatchObject({ lastName: 'Plantedname', city: 'Plantedville', version: 2 });
  expect(events.map((e: { action: string }) => e.action)).toEqual(['app.person.create', 'app.person.update']);
  expect(events[1].detail).toContain('city');
  expect(JSON.stringify(events)).not.toMatch(/Planted/);
});

test('nobody but the retention role can delete a record, and versions cannot be changed by anybody', async () => {
  const person = await buildPerson(firm);
  const refused = { code: '42501' };
  await expect(
    firm.run((ctx) => ctx.em.query(`delete from app.person where id = $1`, [person.id])),
  ).rejects.toMatchObject(refused);
  await expect(
    firm.run((ctx) => ctx.em.query(`update audit.record_version set reason = 'x'`)),
  ).rejects.toMatchObject(refused);
  await expect(firm.run((ctx) => ctx.em.query(`delete from audit.event`))).rejects.toMatchObject(refused);
});

test('a deleted person is gone from view and comes back whole', async () => {
  const person = await buildPerson(firm);
  await firm.run((ctx) => deletePerson(ctx, person.id, 1));
  expect(await firm.run((ctx) => findRecord(ctx, PersonEntity, person.id))).toBeUndefined();
  const back = await firm.run((ctx) => restorePerson(ctx, person.id, 2));
  expect(back).toMatchObject({ outcome: 'written', row: { deletedAt: null, version: 3 } });
});
