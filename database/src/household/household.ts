import { Column, Entity } from 'typeorm';
import type { HouseholdMember, NewHousehold } from '@rap/contracts/household';
import { audit } from '../records/record-change.ts';
import { DeletableEntity } from '../records/record-entity.ts';
import { insertRecord } from '../records/write-record.ts';
import type { FirmContext } from '../tenancy/context.ts';

/** People who plan together; of its members each actor sees those in their books. */
@Entity({ schema: 'app', name: 'household' })
export class HouseholdEntity extends DeletableEntity {
  @Column('text') name!: string;
}

export async function createHousehold(ctx: FirmContext, input: NewHousehold): Promise<HouseholdEntity> {
  const household = await insertRecord(ctx, HouseholdEntity, { name: input.name });
  for (const member of input.members) await setMember(ctx, household.id, member);
  return household;
}

/** Adds a person to a household, or gives them another role. Two heads are refused by Postgres (23505). */
export async function setMember(
  ctx: FirmContext,
  householdId: string,
  member: HouseholdMember,
): Promise<void> {
  await ctx.em.query(
    `insert into app.household_member (household_id, person_id, role) values ($1, $2, $3)
       on conflict (firm_id, household_id, person_id) do update set role = excluded.role, removed_at = null`,
    [householdId, member.personId, member.role],
  );
  await audit(ctx, 'app.household_member.set', { householdId, ...member });
  emitHousehold(ctx, householdId, member.personId);
}

/** Takes a person out of a household; false when they were not in it. */
export async function removeMember(
  ctx: FirmContext,
  householdId: string,
  personId: string,
): Promise<boolean> {
  const [, changed]: [unknown[], number] = await ctx.em.query(
    `update app.household_member set removed_at = clock_timestamp()
      where firm_id = $1 and household_id = $2 and person_id = $3 and removed_at is null`,
    [ctx.firmId, householdId, personId],
  );
  if (changed === 0) return false;
  await audit(ctx, 'app.household_member.remove', { householdId, personId });
  emitHousehold(ctx, householdId, personId);
  return true;
}

/** The members that the actor may see, head first. */
export async function membersOf(ctx: FirmContext, householdId: string): Promise<HouseholdMember[]> {
  return ctx.em.query(
    `select person_id as "personId", role from app.household_member
      where firm_id = $1 and household_id = $2 and removed_at is null order by role <> 'head', person_id`,
    [ctx.firmId, householdId],
  );
}

function emitHousehold(ctx: FirmContext, householdId: string, personId: string): void {
  const payload = { record: 'household', field: 'members', recordId: householdId };
  ctx.emit({ subjectId: personId, kind: 'field.changed', payload });
}
