import { Injectable } from '@nestjs/common';
import type { LeadCounts, LeadRow, LeadRowsQuery } from '@rap/contracts/lead';
import type { Page } from '@rap/contracts/paging';
import type { LeadEntity } from '@rap/database/lead/lead.entity';
import {
  leadsByStage,
  listLeadRows,
  surroundingsOf,
  type LeadSurroundings,
} from '@rap/database/lead/lead-rows';
import type { FirmContext } from '@rap/database/tenancy/context';
import { fullName } from '@rap/domain/person/full-name';
import { authorise } from '../http/authorise.ts';
import { readCursor } from '../http/cursor.ts';
import type { Principal } from '../http/edge.ts';
import { paged } from '../http/settled.ts';
import { presentLead } from './lead.service.ts';

/** The leads as a list shows them. */
@Injectable()
export class LeadRowsService {
  async list(ctx: FirmContext, me: Principal, query: LeadRowsQuery): Promise<Page<LeadRow>> {
    authorise(me, 'lead.read');
    const { limit, after, sort, ...filter } = query;
    const listed = await listLeadRows(ctx, filterOf(filter), sort, limit, readCursor(after));
    const around = await surroundingsOf(ctx, listed.rows);
    const show = (_ctx: FirmContext, row: LeadEntity): LeadRow => presentRow(row, around.get(row.id));
    return paged(ctx, { show }, listed);
  }

  async counts(ctx: FirmContext, me: Principal): Promise<LeadCounts> {
    authorise(me, 'lead.read');
    return { stages: await leadsByStage(ctx) };
  }
}

/** What is asked for, as the database reads it. */
export const filterOf = <Asked extends Pick<LeadRowsQuery, 'since' | 'until' | 'noContactSince'>>({
  since,
  until,
  noContactSince,
  ...filter
}: Asked) => ({
  ...filter,
  since: timeOf(since),
  until: timeOf(until),
  noContactSince: timeOf(noContactSince),
});

const timeOf = (text: string | undefined): Date | undefined =>
  text === undefined ? undefined : new Date(text);

function presentRow(row: LeadEntity, around: LeadSurroundings | undefined): LeadRow {
  if (!around) throw new Error(`lead ${row.id} has no person`);
  const { run } = around;
  return {
    ...presentLead(row),
    personName: fullName(around),
    sourceName: around.sourceName,
    ownerName: around.ownerName,
    lastContactAt: around.lastContactAt?.toISOString() ?? null,
    hasEmail: around.hasEmail,
    canText: around.canText,
    run: run && { ...run, wakeAt: run.wakeAt === null ? null : new Date(run.wakeAt).toISOString() },
  };
}
