import type { z } from 'zod';
import type { NewEmail, NewPhone } from '@rap/contracts/person';
import { readEmailAddress } from '@rap/domain/messages/email-address';
import { readPhone } from '@rap/domain/messages/phone';
import { insertRecord, updateRecord, type WriteOutcome } from '../records/write-record.ts';
import type { FirmContext } from '../tenancy/context.ts';
import { PersonEmailEntity, PersonPhoneEntity } from './person.entity.ts';

/** Why an address or a number cannot be taken, at its field and with what mends it. */
export interface ReachProblem {
  readonly field: string;
  readonly code: string;
  readonly message: string;
}

export type ReachAdded<T> =
  | { readonly outcome: 'added'; readonly row: T }
  | { readonly outcome: 'refused'; readonly problem: ReachProblem };

/** Adds an e-mail address to a person. A primary one takes the place of the former primary. */
export async function addEmail(
  ctx: FirmContext,
  personId: string,
  input: z.infer<typeof NewEmail>,
): Promise<ReachAdded<PersonEmailEntity>> {
  const read = readEmailAddress(input.address);
  if (!read.ok)
    return { outcome: 'refused', problem: { field: 'address', code: read.code, message: read.message } };
  const known = await ctx.em
    .getRepository(PersonEmailEntity)
    .createQueryBuilder('e')
    .where(
      'e.firmId = :firmId and e.personId = :personId and e.addressNorm = :norm and e.removedAt is null',
      {
        firmId: ctx.firmId,
        personId,
        norm: read.normalised,
      },
    )
    .getOne();
  if (known) return { outcome: 'added', row: known };
  if (input.isPrimary) await dropPrimary(ctx, PersonEmailEntity, personId);
  const row = await insertRecord(ctx, PersonEmailEntity, {
    personId,
    address: read.address,
    label: input.label,
    isPrimary: input.isPrimary,
  });
  return { outcome: 'added', row };
}

/** Adds a phone number to a person, in E.164; a number that cannot receive texts is kept and marked. */
export async function addPhone(
  ctx: FirmContext,
  personId: string,
  input: z.infer<typeof NewPhone>,
): Promise<ReachAdded<PersonPhoneEntity>> {
  const read = readPhone(input.number);
  if (!read.ok)
    return { outcome: 'refused', problem: { field: 'number', code: read.code, message: read.message } };
  const known = await ctx.em
    .getRepository(PersonPhoneEntity)
    .createQueryBuilder('p')
    .where('p.firmId = :firmId and p.personId = :personId and p.e164 = :e164 and p.removedAt is null', {
      firmId: ctx.firmId,
      personId,
      e164: read.e164,
    })
    .getOne();
  if (known) return { outcome: 'added', row: known };
  if (input.isPrimary) await dropPrimary(ctx, PersonPhoneEntity, personId);
  const row = await insertRecord(ctx, PersonPhoneEntity, {
    personId,
    number: input.number,
    e164: read.e164,
    label: input.label,
    isPrimary: input.isPrimary,
    canText: read.canText,
  });
  return { outcome: 'added', row };
}

/** Takes an address off a person. It stays in the versions and in what was sent to it. */
export async function removeEmail(
  ctx: FirmContext,
  id: string,
  version: number,
): Promise<WriteOutcome<PersonEmailEntity>> {
  return updateRecord(ctx, PersonEmailEntity, id, version, {
    removedAt: new Date(ctx.now()),
    isPrimary: false,
  });
}

export async function removePhone(
  ctx: FirmContext,
  id: string,
  version: number,
): Promise<WriteOutcome<PersonPhoneEntity>> {
  return updateRecord(ctx, PersonPhoneEntity, id, version, {
    removedAt: new Date(ctx.now()),
    isPrimary: false,
  });
}

async function dropPrimary(
  ctx: FirmContext,
  entity: typeof PersonEmailEntity | typeof PersonPhoneEntity,
  personId: string,
): Promise<void> {
  const former = await ctx.em
    .getRepository(entity)
    .findOneBy({ firmId: ctx.firmId, personId, isPrimary: true });
  if (former) await updateRecord(ctx, entity, former.id, former.version, { isPrimary: false });
}
