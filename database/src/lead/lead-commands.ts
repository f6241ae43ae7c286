import type { LeadStage, Touch } from '@rap/contracts/lead';
import { insertRecord, updateRecord, type WriteOutcome } from '../records/write-record.ts';
import type { FirmContext } from '../tenancy/context.ts';
import { ClientEntity, LeadEntity } from './lead.entity.ts';

export interface NewLead {
  readonly personId: string;
  readonly sourceId: string;
  readonly ownerId: string | null;
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

/** Moves a lead to another stage. The stage it has already changes nothing and raises nothing. */
export async function moveStage(
  ctx: FirmContext,
  lead: LeadEntity,
  to: LeadStage,
  version: number,
): Promise<WriteOutcome<LeadEntity>> {
  if (lead.stage === to && lead.version === version) return { outcome: 'written', row: lead };
  const written = await updateRecord(ctx, LeadEntity, lead.id, version, { stage: to });
  if (written.outcome === 'written') {
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
  const existing = await ctx.em
    .getRepository(ClientEntity)
    .createQueryBuilder('c')
    .where('c.firmId = :firmId and c.personId = :personId and c.deletedAt is null', {
      firmId: ctx.firmId,
      personId: lead.personId,
    })
    .getOne();
  if (existing) return won;
  const client = await insertRecord(ctx, ClientEntity, { personId: lead.personId, leadId: lead.id, since });
  const payload = { clientId: client.id, leadId: lead.id };
  ctx.emit({ subjectId: lead.personId, kind: 'client.created', payload });
  return won;
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
