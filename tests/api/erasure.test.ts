import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { FirmEraser } from '@rap/database/erasure/firm-eraser';
import { PLATFORM } from '@rap/database/identity/platform';
import { ErasureService } from '@rap/api/erasure/erasure.service';
import { signInAs, startApi, type TestApi } from '../support/build/api.ts';
import { buildOperator } from '../support/build/operator.ts';
import { buildFirm, openWorld, type TestWorld } from '../support/build/world.ts';

const LATER_MS = 8 * 366 * 86_400_000;
let world: TestWorld;
let api: TestApi;
let bare: TestApi;
let folder: string;
beforeAll(async () => {
  world = await openWorld();
  folder = await mkdtemp(join(tmpdir(), 'rap-exports-'));
  api = await startApi({ DATABASE_OWNER_URL: world.urls.owner, EXPORTS_DIR: folder }, world);
  bare = await startApi({}, world);
});
afterAll(async () => {
  await api?.close();
  await bare?.close();
  await world?.close();
  await rm(folder, { recursive: true });
});

const erasure = (firmId: string): string => `/api/operator/firms/${firmId}/erasure`;

/** As if its retention were over, and without a Temporal server. */
function yearsLater(): { ended: string[] } {
  const ended: string[] = [];
  const later = { now: () => Date.now() + LATER_MS };
  const service = api.app.get(ErasureService, { strict: false });
  Object.assign(service, {
    eraser: new FirmEraser(world.urls.owner, folder, world.keys, later),
    endRuns: (firmId: string) => {
      ended.push(firmId);
      return Promise.resolve({ ended: 3 });
    },
  });
  return { ended };
}

test('wants a fresh code and the name; says why it may not, and then nothing has changed', async () => {
  const firm = await buildFirm(world, { name: 'Harbor One' });
  const owner = await signInAs(api, firm, 'owner');
  const { ask, app } = await buildOperator(api);
  const path = erasure(firm.firmId);
  expect(await owner('POST', path, { confirm: 'Harbor One', code: '123456' })).toMatchObject({ status: 401 });
  expect(await ask('POST', path, { confirm: 'Harbor One', code: '000000' })).toMatchObject({
    status: 422,
    body: { errors: [{ field: 'code', code: 'wrong' }] },
  });
  const code = app.next();
  expect(await ask('POST', path, { confirm: 'harbor one', code })).toMatchObject({
    status: 422,
    body: { errors: [{ field: 'confirm', code: 'not_the_name', fix: 'Type Harbor One' }] },
  });
  // the code was used for that
  expect((await ask('POST', path, { confirm: 'Harbor One', code })).status).toBe(422);
  expect(await readdir(folder)).toEqual([]);
  expect((await owner('GET', '/api/firm')).status).toBe(200);
});

test('refused under a legal hold with the reason, and done once it is released; asked again it says what was done', async () => {
  const firm = await buildFirm(world, { name: 'Harbor One' });
  const owner = await signInAs(api, firm, 'owner');
  const hold = await owner('POST', '/api/legal-holds', { matter: 'an examination' });
  const { ended } = yearsLater();
  const ask = async () => {
    const one = await buildOperator(api);
    return one.ask('POST', erasure(firm.firmId), { confirm: 'Harbor One', code: one.app.next() });
  };
  expect(await ask()).toMatchObject({
    status: 409,
    body: { code: 'legal_hold', detail: expect.stringContaining('legal hold') },
  });
  expect(ended).toEqual([]);
  const { id, version } = hold.body;
  await owner('POST', `/api/legal-holds/${String(id)}/release`, { version });

  const done = await ask();
  expect(done, JSON.stringify(done.body)).toMatchObject({
    status: 200,
    body: { outcome: 'erased', workflowsEnded: 3, rows: { 'app.firm': 1, 'app.legal_hold': 1 } },
  });
  expect(ended).toEqual([firm.firmId]);
  expect(await readdir(String(done.body['exportFolder']))).toContain('manifest.json');
  expect((await owner('GET', '/api/firm')).status).toBe(401);
  expect(await ask()).toMatchObject({
    status: 200,
    body: { ...done.body, outcome: 'erased_before', workflowsEnded: 0 },
  });

  const who = { firmId: PLATFORM, actor: 'system:test', books: '*', correlationId: 'test' } as const;
  const rows: { action: string; actor: string }[] = await world.db.run(who, (ctx) =>
    ctx.em.query(`select action, actor from audit.event where detail->>'firmId' = $1 order by id`, [
      firm.firmId,
    ]),
  );
  expect(rows.map(({ action }) => action)).toEqual(
    ['erase_refused', 'erase_begin', 'erase', 'erase_again'].map((what) => `directory.firm.${what}`),
  );
  for (const { actor } of rows) expect(actor).toMatch(/^operator:[0-9a-f-]{36}$/);
});

test('an unknown firm is none, and an API that is not set up for it says what to do', async () => {
  const { ask, app } = await buildOperator(api);
  expect((await ask('POST', erasure(PLATFORM), { confirm: 'x', code: app.next() })).status).toBe(404);
  const other = await buildOperator(bare);
  const refused = await other.ask('POST', erasure(PLATFORM), { confirm: 'x', code: other.app.next() });
  expect(refused).toMatchObject({
    status: 409,
    body: { code: 'not_set_up', detail: expect.stringContaining('npm run firm:erase') },
  });
});
