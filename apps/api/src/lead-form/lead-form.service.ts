import { Inject, Injectable } from '@nestjs/common';
import type {
  ConsentWording,
  FormSubmissionRecord,
  FormSubmissionsQuery,
  LeadForm,
  LeadFormChanges,
  NewLeadForm,
} from '@rap/contracts/lead-form';
import type { Page, PageQuery } from '@rap/contracts/paging';
import { Directory } from '@rap/database/identity/directory';
import { changeLeadForm, createLeadForm, wordingsOf } from '@rap/database/lead-form/lead-form-commands';
import { LeadFormEntity } from '@rap/database/lead-form/lead-form.entity';
import { openSubmission, SubmissionEntity } from '@rap/database/lead-form/submission';
import { listRecords } from '@rap/database/records/list-records';
import type { FirmContext } from '@rap/database/tenancy/context';
import { authorise } from '../http/authorise.ts';
import { readCursor } from '../http/cursor.ts';
import type { Principal } from '../http/edge.ts';
import { invalid } from '../http/problem-error.ts';
import { found, paged, settled } from '../http/settled.ts';
import type { Settings } from '../settings.ts';
import { SETTINGS } from '../tokens.ts';
import { snippetOf } from './embed-scripts.ts';

/** What a form may point at, and how it is looked for. */
const POINTS_AT = {
  sourceId: `select 1 from app.lead_source where firm_id = $1 and id = $2 and retired_at is null`,
  bookId: `select 1 from app.book where firm_id = $1 and id = $2`,
  ownerId: `select 1 from app.user where firm_id = $1 and id = $2 and status = 'active'`,
} as const;

@Injectable()
export class LeadFormService {
  private readonly directory: Directory;
  private readonly settings: Settings;
  private readonly form;

  constructor(directory: Directory, @Inject(SETTINGS) settings: Settings) {
    this.directory = directory;
    this.settings = settings;
    this.form = {
      what: 'form',
      show: (_ctx: FirmContext, row: LeadFormEntity) => present(row, this.settings.PUBLIC_URL),
    };
  }

  async list(ctx: FirmContext, me: Principal, { limit, after }: PageQuery): Promise<Page<LeadForm>> {
    authorise(me, 'form.read');
    return paged(ctx, this.form, await listRecords(ctx, LeadFormEntity, { limit, after: readCursor(after) }));
  }

  async get(ctx: FirmContext, me: Principal, id: string): Promise<LeadForm> {
    authorise(me, 'form.read');
    return this.form.show(ctx, await found(ctx, LeadFormEntity, id, 'form'));
  }

  async create(ctx: FirmContext, me: Principal, input: NewLeadForm): Promise<LeadForm> {
    authorise(me, 'form.change');
    await checkPointers(ctx, input);
    const form = await createLeadForm(ctx, { consentEmail: '', consentSms: '', ...input });
    await this.directory.put(ctx, 'form', form.id, form.id);
    return this.form.show(ctx, form);
  }

  async change(ctx: FirmContext, me: Principal, id: string, input: LeadFormChanges): Promise<LeadForm> {
    authorise(me, 'form.change');
    await found(ctx, LeadFormEntity, id, 'form');
    await checkPointers(ctx, input);
    return settled(ctx, this.form, await changeLeadForm(ctx, id, input));
  }

  async wordings(ctx: FirmContext, me: Principal, id: string): Promise<{ items: ConsentWording[] }> {
    authorise(me, 'form.read');
    await found(ctx, LeadFormEntity, id, 'form');
    const rows = await wordingsOf(ctx, id);
    return {
      items: rows.map(({ number, email, sms, smsMarketing, author, createdAt }) => ({
        number,
        email,
        sms,
        smsMarketing,
        author,
        createdAt: createdAt.toISOString(),
      })),
    };
  }

  async submissions(
    ctx: FirmContext,
    me: Principal,
    { personId, limit, after }: FormSubmissionsQuery,
  ): Promise<Page<FormSubmissionRecord>> {
    authorise(me, 'lead.read');
    const listed = await listRecords(ctx, SubmissionEntity, {
      where: { personId },
      limit,
      after: readCursor(after),
    });
    return paged(ctx, { show: presentSubmission }, listed);
  }
}

async function checkPointers(
  ctx: FirmContext,
  input: Partial<Record<keyof typeof POINTS_AT, string | null | undefined>>,
): Promise<void> {
  for (const [field, sql] of Object.entries(POINTS_AT)) {
    const id = input[field as keyof typeof POINTS_AT]; // own keys of POINTS_AT
    if (!id) continue;
    const rows: unknown[] = await ctx.em.query(sql, [ctx.firmId, id]);
    if (rows.length > 0) continue;
    const message = 'There is none of this id any more: choose another one.';
    throw invalid([{ field, code: 'not_there', message }]);
  }
}

const present = (row: LeadFormEntity, publicUrl: string): LeadForm => ({
  id: row.id,
  version: row.version,
  title: row.title,
  intro: row.intro,
  buttonLabel: row.buttonLabel,
  disclosure: row.disclosure,
  asks: row.asks,
  sourceId: row.sourceId,
  bookId: row.bookId,
  ownerId: row.ownerId,
  consentEmail: row.consentEmail,
  consentSms: row.consentSms,
  consentSmsMarketing: row.consentSmsMarketing,
  allowedOrigins: row.allowedOrigins,
  dailyLimit: row.dailyLimit,
  consentVersion: row.consentVersion,
  url: `${publicUrl}/f/${row.id}`,
  snippet: snippetOf(publicUrl, row.id, row.title),
  retiredAt: row.retiredAt?.toISOString() ?? null,
});

async function presentSubmission(ctx: FirmContext, row: SubmissionEntity): Promise<FormSubmissionRecord> {
  const { question } = await openSubmission(ctx, row);
  return {
    id: row.id,
    formId: row.formId,
    personId: row.personId,
    leadId: row.leadId,
    verdict: row.verdict,
    question,
    occurredAt: row.occurredAt.toISOString(),
  };
}
