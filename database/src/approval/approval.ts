import { Column, Entity } from 'typeorm';
import { RecordEntity } from '../records/record-entity.ts';
import { insertRecord, updateRecord, type WriteOutcome } from '../records/write-record.ts';
import type { FirmContext } from '../tenancy/context.ts';

/** A question that a run waits for. */
@Entity({ schema: 'app', name: 'approval' })
export class ApprovalEntity extends RecordEntity {
  @Column('uuid') enrolmentId!: string;
  @Column('uuid') personId!: string;
  @Column('text') effectKey!: string;
  @Column('text') question!: string;
  @Column('uuid', { nullable: true }) assigneeId!: string | null;
  @Column('text', { nullable: true }) decision!: 'approved' | 'rejected' | null;
  @Column('text', { nullable: true }) decidedBy!: string | null;
  @Column('timestamptz', { nullable: true }) decidedAt!: Date | null;
}

/** Asks somebody of the firm, once by the effect key of the step. */
export async function askForApproval(
  ctx: FirmContext,
  input: Pick<ApprovalEntity, 'enrolmentId' | 'personId' | 'effectKey' | 'question' | 'assigneeId'>,
): Promise<ApprovalEntity> {
  const made = await ctx.em
    .getRepository(ApprovalEntity)
    .findOneBy({ firmId: ctx.firmId, effectKey: input.effectKey });
  return made ?? insertRecord<ApprovalEntity>(ctx, ApprovalEntity, { ...input });
}

/** Decides once; raises `approval.decided`, which the run waits for. A decided one answers `stale` with the decision. */
export async function decideApproval(
  ctx: FirmContext,
  id: string,
  version: number,
  decision: 'approved' | 'rejected',
): Promise<WriteOutcome<ApprovalEntity>> {
  const written = await updateRecord(ctx, ApprovalEntity, id, version, {
    decision,
    decidedBy: ctx.actor,
    decidedAt: new Date(ctx.now()),
  });
  if (written.outcome === 'written') {
    const payload = { approvalId: id, decision };
    ctx.emit({ subjectId: written.row.personId, kind: 'approval.decided', payload });
  }
  return written;
}
