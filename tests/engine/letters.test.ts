import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { letterWorkflowId } from '@rap/contracts/letter';
import { LettersDue } from '@rap/database/letter/letters-due';
import { takeLetter, writeLetter } from '@rap/database/letter/letter-ledger';
import { Letters } from '@rap/providers/temporal/letters';
import { LetterPost } from '@rap/workers/relay/letter-post';
import { startEngine, type TestEngine } from '../support/build/engine.ts';
import { buildFirm, type TestFirm } from '../support/build/world.ts';

let engine: TestEngine;
let firm: TestFirm;
let post: LetterPost;
beforeAll(async () => {
  engine = await startEngine();
  firm = await buildFirm(engine.world);
  post = new LetterPost(
    new LettersDue(engine.world.dataSource),
    new Letters(engine.env.client, engine.taskQueue),
  );
}, 60_000);
afterAll(() => engine?.close());

let count = 0;
async function letter(minutes = 60): Promise<{ id: string; address: string }> {
  count += 1;
  const address = `reader-${count}@people.example`;
  await engine.tick();
  const id = await firm.run((ctx) =>
    writeLetter(ctx, {
      kind: 'reset',
      address,
      subject: 'Choose a new password',
      text: 'https://app.example/account/reset?token=secret',
      notAfterMs: ctx.now() + minutes * 60_000,
    }),
  );
  return { id, address };
}
const ended = (id: string): Promise<unknown> =>
  engine.env.client.workflow.getHandle(letterWorkflowId(firm.firmId, id)).result();
const kept = async (id: string) => {
  const rows: { status: string; words_sealed: Buffer | null }[] = await firm.run((ctx) =>
    ctx.em.query(`select status, words_sealed from app.letter where firm_id = $1 and id = $2`, [
      ctx.firmId,
      id,
    ]),
  );
  return rows[0];
};
async function arrived(address: string): Promise<number> {
  const answer = await fetch(`${engine.sandbox.url}/mail/api/messages?to=${address}`);
  return z.object({ messages: z.array(z.unknown()) }).parse(await answer.json()).messages.length;
}

test('a letter leaves once, and its words are gone then', { timeout: 60_000 }, async () => {
  const { id, address } = await letter();
  expect(await post.round()).toBe(1);
  expect(await post.round()).toBe(0);
  expect(await ended(id)).toBe('sent');
  expect(await kept(id)).toEqual({ status: 'sent', words_sealed: null });
  expect(await arrived(address)).toBe(1);
  await engine.activities.sendLetter({ firmId: firm.firmId, letterId: id });
  expect(await arrived(address)).toBe(1);
});

test('an attempt that died after its commit is never repeated', { timeout: 60_000 }, async () => {
  const { id, address } = await letter();
  await firm.run((ctx) => takeLetter(ctx, id));
  const { atMs } = (await engine.activities.sendLetter({ firmId: firm.firmId, letterId: id })) as {
    atMs: number;
  };
  expect(atMs).toBeGreaterThan(0);
  await firm.run((ctx) =>
    ctx.em.query(
      `update app.letter set handed_at = handed_at - interval '2 minutes' where firm_id = $1 and id = $2`,
      [ctx.firmId, id],
    ),
  );
  await post.round();
  expect(await ended(id)).toBe('unknown');
  expect(await arrived(address)).toBe(0);
});

test('a letter that is too late does not leave', { timeout: 60_000 }, async () => {
  const { id, address } = await letter(-1);
  await post.round();
  expect(await ended(id)).toBe('too_late');
  expect(await arrived(address)).toBe(0);
});
