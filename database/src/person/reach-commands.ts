import type { EntityTarget, FindOptionsWhere } from 'typeorm';
import type { NewEmail, NewPhone, ReachChanges } from '@rap/contracts/person';
import { readEmailAddress } from '@rap/domain/messages/email-address';
import { readPhone } from '@rap/domain/messages/phone';
import { findRecord, insertRecord, updateRecord, type WriteOutcome } from '../records/write-record.ts';
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
  input: NewEmail,
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
  input: NewPhone,
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

/** Changes the label, or makes it the primary one in place of another. */
export async function changeReach<T extends PersonEmailEntity | PersonPhoneEntity>(
  ctx: FirmContext,
  entity: EntityTarget<T>,
  id: string,
  { version, ...changes }: ReachChanges,
): Promise<WriteOutcome<T>> {
  const row = await findRecord(ctx, entity, id);
  if (!row) return { outcome: 'missing' };
  if (changes.isPrimary && !row.isPrimary) await dropPrimary(ctx, entity, row.personId);
  const named: object = changes; // label and isPrimary are fields of both entities
  return updateRecord<T>(ctx, entity, id, version, named);
}

/** Takes an address or a number off a person. It stays in the versions and in what was sent to it. */
export async function removeReach<T extends PersonEmailEntity | PersonPhoneEntity>(
  ctx: FirmContext,
  entity: EntityTarget<T>,
  id: string,
  version: number,
): Promise<WriteOutcome<T>> {
  const gone: object = { removedAt: new Date(ctx.now()), isPrimary: false }; // as above
  return updateRecord<T>(ctx, entity, id, version, gone);
}

async function dropPrimary<T extends PersonEmailEntity | PersonPhoneEntity>(
  ctx: FirmContext,
  entity: EntityTarget<T>,
  personId: string,
): Promise<void> {
  const where = { firmId: ctx.firmId, personId, isPrimary: true } as FindOptionsWhere<T>; // fields of both
  const former = await ctx.em.getRepository(entity).findOneBy(where);
  const plain: object = { isPrimary: false };
  if (former) await updateRecord<T>(ctx, entity, former.id, former.version, plain);
}
