import type { LeadChanges, LeadStage, LostReason, Touch } from '@rap/contracts/lead';
import { emitFieldChanges } from '../records/field-changes.ts';
import { insertRecord, updateRecord, type WriteOutcome } from '../records/write-record.ts';
import type { FirmContext } from '../tenancy/context.ts';
import { ensureClient } from '../client/client-commands.ts';
import { LeadEntity } from './lead.entity.ts';

export interface NewLead {
  readonly personId: string;
  readonly sourceId: string;
  readonly ownerId: string | null;
  /** the person who sent them */
  readonly referredById: string | null;
  /** the form it came in by, if it did */
  readonly formId: string | null;
  readonly firstTouch: Touch;
  readonly lastTouch: Touch;
}

/** Adds an inquiry to a person and raises `lead.created`. */
export async function createLead(ctx: FirmContext, input: NewLead): Promise<LeadEntity> {
  const { formId, ...columns } = input;
  const lead = await insertRecord(ctx, LeadEntity, { ...columns, occurredAt: new Date(ctx.now()) });
  ctx.emit({
    subjectId: input.personId,
    kind: 'lead.created',
    payload: { leadId: lead.id, sourceId: input.sourceId, ownerId: input.ownerId, formId },
  });
  return lead;
}

/** Changes what is named, and raises an event for each field that differs. */
export async function changeLead(
  ctx: FirmContext,
  lead: LeadEntity,
  { version, ...changes }: LeadChanges,
): Promise<WriteOutcome<LeadEntity>> {
  const written = await updateRecord(ctx, LeadEntity, lead.id, version, changes);
  if (written.outcome === 'written') {
    const about = { subjectId: lead.personId, record: 'lead', recordId: lead.id } as const;
    emitFieldChanges(ctx, about, lead, written.row, Object.keys(changes));
  }
  return written;
}

/** Moves a lead to another stage. What it is already changes nothing and raises nothing; a reason is kept while it is lost. */
export async function moveStage(
  ctx: FirmContext,
  lead: LeadEntity,
  to: LeadStage,
  version: number,
  lostReason: LostReason | null = null,
): Promise<WriteOutcome<LeadEntity>> {
  const same = lead.stage === to && lead.lostReason === (to === 'lost' ? lostReason : null);
  if (same && lead.version === version) return { outcome: 'written', row: lead };
  const written = await updateRecord(ctx, LeadEntity, lead.id, version, {
    stage: to,
    lostReason: to === 'lost' ? lostReason : null,
  });
  if (written.outcome === 'written' && lead.stage !== to) {
    const payload = { leadId: lead.id, from: lead.stage, to };
    ctx.emit({ subjectId: lead.personId, kind: 'stage.changed', payload });
  }
  return written;
}

/** Makes the person of a lead a client and marks the lead won. Nothing is moved, so history, consent and runs stay. */
export async function convertLead(
  ctx: FirmContext,
  lead: LeadEntity,
  version: number,
  since: string,
): Promise<WriteOutcome<LeadEntity>> {
  const won = await moveStage(ctx, lead, 'won', version);
  if (won.outcome !== 'written') return won;
  await ensureClient(ctx, { personId: lead.personId, leadId: lead.id, since });
  return won;
}

/** The person's first inquiry. */
export async function firstLead(ctx: FirmContext, personId: string): Promise<LeadEntity | undefined> {
  const first = await ctx.em
    .getRepository(LeadEntity)
    .findOne({ where: { firmId: ctx.firmId, personId }, order: { occurredAt: 'ASC', id: 'ASC' } });
  return first ?? undefined;
}

/** The person's newest inquiry. */
export async function newestLead(ctx: FirmContext, personId: string): Promise<LeadEntity | undefined> {
  const lead = await ctx.em
    .getRepository(LeadEntity)
    .createQueryBuilder('l')
    .where('l.firmId = :firmId and l.personId = :personId and l.deletedAt is null', {
      firmId: ctx.firmId,
      personId,
    })
    .orderBy('l.createdAt', 'DESC')
    .addOrderBy('l.id', 'DESC')
    .getOne();
  return lead ?? undefined;
}
