import { askForYes } from '@rap/domain/messages/keywords';
import { readPhone } from '@rap/domain/messages/phone';
import {
  awaitsYes,
  givePermission,
  hasPermission,
  type GivenPermission,
} from '../consent/consent-commands.ts';
import { FirmEntity } from '../firm/firm.entity.ts';
import { orderMessage } from '../outbound-message/outbound-message-commands.ts';
import { PersonPhoneEntity, type PersonEntity } from '../person/person.entity.ts';
import type { FirmContext } from '../tenancy/context.ts';
import type { Submitted } from './submission.ts';

/** So long a text that asks for a YES may still be sent. */
const ASK_WITHIN_MS = 24 * 3_600_000;

/**
 * An inquiry is answered by e-mail to the address it came with: that is what was asked for (`service`). Texts, and anything
 * that sells, need their own tick; texts that sell also need the phone's own YES, for anybody can type anybody's number.
 */
export async function keepConsent(
  ctx: FirmContext,
  person: PersonEntity,
  { form, answers, network, userAgent }: Submitted,
  submissionId: string,
): Promise<void> {
  const proof = { submissionId, formId: form.id, network, userAgent: userAgent.slice(0, 200) };
  const textVersion = `form:${form.id}:${form.consentVersion}`;
  const give = async (given: Omit<GivenPermission, 'personId' | 'textVersion' | 'proof'>): Promise<void> => {
    const whole = { ...given, personId: person.id, textVersion, proof };
    if (!(await hasPermission(ctx, whole))) await givePermission(ctx, whole);
  };
  const email = { channel: 'email', address: answers.email } as const;
  const inquiry = 'Sent an inquiry by the form, with this address for the answer.';
  await give({ ...email, purpose: 'service', textShown: inquiry });
  if (answers.agreeEmail && form.consentEmail)
    await give({ ...email, purpose: 'marketing', textShown: form.consentEmail });

  const phone = await ownPhone(ctx, person.id, answers.phone);
  if (!phone) return;
  const sms = { channel: 'sms', address: phone.e164 } as const;
  if (answers.agreeSms && form.consentSms)
    await give({ ...sms, purpose: 'service', textShown: form.consentSms });
  if (!answers.agreeSmsMarketing || !form.consentSmsMarketing) return;
  const asked = await awaitsYes(ctx, phone.e164);
  const textShown = form.consentSmsMarketing;
  // whoever agrees to marketing texts agrees to being asked whether it was them
  await give({ ...sms, purpose: 'service', textShown });
  await give({ ...sms, purpose: 'marketing', textShown, awaitsYes: true });
  if (!asked && phone.canText) await ask(ctx, person, phone.e164);
}

/** The number that was typed, when it is one of the person's: a known person's other number is not the visitor's to agree for. */
async function ownPhone(
  ctx: FirmContext,
  personId: string,
  typed: string,
): Promise<PersonPhoneEntity | undefined> {
  const read = typed ? readPhone(typed) : undefined;
  if (!read?.ok) return undefined;
  const phones = await ctx.em
    .getRepository(PersonPhoneEntity)
    .findBy({ firmId: ctx.firmId, personId, e164: read.e164 });
  return phones.find((phone) => !phone.removedAt);
}

async function ask(ctx: FirmContext, person: PersonEntity, address: string): Promise<void> {
  const { name } = await ctx.em.getRepository(FirmEntity).findOneByOrFail({ firmId: ctx.firmId });
  await orderMessage(ctx, {
    personId: person.id,
    purpose: 'service',
    words: { channel: 'sms', body: askForYes(name, person.language === 'es' ? 'es' : 'en') },
    notAfterMs: ctx.now() + ASK_WITHIN_MS,
    address,
  });
}
