import { Column, Entity } from 'typeorm';
import type { Channel } from '@rap/contracts/consent';
import { DeletableEntity, RecordEntity } from '../records/record-entity.ts';
import { insertRecord, updateRecord } from '../records/write-record.ts';
import type { FirmContext } from '../tenancy/context.ts';

@Entity({ schema: 'app', name: 'template' })
export class TemplateEntity extends DeletableEntity {
  @Column('text') key!: string;
  @Column('text') channel!: Channel;
  @Column('text') name!: string;
}

/** One wording; once live it never changes, so what was sent can always be said. */
@Entity({ schema: 'app', name: 'template_version' })
export class TemplateVersionEntity extends RecordEntity {
  @Column('uuid') templateId!: string;
  @Column('int') number!: number;
  @Column('text', { default: 'draft' }) status!: 'draft' | 'submitted' | 'approved' | 'live' | 'retired';
  @Column('text', { nullable: true }) subject!: string | null;
  @Column('text', { nullable: true }) html!: string | null;
  @Column('text', { nullable: true }) body!: string | null;
  @Column('text') author!: string;
  @Column('text', { nullable: true }) approver!: string | null;
  @Column('text', { nullable: true }) note!: string | null;
}

export type TemplateText =
  | { readonly channel: 'email'; readonly subject: string; readonly html: string }
  | { readonly channel: 'sms'; readonly body: string };

/**
 * Makes a wording the live one of its key and retires the one before; the wording that is live already stays. Answers the
 * live number. Runs keep the number their plan was published with.
 */
export async function publishTemplate(
  ctx: FirmContext,
  input: { key: string; name: string; text: TemplateText },
): Promise<number> {
  const template = await ensureTemplate(ctx, input.key, input.name, input.text.channel);
  const versions = await ctx.em
    .getRepository(TemplateVersionEntity)
    .find({ where: { firmId: ctx.firmId, templateId: template.id }, order: { number: 'DESC' } });
  const live = versions.find((version) => version.status === 'live');
  if (live && sameText(live, input.text)) return live.number;
  if (live) await updateRecord(ctx, TemplateVersionEntity, live.id, live.version, { status: 'retired' });
  const { text } = input;
  const made = await insertRecord(ctx, TemplateVersionEntity, {
    templateId: template.id,
    number: (versions[0]?.number ?? 0) + 1,
    status: 'live',
    subject: text.channel === 'email' ? text.subject : null,
    html: text.channel === 'email' ? text.html : null,
    body: text.channel === 'sms' ? text.body : null,
    author: ctx.actor,
  });
  return made.number;
}

/** One wording by key and number, also when it is retired: a plan keeps the number it was published with. */
export async function templateText(
  ctx: FirmContext,
  key: string,
  number: number,
): Promise<TemplateText | undefined> {
  const rows: { channel: Channel; subject: string | null; html: string | null; body: string | null }[] =
    await ctx.em.query(
      `select t.channel, v.subject, v.html, v.body from app.template t
         join app.template_version v on v.firm_id = t.firm_id and v.template_id = t.id
        where t.firm_id = $1 and t.key = $2 and v.number = $3`,
      [ctx.firmId, key, number],
    );
  const row = rows[0];
  if (!row) return undefined;
  return row.channel === 'email'
    ? { channel: 'email', subject: row.subject ?? '', html: row.html ?? '' }
    : { channel: 'sms', body: row.body ?? '' };
}

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

async function ensureTemplate(
  ctx: FirmContext,
  key: string,
  name: string,
  channel: Channel,
): Promise<TemplateEntity> {
  const known = await ctx.em.getRepository(TemplateEntity).findOneBy({ firmId: ctx.firmId, key });
  if (known && known.channel !== channel) throw new Error(`template ${key} is one for ${known.channel}`);
  return known ?? insertRecord(ctx, TemplateEntity, { key, name, channel });
}

const sameText = (live: TemplateVersionEntity, text: TemplateText): boolean =>
  text.channel === 'email'
    ? live.subject === text.subject && live.html === text.html
    : live.body === text.body;
