import { Injectable } from '@nestjs/common';
import type { LeadSource, LeadSourceChanges, NewLeadSource } from '@rap/contracts/lead';
import { LeadSourceEntity } from '@rap/database/lead/lead.entity';
import { insertRecord, updateRecord } from '@rap/database/records/write-record';
import type { FirmContext } from '@rap/database/tenancy/context';
import { authorise } from '../http/authorise.ts';
import type { Principal } from '../http/edge.ts';
import { invalid } from '../http/problem-error.ts';
import { settled } from '../http/settled.ts';

const source = { what: 'lead source', show: (_ctx: FirmContext, row: LeadSourceEntity) => present(row) };

/** Where leads come from: a short list that a firm keeps. */
@Injectable()
export class LeadSourceService {
  async list(ctx: FirmContext, me: Principal): Promise<{ items: LeadSource[] }> {
    authorise(me, 'lead.read');
    const rows = await ctx.em
      .getRepository(LeadSourceEntity)
      .find({ where: { firmId: ctx.firmId }, order: { name: 'ASC', id: 'ASC' } });
    return { items: rows.map(present) };
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
