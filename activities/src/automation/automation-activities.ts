import { StepEffect } from '@rap/contracts/automation/effects';
import type { AdvanceInput, AdvanceOutput, Result, SendInput } from '@rap/contracts/automation/run';
import type { NotAfter } from '@rap/contracts/automation/step-params';
import { maybeSentAt } from '@rap/database/recovery/restored-runs';
import { sendStanding, type SendStanding } from '@rap/database/enrolment/send-gate';
import { loadFacts } from '@rap/database/facts/load-facts';
import type { FirmContext } from '@rap/database/tenancy/context';
import type { Clock, TenantDb } from '@rap/database/tenancy/tenant-db';
import type { MessageOrder, MessageOutcome, MessageSender } from '../sending/message-sender.ts';
import type { WebhookStep } from '../webhook/webhook-step.ts';
import { PostgresStore, runActor } from './postgres-store.ts';
import { advance } from './segment.ts';
import { firmWorld } from './world.ts';

type ActResult = Extract<Result, { of: 'act' }>;

/** What the shell of a run calls. */
export interface AutomationActivities {
  /** class idempotent write: one segment, keyed by the run and its ordinal */
  advance(input: AdvanceInput): Promise<AdvanceOutput>;
  /** class irreversible: one message, keyed by run, node and visit */
  send(input: SendInput): Promise<ActResult>;
}

export interface AutomationDeps {
  readonly db: TenantDb;
  readonly sender: MessageSender;
  readonly webhooks: WebhookStep;
  readonly clock: Clock;
}

const HOUR_MS = 3_600_000;
/** a message without a time of its own may leave for three days after its step was entered */
const DEFAULT_NOT_AFTER_HOURS = 72;
const NO_TOKEN_MS = 1_000;
/** a call takes less: who differs from the server by more has a wrong clock */
const WRONG_CLOCK_MS = 60_000;
/** nothing is tried more often than this */
const SOONEST_MS = 1_000;

/** The activities of automation runs. A message is sent inside the segment's activity while the provider has a free token. */
export function createAutomationActivities({
  db,
  sender,
  webhooks,
  clock,
}: AutomationDeps): AutomationActivities {
  const store = new PostgresStore(db);

  const send = async (input: SendInput): Promise<ActResult> => {
    const effect = StepEffect.parse(input.effect);
    const who = runActor(input);
    if (effect.kind === 'webhook.out') return webhooks.send(who, input, effect.params.endpointId);
    if (effect.kind !== 'email' && effect.kind !== 'sms') {
      return {
        of: 'act',
        failed: { code: 'no_such_effect', message: `Nothing here can do ${effect.kind}.` },
      };
    }
    const { template, purpose, notAfter } = effect.params;
    let standing: SendStanding | undefined; // read once a transaction, first of all by `heldBack`
    const order: MessageOrder = {
      who,
      effectKey: `${input.run}:${input.key}`,
      personId: input.person,
      channel: effect.kind,
      purpose,
      wording: { template },
      notAfterMs: (ctx) => lastTimeOf(ctx, input, notAfter, standing?.firstTriedMs),
      automatic: true,
      dueAtMs: (ctx) => maybeSentAt(ctx, input.who.enrolmentId, input.key),
      heldBack: async (ctx) => {
        standing = await sendStanding(ctx, input.who.enrolmentId, input.key);
        return heldBack(standing.gate, clock.now());
      },
    };
    return resultOf(await sender.send(order), (atMs) => onServersClock(atMs, input.nowMs, clock.now()));
  };

  return {
    advance: (input) =>
      advance(store, firmWorld, input, async (segment, state, command) => {
        // a receiver may be as slow as it likes: it must not keep the segment's activity waiting
        if (command.effect.kind === 'webhook.out') return undefined;
        const message: SendInput = {
          who: segment.who,
          ...(segment.correlationId ? { correlationId: segment.correlationId } : {}),
          firmId: segment.firmId,
          run: segment.run,
          person: state.person,
          hash: state.hash,
          node: command.node,
          key: command.key,
          effect: command.effect,
          nowMs: segment.give.nowMs,
        };
        const result = await send(message);
        return 'laterMs' in result && result.reason === 'provider_busy' ? undefined : result;
      }),
    send,
  };
}

/** A message that was asked for before somebody paused or ended the run. */
function heldBack(gate: SendStanding['gate'], nowMs: number): MessageOutcome | undefined {
  switch (gate) {
    case 'go':
      return undefined;
    case 'stand':
      return { of: 'later', atMs: nowMs + NO_TOKEN_MS, reason: 'paused' };
    case 'ended':
      return { of: 'refused', code: 'called_off', words: 'The automation was ended for the person.' };
  }
}

function resultOf(outcome: MessageOutcome, wakeAt: (atMs: number) => number): ActResult {
  switch (outcome.of) {
    case 'sent':
      return { of: 'act', done: outcome.communicationId, seq: outcome.seq };
    case 'refused':
      return { of: 'act', refused: outcome.code };
    case 'later':
      return { of: 'act', laterMs: wakeAt(outcome.atMs), reason: outcome.reason };
    case 'failed':
      return { of: 'act', failed: { code: outcome.code, message: outcome.message } };
  }
}

/**
 * The server's clock wakes a run. What was reckoned on a clock of this machine that is wrong by minutes is put right: ahead,
 * it would let the run wait too long; behind, it would be asked again without a pause.
 */
function onServersClock(atMs: number, serverMs: number, hereMs: number): number {
  const aheadMs = hereMs - serverMs;
  const rightMs = Math.abs(aheadMs) > WRONG_CLOCK_MS ? atMs - aheadMs : atMs;
  return Math.max(rightMs, serverMs + SOONEST_MS);
}

/** Hours count from when the step was first tried: a message that had to wait again and again is too late in the end. */
async function lastTimeOf(
  ctx: FirmContext,
  { person, nowMs }: SendInput,
  notAfter: NotAfter,
  firstTriedMs: number | undefined,
): Promise<number> {
  const dateMs = 'beforeDate' in notAfter ? await instantOfFact(ctx, person, notAfter.beforeDate) : undefined;
  if (dateMs !== undefined) return dateMs;
  const hours = 'hours' in notAfter ? notAfter.hours : DEFAULT_NOT_AFTER_HOURS;
  return (firstTriedMs ?? nowMs) + hours * HOUR_MS;
}

async function instantOfFact(ctx: FirmContext, personId: string, name: string): Promise<number | undefined> {
  const fact = (await loadFacts(ctx, personId, [name], ctx.now()))[name];
  const atMs = fact && 'value' in fact && typeof fact.value === 'string' ? Date.parse(fact.value) : NaN;
  return Number.isNaN(atMs) ? undefined : atMs;
}
