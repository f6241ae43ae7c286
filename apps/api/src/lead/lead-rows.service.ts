import { Injectable } from '@nestjs/common';
import type { LeadCounts, LeadRow, LeadRowsQuery } from '@rap/contracts/lead';
import type { Page } from '@rap/contracts/paging';
import { LeadSourceEntity, type LeadEntity } from '@rap/database/lead/lead.entity';
import {
  leadsByStage,
  listLeadRows,
  surroundingsOf,
  type LeadSurroundings,
} from '@rap/database/lead/lead-rows';
import type { FirmContext } from '@rap/database/tenancy/context';
import { UserEntity } from '@rap/database/user/user.entity';
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
    const { limit, after, sort, since, ...filter } = query;
    const listed = await listLeadRows(
      ctx,
      { ...filter, since: since === undefined ? undefined : new Date(since) },
      sort,
      limit,
      readCursor(after),
    );
    const around = await surroundingsOf(ctx, listed.rows);
    const { firmId } = ctx;
    const sources = await ctx.em.getRepository(LeadSourceEntity).findBy({ firmId });
    const users = await ctx.em.getRepository(UserEntity).findBy({ firmId });
    const sourceNames = new Map(sources.map(({ id, name }) => [id, name]));
    const userNames = new Map(users.map(({ id, displayName }) => [id, displayName]));
    return paged(
      ctx,
      {
        show: (_ctx: FirmContext, row: LeadEntity) =>
          presentRow(row, around.get(row.id), sourceNames, userNames),
      },
      listed,
    );
  }

  async counts(ctx: FirmContext, me: Principal): Promise<LeadCounts> {
    authorise(me, 'lead.read');
    return { stages: await leadsByStage(ctx) };
  }
}

function presentRow(
  row: LeadEntity,
  around: LeadSurroundings | undefined,
  sourceNames: ReadonlyMap<string, string>,
  userNames: ReadonlyMap<string, string>,
): LeadRow {
  if (!around) throw new Error(`lead ${row.id} has no person`);
  const { run } = around;
  return {
    ...presentLead(row),
    personName: fullName(around),
    sourceName: sourceNames.get(row.sourceId) ?? '',
    ownerName: row.ownerId === null ? null : (userNames.get(row.ownerId) ?? null),
    lastContactAt: around.lastContactAt?.toISOString() ?? null,
    hasEmail: around.hasEmail,
    canText: around.canText,
    run: run && { ...run, wakeAt: run.wakeAt === null ? null : new Date(run.wakeAt).toISOString() },
  };
}
