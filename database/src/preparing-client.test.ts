import { DataSource } from 'typeorm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildPerson } from '../../tests/support/build/person.ts';
import { buildFirm, openWorld, type TestWorld } from '../../tests/support/build/world.ts';
import { dataSourceOptions } from './data-source.ts';
import { TenantDb } from './tenancy/tenant-db.ts';

let world: TestWorld;
let one: DataSource;
beforeAll(async () => {
  world = await openWorld();
  one = await new DataSource(dataSourceOptions(world.urls.app, 1, { prepare: true })).initialize();
});
afterAll(async () => {
  await one.destroy();
  await world.close();
});

test('a plan that is kept asks each time whose transaction it is in', async () => {
  const [first, second] = [await buildFirm(world), await buildFirm(world)];
  for (const firm of [first, second]) await buildPerson(firm);
  const db = new TenantDb(one, world.keys);
  const people = (who: typeof first.who): Promise<{ firm_id: string }[]> =>
    db.run(who, (ctx) => ctx.em.query(`select firm_id from app.person where id is distinct from $1`, [null]));
  // more often than the five tries after which Postgres settles for one plan
  for (let i = 0; i < 8; i++) {
    for (const firm of [first, second])
      expect((await people(firm.who)).map((row) => row.firm_id)).toEqual([firm.firmId]);
  }
  const books = await db.run({ ...first.who, books: [] }, (ctx) =>
    ctx.em.query(`select firm_id from app.person where id is distinct from $1`, [null]),
  );
  expect(books).toEqual([]);
  const kept: { generic_plans: string }[] = await one.query(
    `select generic_plans from pg_prepared_statements where statement like 'select firm_id from app.person where id is distinct%'`,
  );
  expect(Number(kept[0]?.generic_plans)).toBeGreaterThan(0);
});

test('without a firm a kept plan still fails', async () => {
  const ask = () => one.query(`select 1 from app.meeting where id is distinct from $1`, [null]);
  for (let i = 0; i < 4; i++) await expect(ask()).rejects.toMatchObject({ code: '42501' });
});
