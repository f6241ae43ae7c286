import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildPerson } from '../../../tests/support/build/person.ts';
import { buildFirm, openWorld, type TestFirm, type TestWorld } from '../../../tests/support/build/world.ts';
import { PersonEntity } from '../person/person.entity.ts';
import { findRecord } from '../records/write-record.ts';

let world: TestWorld;
let firm: TestFirm;
beforeAll(async () => {
  world = await openWorld({ poolSize: 3 });
  firm = await buildFirm(world);
});
afterAll(() => world.close());

test('without a firm in the transaction every read fails, also of an empty table', async () => {
  await expect(world.dataSource.query(`select * from app.meeting`)).rejects.toMatchObject({ code: '42501' });
});

test('another firm finds nothing and can write nothing into this one', async () => {
  const other = await buildFirm(world);
  const person = await buildPerson(firm);
  expect(await other.run((ctx) => findRecord(ctx, PersonEntity, person.id))).toBeUndefined();
  const moved = await other.run((ctx) =>
    ctx.em.query(`update app.person set city = 'x' where id = $1`, [person.id]),
  );
  expect(moved[1]).toBe(0);
  await expect(
    other.run((ctx) =>
      ctx.em.query(`insert into app.person (firm_id, book_id, last_name) values ($1, $2, 'x')`, [
        firm.firmId,
        firm.bookId,
      ]),
    ),
  ).rejects.toMatchObject({ code: '42501' });
});

test('a foreign key cannot reach another firm', async () => {
  const other = await buildFirm(world);
  const person = await buildPerson(firm);
  await expect(
    other.run((ctx) =>
      ctx.em.query(`insert into app.task (person_id, title) values ($1, 'call')`, [person.id]),
    ),
  ).rejects.toMatchObject({ code: '23503' });
});

test('the books wall hides people and what hangs on them', async () => {
  const person = await buildPerson(firm);
  const task = await firm.run((ctx) =>
    ctx.em.query(`insert into app.task (person_id, title) values ($1, 'call') returning id`, [person.id]),
  );
  const seen = (books: string[]) =>
    world.db.run({ ...firm.who, books }, async (ctx) => ({
      people: await ctx.em.query(`select id from app.person where id = $1`, [person.id]),
      tasks: await ctx.em.query(`select id from app.task where id = $1`, [task[0].id]),
    }));
  expect(await seen([firm.bookId])).toEqual({ people: [{ id: person.id }], tasks: [{ id: task[0].id }] });
  expect(await seen([])).toEqual({ people: [], tasks: [] });
});

test('a hundred requests of two firms over three connections never mix', async () => {
  const other = await buildFirm(world);
  const answers = await Promise.all(
    Array.from({ length: 100 }, (_, i) => {
      const asked = i % 2 === 0 ? firm : other;
      return asked
        .run(async (ctx) => (await ctx.em.query(`select app.firm() as f`))[0].f)
        .then((f: string) => f === asked.firmId);
    }),
  );
  expect(answers.every(Boolean)).toBe(true);
});
