import type { FirmContext } from '../tenancy/context.ts';
import { toldAgain, type ToldEvent } from './event-data.ts';
import { findStepMessage, toldStep } from './step-message.ts';
import type { AttemptRow } from './webhook-attempts.ts';

/** A message without meaning, to see whether it arrives. */
export const testMessage = (
  ctx: FirmContext,
  endpointId: string,
  messageId: string,
  occurredAtMs: number,
): ToldEvent => ({ messageId, type: 'ping', occurredAtMs, data: { firmId: ctx.firmId, endpointId } });

/** What an attempt told: put together anew from the event or the step, for it is not kept twice. */
export async function messageOfAttempt(
  ctx: FirmContext,
  endpointId: string,
  { personId, seq, messageId, atMs }: AttemptRow,
): Promise<ToldEvent | undefined> {
  if (personId === null) return testMessage(ctx, endpointId, messageId, atMs);
  if (seq !== null) return toldAgain(ctx, personId, seq);
  const message = await findStepMessage(ctx, messageId);
  return message && toldStep(ctx.firmId, message);
}
