import { StepEffect } from '@rap/contracts/automation/effects';
import type { ActClass, Effect, TimeSpec } from '@rap/contracts/automation/plan';
import type { Facts, Result, TraceStep } from '@rap/contracts/automation/run';
import type { SimulatedChannel, SimulationContext } from '@rap/contracts/automation/simulation-context';
import type { Channel, GateDecision } from '@rap/contracts/consent';
import { decide } from '../../consent/gate.ts';
import { resolveTime } from '../../time/resolve-time.ts';
import type { DeliveryReason } from '../definition/why-unsent.ts';
import { ACT_FAILURES } from './act-failures.ts';
import type { SimulatedWorld } from './simulate.ts';
import { simulatedFacts } from './simulated-facts.ts';
import { SimulatedWrites } from './simulated-writes.ts';

type ActResult = Extract<Result, { of: 'act' }>;
type MessageEffect = Extract<StepEffect, { kind: Channel }>;

const HOUR_MS = 3_600_000;
/** as for a real message without a last time of its own */
const DEFAULT_NOT_AFTER_HOURS = 72;

/**
 * One person as a world to simulate in: facts, dates and consent as they were read, the clock as it goes on. The same gate
 * decides as for a real message, and counts what the simulation has sent; what steps write is read by those that follow.
 */
export class SimulatedPerson implements SimulatedWorld {
  private readonly context: SimulationContext;
  private readonly writes: SimulatedWrites;
  private readonly sentAtMs: Record<Channel, number[]>;
  private readonly lastTimes = new Map<string, number>();
  private readonly decisions = new Map<string, GateDecision>();

  constructor(context: SimulationContext) {
    this.context = context;
    this.writes = new SimulatedWrites(context);
    this.sentAtMs = { email: [...(context.email?.sentAtMs ?? [])], sms: [...(context.sms?.sentAtMs ?? [])] };
  }

  facts(_person: string, names: readonly string[], nowMs: number): Facts {
    return simulatedFacts(this.writes.at(nowMs), names, nowMs);
  }

  time(_person: string, spec: TimeSpec, nowMs: number): Extract<Result, { of: 'resolveTime' }> {
    const zone = spec.zone === 'person' ? this.context.zone : this.context.firmZone;
    const factDate = spec.by === 'date' ? this.textOf(spec.fact, nowMs) : undefined;
    return { of: 'resolveTime', ...resolveTime(spec, { nowMs, zone, factDate }) };
  }

  act(_run: string, key: string, effect: Effect, _class: ActClass, nowMs: number): ActResult {
    const asked = StepEffect.parse(effect);
    if (asked.kind !== 'email' && asked.kind !== 'sms') {
      const code = this.writes.write(asked, nowMs);
      return code
        ? { of: 'act', failed: { code, message: ACT_FAILURES[code] } }
        : { of: 'act', done: key, seq: 0 };
    }
    const channel = this.context[asked.kind];
    if (channel === null) return { of: 'act', refused: 'no_address' };
    const decision = this.ask(key, asked, channel, nowMs);
    this.decisions.set(`${key} ${nowMs}`, decision);
    switch (decision.verdict) {
      case 'send':
        this.sentAtMs[asked.kind].push(nowMs);
        return { of: 'act', done: key, seq: 0 };
      case 'later':
        return { of: 'act', laterMs: decision.atMs, reason: decision.code };
      case 'refused':
        return { of: 'act', refused: decision.code };
    }
  }

  /** Why the gate did not let the message of this receipt go, or not yet, in its words; undefined when it did. */
  said({ key, atMs }: Pick<TraceStep, 'key' | 'atMs'>): DeliveryReason | undefined {
    const failed = this.decisions.get(`${key} ${atMs}`)?.checks.find(({ passed }) => !passed);
    return failed && { words: failed.words, check: failed.check };
  }

  private ask(
    key: string,
    { kind, params }: MessageEffect,
    channel: SimulatedChannel,
    nowMs: number,
  ): GateDecision {
    const { context } = this;
    const notAfterMs = this.lastTimes.get(key) ?? this.lastTime(params.notAfter, nowMs);
    this.lastTimes.set(key, notAfterMs);
    const { addressFault, lastInboundMs, permissions, optOuts, perDay, perWeek } = channel;
    return decide({
      channel: kind,
      purpose: params.purpose,
      nowMs,
      notAfterMs,
      permissions,
      optOuts,
      ...(addressFault === null ? {} : { addressFault }),
      ...(lastInboundMs === null ? {} : { lastInboundMs }),
      ...(context.hold === null ? {} : { hold: context.hold }),
      places: context.places,
      firm: { ...context.firm, perDay, perWeek },
      sentAtMs: this.sentAtMs[kind],
    });
  }

  private lastTime(notAfter: MessageEffect['params']['notAfter'], nowMs: number): number {
    if ('hours' in notAfter) return nowMs + notAfter.hours * HOUR_MS;
    const atMs = Date.parse(this.textOf(notAfter.beforeDate, nowMs) ?? '');
    return Number.isNaN(atMs) ? nowMs + DEFAULT_NOT_AFTER_HOURS * HOUR_MS : atMs;
  }

  private textOf(fact: string, nowMs: number): string | undefined {
    const read = simulatedFacts(this.writes.at(nowMs), [fact], nowMs)[fact];
    return read && 'value' in read && typeof read.value === 'string' ? read.value : undefined;
  }
}
