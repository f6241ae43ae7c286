import { Column, Entity } from 'typeorm';
import type { Touch } from '@rap/contracts/lead';
import { FormSubmission } from '@rap/contracts/lead-form';
import { RecordEntity } from '../records/record-entity.ts';
import type { FirmContext } from '../tenancy/context.ts';
import type { FormLimit } from './form-allowance.ts';
import type { LeadFormEntity } from './lead-form.entity.ts';

/** What somebody sent by a form; its answers are sealed. */
@Entity({ schema: 'app', name: 'form_submission' })
export class SubmissionEntity extends RecordEntity {
  @Column('uuid') formId!: string;
  @Column('uuid', { nullable: true }) personId!: string | null;
  @Column('uuid', { nullable: true }) leadId!: string | null;
  @Column('bytea') answersSealed!: Buffer;
  @Column('text') verdict!: 'lead' | 'known_person' | 'robot' | 'repeat';
  @Column('timestamptz') occurredAt!: Date;
}

export interface Submitted {
  readonly form: LeadFormEntity;
  readonly answers: FormSubmission;
  readonly touch: { readonly first: Touch; readonly last: Touch };
  /** network address and program of the visitor, for the proof of consent */
  readonly network: string;
  readonly userAgent: string;
  /** counts it, in the transaction that stores it; answers what it is too many of */
  readonly count: () => Promise<FormLimit | undefined>;
}

/** Where the answers of a submission are sealed to. */
export const answersOf = (id: string) => ({ table: 'app.form_submission', column: 'answers', rowId: id });

export async function openSubmission(ctx: FirmContext, row: SubmissionEntity): Promise<FormSubmission> {
  return FormSubmission.parse(JSON.parse(await ctx.sealer.open(answersOf(row.id), row.answersSealed)));
}

/** Whether this very page has been sent before: a double click costs nobody's allowance. */
export async function sentBefore(ctx: FirmContext, formId: string, submissionKey: string): Promise<boolean> {
  const rows: unknown[] = await ctx.em.query(
    `select 1 from app.form_submission where firm_id = $1 and form_id = $2 and submission_key = $3`,
    [ctx.firmId, formId, submissionKey],
  );
  return rows.length > 0;
}
