import { Injectable } from '@nestjs/common';
import type {
  Household,
  HouseholdChanges,
  HouseholdMember,
  HouseholdsQuery,
  NewHousehold,
} from '@rap/contracts/household';
import type { Page } from '@rap/contracts/paging';
import {
  createHousehold,
  HouseholdEntity,
  membersOf,
  removeMember,
  setMember,
} from '@rap/database/household/household';
import { BY_NAME_OR_TIME, listRecords } from '@rap/database/records/list-records';
import { deleteRecord, restoreRecord, updateRecord } from '@rap/database/records/write-record';
import type { FirmContext } from '@rap/database/tenancy/context';
import { invalid, notFound } from '../http/problem-error.ts';
import { authorise } from '../http/authorise.ts';
import { readCursor } from '../http/cursor.ts';
import type { Principal } from '../http/edge.ts';
import { found, paged, settled } from '../http/settled.ts';

const household = { what: 'household', show: presentHousehold };

const HAS_MEMBER = `exists (select from app.household_member m
  where m.firm_id = r.firm_id and m.household_id = r.id and m.person_id = :personId and m.removed_at is null)`;

@Injectable()
export class HouseholdService {
  async list(ctx: FirmContext, me: Principal, query: HouseholdsQuery): Promise<Page<Household>> {
    authorise(me, 'person.read');
    const { limit, after, deleted, sort, personId } = query;
    const listed = await listRecords(ctx, HouseholdEntity, {
      narrow: (households) => {
        if (personId) households.andWhere(HAS_MEMBER, { personId });
      },
      order: BY_NAME_OR_TIME[sort],
      limit,
      deleted,
      after: readCursor(after),
    });
    return paged(ctx, household, listed);
  }

  async get(ctx: FirmContext, me: Principal, id: string): Promise<Household> {
    authorise(me, 'person.read');
    return presentHousehold(ctx, await found(ctx, HouseholdEntity, id, household.what));
  }

  async create(ctx: FirmContext, me: Principal, input: NewHousehold): Promise<Household> {
    authorise(me, 'person.change');
    checkHeads(input.members);
    return presentHousehold(ctx, await createHousehold(ctx, input));
  }

  async change(
    ctx: FirmContext,
    me: Principal,
    id: string,
    { version, name }: HouseholdChanges,
  ): Promise<Household> {
    authorise(me, 'person.change');
    return settled(ctx, household, await updateRecord(ctx, HouseholdEntity, id, version, { name }));
  }

  async setMember(ctx: FirmContext, me: Principal, id: string, member: HouseholdMember): Promise<Household> {
    authorise(me, 'person.change');
    const row = await found(ctx, HouseholdEntity, id, household.what);
    const others = (await membersOf(ctx, id)).filter(({ personId }) => personId !== member.personId);
    checkHeads([...others, member]);
    await setMember(ctx, id, member);
    return presentHousehold(ctx, row);
  }

  async removeMember(ctx: FirmContext, me: Principal, id: string, personId: string): Promise<Household> {
    authorise(me, 'person.change');
    const row = await found(ctx, HouseholdEntity, id, household.what);
    if (!(await removeMember(ctx, id, personId))) throw notFound('member of this household');
    return presentHousehold(ctx, row);
  }

  async remove(ctx: FirmContext, me: Principal, id: string, version: number): Promise<Household> {
    authorise(me, 'person.change');
    return settled(ctx, household, await deleteRecord(ctx, HouseholdEntity, id, version));
  }

  async restore(ctx: FirmContext, me: Principal, id: string, version: number): Promise<Household> {
    authorise(me, 'person.change');
    return settled(ctx, household, await restoreRecord(ctx, HouseholdEntity, id, version));
  }
}

async function presentHousehold(ctx: FirmContext, row: HouseholdEntity): Promise<Household> {
  return {
    id: row.id,
    version: row.version,
    name: row.name,
    members: await membersOf(ctx, row.id),
    createdAt: row.createdAt.toISOString(),
    deletedAt: row.deletedAt?.toISOString() ?? null,
  };
}

function checkHeads(members: readonly HouseholdMember[]): void {
  if (members.filter(({ role }) => role === 'head').length <= 1) return;
  const message = 'A household has one head: give the other one another role first.';
  throw invalid([{ field: 'role', code: 'two_heads', message }]);
}
