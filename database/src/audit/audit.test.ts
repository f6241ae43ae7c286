import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildFirm, openWorld, type TestFirm, type TestWorld } from '../../../tests/support/build/world.ts';
import { buildPerson } from '../../../tests/support/build/person.ts';
import { audit } from '../records/record-change.ts';
import { SealerDb } from './sealer-db.ts';
import { verifyAudit } from './verify.ts';

let world: TestWorld;
let sealerPool: pg.Pool;
let owner: pg.Client;
beforeAll(async () => {
  world = await openWorld();
  sealerPool = new pg.Pool({ connectionString: world.urls.sealer, max: 4 });
  owner = new pg.Client({ connectionString: world.urls.owner });
  await owner.connect();
});
afterAll(async () => {
  await owner.end();
  await sealerPool.end();
  await world.close();
});

/** Seals until everything written so far is sealed: another file's open transaction may hold the horizon for a moment. */
async function sealAll(firm: TestFirm): Promise<void> {
  const sealer = new SealerDb(sealerPool);
  await expect
    .poll(
      async () => {
        await sealer.seal(firm.firmId);
        return (await firm.run((ctx) => verifyAudit(ctx))).unsealed;
      },
      { timeout: 10_000, interval: 20 },
    )
    .toBe(0);
}

test('rows of eight concurrent writers, with rollbacks and two sealers, are each sealed once', async () => {
  const firm = await buildFirm(world);
  let writing = true;
  const sealers = [1, 2].map(async () => {
    const sealer = new SealerDb(sealerPool);
    while (writing) await sealer.seal(firm.firmId);
  });
  let committed = 0;
  await Promise.all(
    Array.from({ length: 8 }, async (_, writer) => {
      for (let i = 0; i < 30; i++) {
        const lost = (writer + i) % 5 === 0;
        await firm
          .run(async (ctx) => {
            await audit(ctx, 'test.write', { writer, i });
            await ctx.em.query(`select pg_sleep($1)`, [((writer * i) % 7) / 1000]);
            if (lost) throw new Error('rolled back');
          })
          .then(() => committed++)
          .catch(() => undefined);
      }
    }),
  );
  writing = false;
  await Promise.all(sealers);
  await sealAll(firm);
  const verdict = await firm.run((ctx) => verifyAudit(ctx));
  expect(verdict.faults).toEqual([]);
  expect(verdict.rows).toBe(committed + 1); // and the founding of the firm
  expect(verdict.seals).toBeGreaterThan(2);
});

/** As somebody with the database's owner password would do it. */
const tampers: Record<string, { sql: string; code: string }> = {
  'an edited row': {
    sql: `update audit.event set detail = '{"edited":true}' where firm_id = $1 and id = (select id from audit.event where firm_id = $1 order by id limit 1)`,
    code: 'rows',
  },
  'a deleted row': {
    sql: `delete from audit.event where firm_id = $1 and id = (select id from audit.event where firm_id = $1 order by id limit 1)`,
    code: 'count',
  },
  'a row slipped in later': {
    sql: `insert into audit.event (firm_id, xid, actor, action, detail, correlation_id) values ($1, '3', 'user:x', 'x', '{}', 'x')`,
    code: 'count',
  },
  'a seal rewritten': { sql: `update audit.seal set n = n + 1 where firm_id = $1 and no = 1`, code: 'hash' },
  'a cut tail': {
    sql: `with cut as (delete from audit.seal where firm_id = $1 and no = (select max(no) from audit.seal where firm_id = $1) returning no)
          update audit.chain c set no = c.no - 1 from cut where c.firm_id = $1`,
    code: 'head',
  },
  'a changed record version': {
    sql: `update audit.record_version set snapshot_sealed = snapshot_sealed || '\\x00' where firm_id = $1`,
    code: 'snapshot',
  },
};

for (const [name, { sql, code }] of Object.entries(tampers)) {
  test(`${name} is found`, async () => {
    const firm = await buildFirm(world);
    await buildPerson(firm);
    await sealAll(firm);
    await buildPerson(firm);
    await sealAll(firm);
    expect((await firm.run((ctx) => verifyAudit(ctx))).ok).toBe(true);
    await owner.query(`begin`);
    for (const table of ['audit.event', 'audit.seal', 'audit.chain', 'audit.record_version']) {
      await owner.query(`alter table ${table} no force row level security`);
    }
    await owner.query(sql, [firm.firmId]);
    for (const table of ['audit.event', 'audit.seal', 'audit.chain', 'audit.record_version']) {
      await owner.query(`alter table ${table} force row level security`);
    }
    await owner.query(`commit`);
    const verdict = await firm.run((ctx) => verifyAudit(ctx));
    expect(verdict.faults.map((fault) => fault.code)).toContain(code);
  });
}
