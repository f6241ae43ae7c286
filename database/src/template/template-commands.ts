import type { Channel } from '@rap/contracts/consent';
import type { NewTemplate, TemplateDraft, TemplateWords } from '@rap/contracts/template';
import { firmSettings } from '../firm/firm-settings.ts';
import { insertRecord, updateRecord, type WriteOutcome } from '../records/write-record.ts';
import type { FirmContext } from '../tenancy/context.ts';
import { TemplateEntity, TemplateVersionEntity } from './template.entity.ts';
import { wordingsOf } from './template-queries.ts';

export type TemplateMade =
  | { readonly outcome: 'made'; readonly template: TemplateEntity }
  /** also by a template that was deleted: it could not be restored */
  | { readonly outcome: 'key_taken'; readonly deleted: boolean };

/** Begins a template with a draft of its first wording. */
export async function createTemplate(ctx: FirmContext, input: NewTemplate): Promise<TemplateMade> {
  const { key, name, words } = input;
  const known = await ctx.em.getRepository(TemplateEntity).findOneBy({ firmId: ctx.firmId, key });
  if (known) return { outcome: 'key_taken', deleted: known.deletedAt !== null };
  const template = await insertRecord(ctx, TemplateEntity, { key, name, channel: words.channel });
  await insertWording(ctx, template.id, 1, words, 'draft', null);
  return { outcome: 'made', template };
}

/** Rewrites the draft, or begins one beside what is live: a wording that was live never changes. */
export async function saveTemplateDraft(
  ctx: FirmContext,
  template: TemplateEntity,
  { words, version, note }: TemplateDraft,
): Promise<WriteOutcome<TemplateVersionEntity>> {
  const wordings = await wordingsOf(ctx, template.id);
  const draft = wordings.find(({ status }) => status !== 'live' && status !== 'retired');
  if (!draft) {
    const number = (wordings[0]?.number ?? 0) + 1;
    return {
      outcome: 'written',
      row: await insertWording(ctx, template.id, number, words, 'draft', note ?? null),
    };
  }
  // new words are nobody's approved words any more
  const changes = {
    ...columnsOf(words),
    status: 'draft',
    author: ctx.actor,
    approver: null,
    note: note ?? null,
  } as const;
  return updateRecord(ctx, TemplateVersionEntity, draft.id, version ?? 0, changes);
}

export type WordingStep =
  | WriteOutcome<TemplateVersionEntity>
  | { readonly outcome: 'not_now'; readonly status: TemplateVersionEntity['status'] | 'none' }
  | { readonly outcome: 'own_work' };

/** The wording that is being worked on: a draft, or one on its way to live. */
export async function workingWording(
  ctx: FirmContext,
  templateId: string,
): Promise<TemplateVersionEntity | undefined> {
  const wordings = await wordingsOf(ctx, templateId);
  return wordings.find(({ status }) => status !== 'live' && status !== 'retired');
}

/** Hands a draft in for approval. */
export async function submitWording(
  ctx: FirmContext,
  row: TemplateVersionEntity,
  version: number,
): Promise<WordingStep> {
  if (row.status !== 'draft') return { outcome: 'not_now', status: row.status };
  return updateRecord(ctx, TemplateVersionEntity, row.id, version, { status: 'submitted' });
}

/** Approves what somebody else handed in; where the firm wants four eyes, nobody approves their own words. */
export async function approveWording(
  ctx: FirmContext,
  row: TemplateVersionEntity,
  version: number,
): Promise<WordingStep> {
  if (row.status !== 'submitted') return { outcome: 'not_now', status: row.status };
  if ((await firmSettings(ctx)).fourEyes && row.author === ctx.actor) return { outcome: 'own_work' };
  return updateRecord(ctx, TemplateVersionEntity, row.id, version, {
    status: 'approved',
    approver: ctx.actor,
  });
}

/** Makes a wording the live one and retires the one before. Plans keep the number that they were published with. */
export async function publishWording(
  ctx: FirmContext,
  row: TemplateVersionEntity,
  version: number,
): Promise<WordingStep> {
  const ready = !(await firmSettings(ctx)).fourEyes || row.status === 'approved';
  if (!ready) return { outcome: 'not_now', status: row.status };
  await retireLive(ctx, row.templateId);
  return updateRecord(ctx, TemplateVersionEntity, row.id, version, { status: 'live' });
}

export type WordingTaken =
  | { readonly outcome: 'taken'; readonly number: number; readonly status: 'live' | 'draft' }
  | { readonly outcome: 'other_channel'; readonly channel: Channel }
  | { readonly outcome: 'deleted' };

/**
 * Takes the words that came with an automation's file: live at once where one person may decide, else as a draft that
 * somebody else has to approve. Words that are live already change nothing.
 */
export async function importWording(
  ctx: FirmContext,
  input: { key: string; name: string; words: TemplateWords },
): Promise<WordingTaken> {
  const { key, name, words } = input;
  const known = await ctx.em.getRepository(TemplateEntity).findOneBy({ firmId: ctx.firmId, key });
  if (known?.deletedAt) return { outcome: 'deleted' };
  if (known && known.channel !== words.channel) return { outcome: 'other_channel', channel: known.channel };
  const template = known ?? (await insertRecord(ctx, TemplateEntity, { key, name, channel: words.channel }));
  const wordings = await wordingsOf(ctx, template.id);
  const live = wordings.find(({ status }) => status === 'live');
  if (live && sameWords(live, words)) return { outcome: 'taken', number: live.number, status: 'live' };
  const status = (await firmSettings(ctx)).fourEyes ? 'draft' : 'live';
  const open = wordings.find((row) => row.status === 'draft');
  if (status === 'draft' && open) {
    await updateRecord(ctx, TemplateVersionEntity, open.id, open.version, {
      ...columnsOf(words),
      author: ctx.actor,
    });
    return { outcome: 'taken', number: open.number, status };
  }
  if (status === 'live') await retireLive(ctx, template.id);
  const number = (wordings[0]?.number ?? 0) + 1;
  await insertWording(ctx, template.id, number, words, status, null);
  return { outcome: 'taken', number, status };
}

async function retireLive(ctx: FirmContext, templateId: string): Promise<void> {
  const live = await ctx.em
    .getRepository(TemplateVersionEntity)
    .findOneBy({ firmId: ctx.firmId, templateId, status: 'live' });
  if (live) await updateRecord(ctx, TemplateVersionEntity, live.id, live.version, { status: 'retired' });
}

function insertWording(
  ctx: FirmContext,
  templateId: string,
  number: number,
  words: TemplateWords,
  status: 'draft' | 'live',
  note: string | null,
): Promise<TemplateVersionEntity> {
  const values = { templateId, number, status, author: ctx.actor, note, ...columnsOf(words) };
  return insertRecord(ctx, TemplateVersionEntity, values);
}

const columnsOf = (words: TemplateWords) => ({
  subject: words.channel === 'email' ? words.subject : null,
  html: words.channel === 'email' ? words.html : null,
  body: words.channel === 'sms' ? words.body : null,
});

const sameWords = (row: TemplateVersionEntity, words: TemplateWords): boolean => {
  const { subject, html, body } = columnsOf(words);
  return row.subject === subject && row.html === html && row.body === body;
};
