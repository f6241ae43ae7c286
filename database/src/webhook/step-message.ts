import { headSeq } from '../spine/emit.ts';
import type { FirmContext } from '../tenancy/context.ts';

export interface StepMessage {
  /** the `webhook-id` of every attempt */
  readonly id: string;
  readonly endpointId: string;
  readonly personId: string;
  readonly automationId: string;
  readonly enrolmentId: string;
  readonly node: string;
  /** the person's highest event number when the step began */
  readonly claimSeq: number;
  readonly failures: number;
  readonly occurredAtMs: number;
  readonly delivered: boolean;
}

interface MessageRow {
  id: string;
  endpoint_id: string;
  person_id: string;
  automation_id: string;
  enrolment_id: string;
  node: string;
  claim_seq: string;
  failures: number;
  occurred_at: Date;
  delivered_at: Date | null;
}

/** The message of one step, made once by its effect key; each attempt finds the same. */
export async function claimStepMessage(
  ctx: FirmContext,
  effectKey: string,
  step: Pick<StepMessage, 'endpointId' | 'personId' | 'automationId' | 'enrolmentId' | 'node'>,
): Promise<StepMessage> {
  await ctx.em.query(
    `insert into app.webhook_message (endpoint_id, person_id, automation_id, enrolment_id, node, effect_key, claim_seq, occurred_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (firm_id, effect_key) do nothing`,
    [
      step.endpointId,
      step.personId,
      step.automationId,
      step.enrolmentId,
      step.node,
      effectKey,
      await headSeq(ctx, step.personId),
      new Date(ctx.now()),
    ],
  );
  const found = await messageWhere(ctx, 'effect_key', effectKey);
  if (!found) throw new Error('the claimed message cannot be read back');
  return found;
}

/** Notes how often it has failed; 0 when it starts from the beginning. */
export async function noteFailures(ctx: FirmContext, id: string, failures: number): Promise<void> {
  await ctx.em.query(
    `update app.webhook_message set failures = $3 where firm_id = $1 and id = $2 and delivered_at is null`,
    [ctx.firmId, id, failures],
  );
}

export async function noteDelivered(ctx: FirmContext, id: string): Promise<void> {
  await ctx.em.query(
    `update app.webhook_message set delivered_at = $3 where firm_id = $1 and id = $2 and delivered_at is null`,
    [ctx.firmId, id, new Date(ctx.now())],
  );
}

export const findStepMessage = (ctx: FirmContext, id: string): Promise<StepMessage | undefined> =>
  messageWhere(ctx, 'id', id);

/** The words of it: who stands where. What is true of the person a receiver asks for by the API. */
export const toldStep = (firmId: string, message: StepMessage) => ({
  messageId: message.id,
  type: 'automation.step',
  occurredAtMs: message.occurredAtMs,
  data: {
    firmId,
    personId: message.personId,
    automationId: message.automationId,
    enrolmentId: message.enrolmentId,
    step: message.node,
  },
});

async function messageWhere(
  ctx: FirmContext,
  column: 'id' | 'effect_key',
  value: string,
): Promise<StepMessage | undefined> {
  const rows: MessageRow[] = await ctx.em.query(
    `select id, endpoint_id, person_id, automation_id, enrolment_id, node, claim_seq, failures, occurred_at, delivered_at
       from app.webhook_message where firm_id = $1 and ${column} = $2`,
    [ctx.firmId, value],
  );
  const row = rows[0];
  return (
    row && {
      id: row.id,
      endpointId: row.endpoint_id,
      personId: row.person_id,
      automationId: row.automation_id,
      enrolmentId: row.enrolment_id,
      node: row.node,
      claimSeq: Number(row.claim_seq),
      failures: row.failures,
      occurredAtMs: row.occurred_at.getTime(),
      delivered: row.delivered_at !== null,
    }
  );
}
