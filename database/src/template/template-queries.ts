import type { Channel } from '@rap/contracts/consent';
import type { TemplateWords } from '@rap/contracts/template';
import type { FirmContext } from '../tenancy/context.ts';
import { TemplateVersionEntity } from './template.entity.ts';

interface WordsRow {
  readonly channel: Channel;
  readonly subject: string | null;
  readonly html: string | null;
  readonly body: string | null;
}

/** One wording by key and number, also when it is retired: a plan keeps the number it was published with. */
export async function templateText(
  ctx: FirmContext,
  key: string,
  number: number,
): Promise<TemplateWords | undefined> {
  const rows: WordsRow[] = await ctx.em.query(
    `select t.channel, v.subject, v.html, v.body from app.template t
         join app.template_version v on v.firm_id = t.firm_id and v.template_id = t.id
        where t.firm_id = $1 and t.key = $2 and v.number = $3`,
    [ctx.firmId, key, number],
  );
  const row = rows[0];
  return row && wordsOf(row);
}

export const wordsOf = (row: WordsRow): TemplateWords =>
  row.channel === 'email'
    ? { channel: 'email', subject: row.subject ?? '', html: row.html ?? '' }
    : { channel: 'sms', body: row.body ?? '' };

/** The live number of each key, for checking and compiling a definition. */
export async function liveTemplates(
  ctx: FirmContext,
): Promise<Map<string, { channel: Channel; version: number }>> {
  const rows: { key: string; channel: Channel; number: number }[] = await ctx.em.query(
    `select t.key, t.channel, v.number from app.template t
       join app.template_version v on v.firm_id = t.firm_id and v.template_id = t.id and v.status = 'live'
      where t.firm_id = $1 and t.deleted_at is null`,
    [ctx.firmId],
  );
  return new Map(rows.map(({ key, channel, number }) => [key, { channel, version: number }]));
}

/** The keys of templates that were deleted. */
export async function deletedTemplates(ctx: FirmContext): Promise<Set<string>> {
  const rows: { key: string }[] = await ctx.em.query(
    `select key from app.template where firm_id = $1 and deleted_at is not null`,
    [ctx.firmId],
  );
  return new Set(rows.map(({ key }) => key));
}

/** Keeps these templates from being deleted until the transaction ends. */
export async function holdTemplates(ctx: FirmContext, keys: readonly string[]): Promise<void> {
  await ctx.em.query(
    `select 1 from app.template where firm_id = $1 and key = any ($2) order by key for share`,
    [ctx.firmId, keys],
  );
}

/** Every wording of a template, newest first. */
export async function wordingsOf(ctx: FirmContext, templateId: string): Promise<TemplateVersionEntity[]> {
  return ctx.em
    .getRepository(TemplateVersionEntity)
    .find({ where: { firmId: ctx.firmId, templateId }, order: { number: 'DESC' } });
}

/** The texts of these keys as they would be handed on: the live wording, else the newest one. */
export async function newestTexts(
  ctx: FirmContext,
  keys: readonly string[],
): Promise<{ key: string; name: string; words: TemplateWords }[]> {
  const rows: { key: string; name: string; number: number }[] = await ctx.em.query(
    `select distinct on (t.key) t.key, t.name, v.number from app.template t
       join app.template_version v on v.firm_id = t.firm_id and v.template_id = t.id
      where t.firm_id = $1 and t.key = any ($2) and t.deleted_at is null
      order by t.key, (v.status = 'live') desc, v.number desc`,
    [ctx.firmId, keys],
  );
  const texts: { key: string; name: string; words: TemplateWords }[] = [];
  for (const { key, name, number } of rows) {
    const words = await templateText(ctx, key, number);
    if (words) texts.push({ key, name, words });
  }
  return texts;
}
