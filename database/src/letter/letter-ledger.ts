import type { LetterKind, LetterStatus } from '@rap/contracts/letter';
import { audit } from '../records/record-change.ts';
import { newId } from '../records/new-id.ts';
import type { FirmContext } from '../tenancy/context.ts';
import { LetterEntity } from './letter.entity.ts';

export interface LetterWords {
  readonly subject: string;
  readonly text: string;
}

/** Keeps a letter in the transaction that needs it; its workflow is started from `directory.letter_due`. Answers its id. */
export async function writeLetter(
  ctx: FirmContext,
  letter: LetterWords & { kind: LetterKind; address: string; userId?: string; notAfterMs: number },
): Promise<string> {
  const id = newId();
  const { subject, text } = letter;
  await ctx.em.getRepository(LetterEntity).insert({
    id,
    kind: letter.kind,
    userId: letter.userId ?? null,
    addressSealed: await ctx.sealer.seal(addressOf(id), letter.address),
    wordsSealed: await ctx.sealer.seal(wordsOf(id), JSON.stringify({ subject, text })),
    notAfter: new Date(letter.notAfterMs),
  });
  await ctx.em.query(`select directory.put_letter($1)`, [id]);
  await audit(ctx, 'app.letter.write', { letterId: id, kind: letter.kind });
  return id;
}

export type LetterTaken =
  | { readonly of: 'mine'; readonly address: string; readonly words: LetterWords }
  | { readonly of: 'settled'; readonly status: LetterStatus }
  /** another attempt began to hand it over and has said nothing yet */
  | { readonly of: 'handed_before'; readonly agoMs: number };

/** Marks a letter as being handed over, by compare-and-set: of two attempts one gets it. Committed before it leaves. */
export async function takeLetter(ctx: FirmContext, id: string): Promise<LetterTaken> {
  const row = await ctx.em.getRepository(LetterEntity).findOneByOrFail({ firmId: ctx.firmId, id });
  if (row.status === 'handing_over') {
    const rows: { ago: string }[] = await ctx.em.query(
      `select extract(epoch from clock_timestamp() - handed_at) * 1000 as ago from app.letter where firm_id = $1 and id = $2`,
      [ctx.firmId, id],
    );
    return { of: 'handed_before', agoMs: Number(rows[0]?.ago ?? 0) };
  }
  if (row.status !== 'waiting') return { of: 'settled', status: row.status };
  if (row.notAfter.getTime() < ctx.now()) {
    await settleLetter(ctx, id, 'waiting', 'too_late');
    return { of: 'settled', status: 'too_late' };
  }
  const taken: [unknown[], number] = await ctx.em.query(
    `update app.letter set status = 'handing_over', handed_at = clock_timestamp(), version = version + 1
      where firm_id = $1 and id = $2 and status = 'waiting'`,
    [ctx.firmId, id],
  );
  if (taken[1] !== 1 || !row.wordsSealed) return { of: 'handed_before', agoMs: 0 };
  const words: LetterWords = JSON.parse(await ctx.sealer.open(wordsOf(id), row.wordsSealed));
  return { of: 'mine', address: await ctx.sealer.open(addressOf(id), row.addressSealed), words };
}

/** The mail server certainly does not have it: it may be tried again. */
export async function giveLetterBack(ctx: FirmContext, id: string): Promise<void> {
  await ctx.em.query(
    `update app.letter set status = 'waiting', handed_at = null, version = version + 1
      where firm_id = $1 and id = $2 and status = 'handing_over'`,
    [ctx.firmId, id],
  );
}

/** How it ended. The words go: nothing needs the token any more but its reader. */
export async function settleLetter(
  ctx: FirmContext,
  id: string,
  from: 'waiting' | 'handing_over',
  status: 'sent' | 'refused' | 'unknown' | 'too_late',
  reason?: string,
): Promise<void> {
  const done: [unknown[], number] = await ctx.em.query(
    `update app.letter set status = $4, reason = $5, words_sealed = null, version = version + 1
      where firm_id = $1 and id = $2 and status = $3`,
    [ctx.firmId, id, from, status, reason ?? null],
  );
  if (done[1] === 1) await audit(ctx, 'app.letter.settle', { letterId: id, status });
}

const wordsOf = (id: string) => ({ table: 'app.letter', column: 'words', rowId: id });
const addressOf = (id: string) => ({ table: 'app.letter', column: 'address', rowId: id });
