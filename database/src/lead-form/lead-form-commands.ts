import type { LeadFormChanges } from '@rap/contracts/lead-form';
import { findRecord, insertRecord, updateRecord, type WriteOutcome } from '../records/write-record.ts';
import type { FirmContext } from '../tenancy/context.ts';
import { LeadFormConsentEntity, LeadFormEntity } from './lead-form.entity.ts';

export type NewForm = Partial<LeadFormEntity> &
  Pick<LeadFormEntity, 'title' | 'sourceId' | 'bookId' | 'consentEmail' | 'consentSms'>;

/** Makes a form with its first wording. The caller makes it findable in the directory. */
export async function createLeadForm(ctx: FirmContext, input: NewForm): Promise<LeadFormEntity> {
  const form = await insertRecord(ctx, LeadFormEntity, input);
  await keepWording(ctx, form);
  return form;
}

/** Changes what is named. Other words of consent are a new version: who agreed before agreed to the former one. */
export async function changeLeadForm(
  ctx: FirmContext,
  id: string,
  { version, retired, ...changes }: LeadFormChanges,
): Promise<WriteOutcome<LeadFormEntity>> {
  const before = await findRecord(ctx, LeadFormEntity, id);
  if (!before) return { outcome: 'missing' };
  const reworded = (['consentEmail', 'consentSms', 'consentSmsMarketing'] as const).some(
    (text) => changes[text] !== undefined && changes[text] !== before[text],
  );
  const written = await updateRecord(ctx, LeadFormEntity, id, version, {
    ...changes,
    ...(reworded ? { consentVersion: before.consentVersion + 1 } : {}),
    ...(retired === undefined ? {} : { retiredAt: retired ? new Date(ctx.now()) : null }),
  });
  if (written.outcome === 'written' && reworded) await keepWording(ctx, written.row);
  return written;
}

/** Every wording of a form, newest first. */
export async function wordingsOf(ctx: FirmContext, formId: string): Promise<LeadFormConsentEntity[]> {
  return ctx.em
    .getRepository(LeadFormConsentEntity)
    .find({ where: { firmId: ctx.firmId, formId }, order: { number: 'DESC' } });
}

async function keepWording(ctx: FirmContext, form: LeadFormEntity): Promise<void> {
  await ctx.em.getRepository(LeadFormConsentEntity).insert({
    formId: form.id,
    number: form.consentVersion,
    email: form.consentEmail,
    sms: form.consentSms,
    smsMarketing: form.consentSmsMarketing,
    author: ctx.actor,
  });
}
