import { Injectable } from '@nestjs/common';
import type { Conversion, Lead, LeadChanges, LeadsQuery, NewLead, StageChange } from '@rap/contracts/lead';
import type { Page } from '@rap/contracts/paging';
import { changeLead, convertLead, createLead, moveStage } from '@rap/database/lead/lead-commands';
import { LEADS_BY_TIME } from '@rap/database/lead/lead-rows';
import { LeadEntity } from '@rap/database/lead/lead.entity';
import { listRecords } from '@rap/database/records/list-records';
import { deleteRecord, restoreRecord } from '@rap/database/records/write-record';
import type { FirmContext } from '@rap/database/tenancy/context';
import { authorise } from '../http/authorise.ts';
import { readCursor } from '../http/cursor.ts';
import type { Principal } from '../http/edge.ts';
import { invalid } from '../http/problem-error.ts';
import { found, paged, settled } from '../http/settled.ts';

const lead = { what: 'lead', show: (_ctx: FirmContext, row: LeadEntity): Lead => presentLead(row) };

@Injectable()
export class LeadService {
  async create(ctx: FirmContext, me: Principal, input: NewLead): Promise<Lead> {
    authorise(me, 'lead.change');
    const { ownerId = null, referredById = null, firstTouch = {}, lastTouch = firstTouch, ...rest } = input;
    const made = await createLead(ctx, {
      ...rest,
      ownerId,
      referredById,
      firstTouch,
      lastTouch,
      formId: null,
    });
    return presentLead(made);
  }

  async list(ctx: FirmContext, me: Principal, query: LeadsQuery): Promise<Page<Lead>> {
    authorise(me, 'lead.read');
    const { limit, after, deleted, sort, ...where } = query;
    return paged(
      ctx,
      lead,
      await listRecords(ctx, LeadEntity, {
        where,
        order: LEADS_BY_TIME[sort],
        limit,
        deleted,
        after: readCursor(after),
      }),
    );
  }

  async get(ctx: FirmContext, me: Principal, id: string): Promise<Lead> {
    authorise(me, 'lead.read');
    return presentLead(await found(ctx, LeadEntity, id, 'lead'));
  }

  async change(ctx: FirmContext, me: Principal, id: string, input: LeadChanges): Promise<Lead> {
    authorise(me, 'lead.change');
    const row = await found(ctx, LeadEntity, id, 'lead');
    return settled(ctx, lead, await changeLead(ctx, row, input));
  }

  async move(
    ctx: FirmContext,
    me: Principal,
    id: string,
    { to, lostReason, version }: StageChange,
  ): Promise<Lead> {
    authorise(me, 'lead.change');
    if (lostReason && to !== 'lost') {
      const words = 'Only a lead that is lost has a reason for it.';
      throw invalid([{ field: 'lostReason', code: 'not_lost', message: words }]);
    }
    const row = await found(ctx, LeadEntity, id, 'lead');
    return settled(ctx, lead, await moveStage(ctx, row, to, version, lostReason));
  }

  async convert(ctx: FirmContext, me: Principal, id: string, input: Conversion): Promise<Lead> {
    authorise(me, 'lead.change');
    const row = await found(ctx, LeadEntity, id, 'lead');
    return settled(ctx, lead, await convertLead(ctx, row, input.version, input.since));
  }

  async remove(ctx: FirmContext, me: Principal, id: string, version: number): Promise<Lead> {
    authorise(me, 'lead.change');
    return settled(ctx, lead, await deleteRecord(ctx, LeadEntity, id, version));
  }

  async restore(ctx: FirmContext, me: Principal, id: string, version: number): Promise<Lead> {
    authorise(me, 'lead.change');
    return settled(ctx, lead, await restoreRecord(ctx, LeadEntity, id, version));
  }
}

export const presentLead = (row: LeadEntity): Lead => ({
  id: row.id,
  version: row.version,
  personId: row.personId,
  sourceId: row.sourceId,
  ownerId: row.ownerId,
  referredById: row.referredById,
  stage: row.stage,
  lostReason: row.lostReason,
  firstTouch: row.firstTouch,
  lastTouch: row.lastTouch,
  occurredAt: row.occurredAt.toISOString(),
  createdAt: row.createdAt.toISOString(),
  deletedAt: row.deletedAt?.toISOString() ?? null,
});
