import type { Result, SendInput } from '@rap/contracts/automation/run';
import type { Who } from '@rap/database/tenancy/context';
import type { Clock, TenantDb } from '@rap/database/tenancy/tenant-db';
import {
  claimStepMessage,
  noteDelivered,
  noteFailures,
  toldStep,
  type StepMessage,
} from '@rap/database/webhook/step-message';
import { drawnStep } from '@rap/domain/automation/definition/lowered-id';
import type { CallOutcome, EndpointCaller } from './endpoint-caller.ts';

type ActResult = Extract<Result, { of: 'act' }>;

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
/** How long a step waits after each failed attempt, about seven hours in all; then it is left by "it fails". */
const STEP_RETRIES_MS: readonly number[] = [10 * SECOND_MS, MINUTE_MS, 10 * MINUTE_MS, HOUR_MS, 6 * HOUR_MS];

/**
 * Sends what a step tells another system. Unlike a text or an e-mail it may be handed over again: each attempt carries the
 * same `webhook-id`, by which a receiver that acted and did not answer does it once. So an attempt that died, or whose answer
 * was lost, is simply made again.
 */
export class WebhookStep {
  private readonly db: TenantDb;
  private readonly caller: EndpointCaller;
  private readonly clock: Clock;

  constructor(db: TenantDb, caller: EndpointCaller, clock: Clock) {
    this.db = db;
    this.caller = caller;
    this.clock = clock;
  }

  async send(who: Who, input: SendInput, endpointId: string): Promise<ActResult> {
    const { automationId, enrolmentId } = input.who;
    const step = {
      endpointId,
      personId: input.person,
      automationId,
      enrolmentId,
      node: drawnStep(input.node),
    };
    const message = await this.db.run(who, (ctx) => claimStepMessage(ctx, `${input.run}:${input.key}`, step));
    const done: ActResult = { of: 'act', done: null, seq: message.claimSeq };
    if (message.delivered) return done;
    const outcome = await this.caller.call(who, {
      endpointId,
      ...toldStep(who.firmId, message),
      personId: message.personId,
      seq: null,
      replay: false,
    });
    if (outcome.of === 'delivered') {
      await this.db.run(who, (ctx) => noteDelivered(ctx, message.id));
      return done;
    }
    return outcome.of === 'closed' ? CLOSED[outcome.why] : this.failed(who, message, outcome);
  }

  private async failed(
    who: Who,
    message: StepMessage,
    outcome: Extract<CallOutcome, { of: 'failed' }>,
  ): Promise<ActResult> {
    const { code } = outcome;
    const waitMs = STEP_RETRIES_MS[message.failures];
    // who has it tried again by hand begins anew, under the same id
    const failures = waitMs === undefined ? 0 : message.failures + 1;
    await this.db.run(who, (ctx) => noteFailures(ctx, message.id, failures));
    if (waitMs === undefined) return { of: 'act', failed: { code, message: outcome.message } };
    const laterMs = this.clock.now() + Math.max(waitMs, outcome.retryAfterMs ?? 0);
    return { of: 'act', laterMs, reason: code };
  }
}

const CLOSED: Readonly<Record<'disabled' | 'deleted', ActResult>> = {
  disabled: {
    of: 'act',
    failed: { code: 'endpoint_disabled', message: 'The receiver is disabled. Enable it, then try again.' },
  },
  deleted: {
    of: 'act',
    failed: {
      code: 'endpoint_deleted',
      message: 'The receiver was deleted. Skip the step, and choose another receiver in the automation.',
    },
  },
};
