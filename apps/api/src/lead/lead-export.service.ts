import { Injectable } from '@nestjs/common';
import type { LeadExportQuery } from '@rap/contracts/lead';
import type { LeadEntity } from '@rap/database/lead/lead.entity';
import { listLeadRows, surroundingsOf } from '@rap/database/lead/lead-rows';
import { firstWaysOf } from '@rap/database/person/first-ways';
import { audit } from '@rap/database/records/record-change';
import type { FirmContext } from '@rap/database/tenancy/context';
import { csvLine } from '@rap/domain/csv';
import { fullName } from '@rap/domain/person/full-name';
import { authorise } from '../http/authorise.ts';
import { csvFile } from '../http/csv-file.ts';
import type { Principal } from '../http/edge.ts';
import { filterOf } from './lead-rows.service.ts';

const PAGE = 200;
const LIMITS = {
  most: 10_000,
  what: 'leads',
  narrow: 'Narrow the list, for example by the days on which they came in, and take it in parts.',
};
const HEADS = [
  'Name',
  'Email',
  'Phone',
  'Stage',
  'Lost because',
  'Source',
  'Campaign',
  'Owner',
  'Came in',
  'Last contact',
];

/** The leads of a question as a file. Who took which ones away stands in the audit log. */
@Injectable()
export class LeadExportService {
  async write(ctx: FirmContext, me: Principal, { sort, ...query }: LeadExportQuery): Promise<string> {
    authorise(me, 'lead.read');
    const filter = filterOf(query);
    const { file, count } = await csvFile(HEADS, LIMITS, async (after) => {
      const { rows, next } = await listLeadRows(ctx, filter, sort, PAGE, after);
      return { lines: await linesOf(ctx, rows), next };
    });
    const { since: _from, until: _to, noContactSince: _quiet, ...asked } = query;
    await audit(ctx, 'app.lead.export', { leads: count, asked: Object.keys(asked).join(', ') });
    return file;
  }
}

async function linesOf(ctx: FirmContext, leads: readonly LeadEntity[]): Promise<string[]> {
  const around = await surroundingsOf(ctx, leads);
  const ways = await firstWaysOf(
    ctx,
    leads.map(({ personId }) => personId),
  );
  return leads.map((lead) => {
    const beside = around.get(lead.id);
    const way = ways.get(lead.personId);
    return csvLine([
      beside ? fullName(beside) : '',
      way?.email ?? '',
      way?.phone ?? '',
      lead.stage,
      lead.lostReason ?? '',
      beside?.sourceName ?? '',
      lead.lastTouch.campaign ?? '',
      beside?.ownerName ?? '',
      lead.occurredAt.toISOString(),
      beside?.lastContactAt?.toISOString() ?? '',
    ]);
  });
}
