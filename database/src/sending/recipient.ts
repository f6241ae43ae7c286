import type { Channel } from '@rap/contracts/consent';
import type { GateInput } from '@rap/domain/consent/gate';
import { PersonEmailEntity, PersonEntity, PersonPhoneEntity } from '../person/person.entity.ts';
import { findRecord } from '../records/write-record.ts';
import type { FirmContext } from '../tenancy/context.ts';

export interface Recipient {
  /** null for a number that is nobody's */
  readonly person: PersonEntity | null;
  readonly address: string;
  /** why the address cannot be used now */
  readonly fault?: NonNullable<GateInput['addressFault']>;
}

/**
 * The person's address for a channel: the one that is asked for, else the primary one first. Undefined when there is no
 * person or no such address. A number that is nobody's stands for itself.
 */
export async function recipientOf(
  ctx: FirmContext,
  personId: string | null,
  channel: Channel,
  address?: string,
): Promise<Recipient | undefined> {
  if (personId === null) return address === undefined ? undefined : { person: null, address };
  const person = await findRecord(ctx, PersonEntity, personId);
  if (!person) return undefined;
  const where = { firmId: ctx.firmId, personId };
  const order = { isPrimary: 'DESC', createdAt: 'ASC' } as const;
  if (channel === 'email') {
    const all = await ctx.em.getRepository(PersonEmailEntity).find({ where, order });
    const emails = all.filter((one) => address === undefined || one.address === address);
    const email = emails.find((one) => !one.removedAt && !one.bouncedAt) ?? emails[0];
    if (!email) return undefined;
    const fault = email.removedAt ? 'removed' : email.bouncedAt ? 'bounced' : undefined;
    return { person, address: email.address, ...(fault ? { fault } : {}) };
  }
  const all = await ctx.em.getRepository(PersonPhoneEntity).find({ where, order });
  const phones = all.filter((one) => address === undefined || one.e164 === address);
  const phone = phones.find((one) => !one.removedAt && one.canText) ?? phones[0];
  if (!phone) return undefined;
  const fault = phone.removedAt ? 'removed' : phone.canText ? undefined : 'no_texts';
  return { person, address: phone.e164, ...(fault ? { fault } : {}) };
}
