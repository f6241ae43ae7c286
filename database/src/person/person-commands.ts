import type { NewPerson, PersonChanges } from '@rap/contracts/person';
import { zoneOfState } from '@rap/domain/places/places';
import { refillMilestonesOf } from '../care/milestones.ts';
import { emitFieldChanges } from '../records/field-changes.ts';
import { newId } from '../records/new-id.ts';
import {
  deleteRecord,
  findRecord,
  insertRecord,
  restoreRecord,
  updateRecord,
  type WriteOutcome,
} from '../records/write-record.ts';
import type { FirmContext } from '../tenancy/context.ts';
import { birthDateOf, openPersonDates, reviewDueOf } from './person-dates.ts';
import { addEmail, addPhone, type ReachProblem } from './reach-commands.ts';
import { PersonEntity } from './person.entity.ts';

export type PersonMade =
  | { readonly outcome: 'made'; readonly person: PersonEntity }
  | { readonly outcome: 'refused'; readonly problem: ReachProblem };

/**
 * Makes a person with their addresses and numbers. A number that is none refuses the whole: the caller rolls back, so
 * nothing is half written. `bookId` must be resolved by the caller; a book the actor does not work for is refused by Postgres.
 */
export async function createPerson(
  ctx: FirmContext,
  input: Omit<NewPerson, 'bookId'>,
  bookId: string,
): Promise<PersonMade> {
  const id = newId();
  const { emails, phones, birthDate, reviewDueOn, ...plain } = input;
  const person = await insertRecord(ctx, PersonEntity, {
    ...plain,
    id,
    bookId,
    firstName: plain.firstName ?? '',
    lastName: plain.lastName ?? '',
    ...(plain.timeZone
      ? { timeZoneSource: ctx.origin === 'live' ? 'stated' : 'import' }
      : zoneByAddress(plain.state)),
    birthDateSealed: await ctx.sealer.seal(birthDateOf(id), birthDate ?? null),
    reviewDueSealed: await ctx.sealer.seal(reviewDueOf(id), reviewDueOn ?? null),
    occurredAt: new Date(ctx.now()),
  });
  for (const [index, email] of emails.entries()) {
    const added = await addEmail(ctx, id, { ...email, isPrimary: email.isPrimary || index === 0 });
    if (added.outcome === 'refused')
      return { outcome: 'refused', problem: at(added.problem, `emails.${index}`) };
  }
  for (const [index, phone] of phones.entries()) {
    const added = await addPhone(ctx, id, { ...phone, isPrimary: phone.isPrimary || index === 0 });
    if (added.outcome === 'refused')
      return { outcome: 'refused', problem: at(added.problem, `phones.${index}`) };
  }
  if (birthDate || reviewDueOn) await refillMilestonesOf(ctx, person);
  ctx.emit({ subjectId: id, kind: 'person.created', payload: {} });
  return { outcome: 'made', person };
}

/** Changes what is named; raises one `field.changed` for each field that really differs. */
export async function changePerson(
  ctx: FirmContext,
  id: string,
  input: PersonChanges,
): Promise<WriteOutcome<PersonEntity>> {
  const { version, birthDate, reviewDueOn, ...plain } = input;
  const before = await findRecord(ctx, PersonEntity, id);
  if (!before) return { outcome: 'missing' };
  const datesBefore = await openPersonDates(ctx, before);
  const written = await updateRecord(ctx, PersonEntity, id, version, {
    ...plain,
    ...zoneAfter(before, plain),
    ...(birthDate === undefined
      ? {}
      : { birthDateSealed: await ctx.sealer.seal(birthDateOf(id), birthDate) }),
    ...(reviewDueOn === undefined
      ? {}
      : { reviewDueSealed: await ctx.sealer.seal(reviewDueOf(id), reviewDueOn) }),
  });
  if (written.outcome === 'written') {
    if (birthDate !== undefined || reviewDueOn !== undefined) await refillMilestonesOf(ctx, written.row);
    const about = { subjectId: id, record: 'person' } as const;
    emitFieldChanges(ctx, about, before, written.row, [...new Set([...Object.keys(plain), 'timeZone'])]);
    const dates = Object.keys({ birthDate, reviewDueOn });
    emitFieldChanges(ctx, about, datesBefore, await openPersonDates(ctx, written.row), dates);
  }
  return written;
}

/** Puts a person into another book. Postgres refuses a book that the actor does not work for. */
export async function movePerson(
  ctx: FirmContext,
  id: string,
  version: number,
  bookId: string,
): Promise<WriteOutcome<PersonEntity>> {
  const before = await findRecord(ctx, PersonEntity, id);
  if (!before) return { outcome: 'missing' };
  const written = await updateRecord(ctx, PersonEntity, id, version, { bookId });
  if (written.outcome === 'written') {
    emitFieldChanges(ctx, { subjectId: id, record: 'person' }, before, written.row, ['bookId']);
  }
  return written;
}

/** Hides a person; their records stay, and they can be restored. */
export async function deletePerson(
  ctx: FirmContext,
  id: string,
  version: number,
): Promise<WriteOutcome<PersonEntity>> {
  return deleteRecord(ctx, PersonEntity, id, version);
}

export async function restorePerson(
  ctx: FirmContext,
  id: string,
  version: number,
): Promise<WriteOutcome<PersonEntity>> {
  return restoreRecord(ctx, PersonEntity, id, version);
}

type Zone = Pick<PersonEntity, 'timeZone' | 'timeZoneSource'>;

/** The zone of the address, where its state has one alone. */
function zoneByAddress(state: string | null | undefined): Zone {
  const timeZone = zoneOfState(state);
  return { timeZone, timeZoneSource: timeZone === null ? null : 'address' };
}

/** A stated zone stays until it is stated otherwise or taken back; one by the address moves with the address. */
function zoneAfter(
  before: PersonEntity,
  { timeZone, state }: Pick<PersonChanges, 'timeZone' | 'state'>,
): Partial<Zone> {
  if (timeZone) return { timeZoneSource: 'stated' };
  const isOfAddress = before.timeZone === null || before.timeZoneSource === 'address';
  if (timeZone === undefined && (state === undefined || !isOfAddress)) return {};
  return zoneByAddress(state === undefined ? before.state : state);
}

const at = (problem: ReachProblem, path: string): ReachProblem => ({
  ...problem,
  field: `${path}.${problem.field}`,
});
