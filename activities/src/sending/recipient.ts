import type { Channel } from '@rap/contracts/consent';
import type { GateInput } from '@rap/domain/consent/gate';
import { PersonEmailEntity, PersonEntity, PersonPhoneEntity } from '@rap/database/person/person.entity';
import { findRecord } from '@rap/database/records/write-record';
import type { FirmContext } from '@rap/database/tenancy/context';

export interface Recipient {
  readonly person: PersonEntity;
  readonly address: string;
  /** why the address cannot be used now */
  readonly fault?: NonNullable<GateInput['addressFault']>;
}

/** The person's address for a channel: the primary one first. Undefined when there is no person or no address at all. */
export async function recipientOf(
  ctx: FirmContext,
  personId: string,
  channel: Channel,
): Promise<Recipient | undefined> {
  const person = await findRecord(ctx, PersonEntity, personId);
  if (!person) return undefined;
  const where = { firmId: ctx.firmId, personId };
  const order = { isPrimary: 'DESC', createdAt: 'ASC' } as const;
  if (channel === 'email') {
    const emails = await ctx.em.getRepository(PersonEmailEntity).find({ where, order });
    const email = emails.find((one) => !one.removedAt && !one.bouncedAt) ?? emails[0];
    if (!email) return undefined;
    const fault = email.removedAt ? 'removed' : email.bouncedAt ? 'bounced' : undefined;
    return { person, address: email.address, ...(fault ? { fault } : {}) };
  }
  const phones = await ctx.em.getRepository(PersonPhoneEntity).find({ where, order });
  const phone = phones.find((one) => !one.removedAt && one.canText) ?? phones[0];
  if (!phone) return undefined;
  const fault = phone.removedAt ? 'removed' : phone.canText ? undefined : 'no_texts';
  return { person, address: phone.e164, ...(fault ? { fault } : {}) };
}
