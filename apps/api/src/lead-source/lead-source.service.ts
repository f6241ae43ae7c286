import { Injectable } from '@nestjs/common';
import type { LeadSource, LeadSourceChanges, LeadSourcesQuery, NewLeadSource } from '@rap/contracts/lead';
import type { Page } from '@rap/contracts/paging';
import { LeadSourceEntity } from '@rap/database/lead/lead.entity';
import { BY_NAME_OR_TIME, listRecords } from '@rap/database/records/list-records';
import { insertRecord, updateRecord } from '@rap/database/records/write-record';
import type { FirmContext } from '@rap/database/tenancy/context';
import { authorise } from '../http/authorise.ts';
import { readCursor } from '../http/cursor.ts';
import type { Principal } from '../http/edge.ts';
import { invalid } from '../http/problem-error.ts';
import { paged, settled } from '../http/settled.ts';

const source = { what: 'lead source', show: (_ctx: FirmContext, row: LeadSourceEntity) => present(row) };

/** Where leads come from: a short list that a firm keeps. */
@Injectable()
export class LeadSourceService {
  async list(ctx: FirmContext, me: Principal, query: LeadSourcesQuery): Promise<Page<LeadSource>> {
    authorise(me, 'lead.read');
    const { limit, after, sort, kind, retired } = query;
    const listed = await listRecords(ctx, LeadSourceEntity, {
      where: { kind },
      narrow: (sources) => {
        if (retired !== undefined) sources.andWhere('(r.retiredAt is not null) = :retired', { retired });
      },
      order: BY_NAME_OR_TIME[sort],
      limit,
      after: readCursor(after),
    });
    return paged(ctx, source, listed);
  }

  async create(ctx: FirmContext, me: Principal, input: NewLeadSource): Promise<LeadSource> {
    authorise(me, 'lead.change');
    await this.checkName(ctx, input.name);
    return present(await insertRecord(ctx, LeadSourceEntity, input));
  }

  async change(ctx: FirmContext, me: Principal, id: string, input: LeadSourceChanges): Promise<LeadSource> {
    authorise(me, 'lead.change');
    const { version, retired, ...changes } = input;
    if (changes.name) await this.checkName(ctx, changes.name, id);
    const written = await updateRecord(ctx, LeadSourceEntity, id, version, {
      ...changes,
      ...(retired === undefined ? {} : { retiredAt: retired ? new Date(ctx.now()) : null }),
    });
    return settled(ctx, source, written);
  }

  private async checkName(ctx: FirmContext, name: string, except?: string): Promise<void> {
    const known = await ctx.em.getRepository(LeadSourceEntity).findOneBy({ firmId: ctx.firmId, name });
    if (!known || known.id === except) return;
    throw invalid([
      { field: 'name', code: 'taken', message: 'There is a source of this name: use that one.' },
    ]);
  }
}

const present = (row: LeadSourceEntity): LeadSource => ({
  id: row.id,
  version: row.version,
  name: row.name,
  kind: row.kind,
  retiredAt: row.retiredAt?.toISOString() ?? null,
});
