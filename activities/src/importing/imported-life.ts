import { setTimeout as sleep } from 'node:timers/promises';
import { eventData } from '@rap/contracts/automation/events';
import { Json } from '@rap/contracts/automation/plan';
import type { PersonEvent } from '@rap/contracts/automation/run';
import { startingVariables } from '@rap/domain/automation/definition/trigger';
import { adoptEnrolment } from '@rap/database/enrolment/adopted';
import { enrol } from '@rap/database/enrolment/enrol';
import { openRunsListening } from '@rap/database/enrolment/listeners';
import { automationsTriggeredBy } from '@rap/database/enrolment/triggers';
import { meetsCondition } from '@rap/database/facts/meets-condition';
import type { FirmContext, Who } from '@rap/database/tenancy/context';
import { TenantDb, type Clock } from '@rap/database/tenancy/tenant-db';
import { z } from 'zod';
import { createAutomationActivities, type AutomationDeps } from '../automation/automation-activities.ts';
import { createOutboundMessageActivities } from '../outbound-message/outbound-message-activities.ts';
import { ImportedRun } from './imported-run.ts';

/** A clock that stands where it was put. */
export class SetClock implements Clock {
  nowMs = 0;
  now(): number {
    return this.nowMs;
  }
}

/** Whatever is written through it comes from elsewhere: its events start and tell nobody. */
export class ImportDb extends TenantDb {
  override run<T>(who: Who, work: (ctx: FirmContext) => Promise<T>): Promise<T> {
    return super.run({ ...who, origin: 'import' }, work);
  }
}

/** Something of the past: when it was, and the commands that write it. */
export interface PastDay {
  readonly atMs: number;
  readonly write: (ctx: FirmContext, personId: string) => Promise<void>;
}

interface Raised {
  readonly id: string;
  readonly seq: number;
  readonly kind: string;
  readonly payload: Record<string, Json>;
  readonly atMs: number;
}

const Payload = z.record(z.string(), Json);

/**
 * One person's past, written in the order in which it was: the commands at their times, and the automations that were live,
 * by the very segments and the very gate that a worker uses. At the end, whoever is still inside an automation is handed to
 * the relay as an adopted run.
 */
export class ImportedLife {
  private readonly runs = new Map<string, ImportedRun>();
  /** messages that users wrote and that wait for a better hour, with when they are tried again, epoch ms */
  private readonly orders = new Map<string, number>();
  private readonly deps: AutomationDeps & { readonly clock: SetClock };
  private readonly who: Who;
  private readonly personId: string;
  private seenSeq = 0;

  constructor(deps: AutomationDeps & { readonly clock: SetClock }, who: Who, personId: string) {
    this.deps = deps;
    this.who = who;
    this.personId = personId;
  }

  /** Lives until `untilMs`, which is today. */
  async live(days: readonly PastDay[], untilMs: number): Promise<void> {
    for (const day of [...days].sort((a, b) => a.atMs - b.atMs)) {
      if (day.atMs > untilMs) break;
      await this.sleepUntil(day.atMs);
      this.deps.clock.nowMs = day.atMs;
      await this.deps.db.run(this.who, (ctx) => day.write(ctx, this.personId));
      await this.react();
    }
    await this.sleepUntil(untilMs);
    this.deps.clock.nowMs = untilMs;
    await this.deps.db.run(this.who, async (ctx) => {
      for (const run of this.runs.values()) await adoptEnrolment(ctx, run.enrolmentId);
    });
  }

  /** Wakes whoever has waited long enough, one after the other. */
  private async sleepUntil(untilMs: number): Promise<void> {
    for (;;) {
      const sleeping = [
        ...[...this.runs.values()].map((run) => ({ wakeMs: run.wakeMs, wake: () => this.goOn(run) })),
        ...[...this.orders].map(([id, wakeMs]) => ({ wakeMs, wake: () => this.send(id) })),
      ];
      const next = sleeping
        .filter(({ wakeMs }) => wakeMs !== null && wakeMs <= untilMs)
        .sort((a, b) => (a.wakeMs ?? 0) - (b.wakeMs ?? 0))[0];
      if (!next) return;
      this.deps.clock.nowMs = Math.max(this.deps.clock.nowMs, next.wakeMs ?? 0);
      await next.wake();
      await this.react();
    }
  }

  /** What was raised since: who listens hears it, and automations that it begins take the person in. */
  private async react(): Promise<void> {
    for (let news = await this.news(); news.length > 0; news = await this.news()) {
      for (const event of news) {
        this.seenSeq = event.seq;
        const { orderId } = event.payload;
        if (event.kind === 'message.ordered' && typeof orderId === 'string') await this.send(orderId);
        await this.tell(event);
        await this.begin(event);
      }
    }
  }

  /** By the gate, the ledger and the sender of today; one that waits for longer than this past is left to the relay. */
  private async send(orderId: string): Promise<void> {
    this.orders.delete(orderId);
    const sent = await createOutboundMessageActivities(this.deps).sendOrder({
      firmId: this.who.firmId,
      orderId,
    });
    if (sent.of === 'later') this.orders.set(orderId, sent.atMs);
  }

  private async tell(event: Raised): Promise<void> {
    const listening = await this.deps.db.run(this.who, (ctx) =>
      openRunsListening(ctx, this.personId, event.kind, event.seq),
    );
    for (const { enrolmentId } of listening) {
      const run = this.runs.get(enrolmentId);
      const told: PersonEvent = {
        seq: event.seq,
        kind: event.kind,
        atMs: event.atMs,
        data: eventData(event.kind, event.payload),
      };
      if (run) await this.goOn(run, [told]);
    }
  }

  private async begin(event: Raised): Promise<void> {
    const { db, clock } = this.deps;
    const entered = await db.run(this.who, async (ctx) => {
      const made: ImportedRun[] = [];
      for (const automation of await automationsTriggeredBy(ctx, event)) {
        const outcome = await enrol(
          ctx,
          {
            automation,
            personId: this.personId,
            eventId: event.id,
            eventSeq: event.seq,
            nowMs: clock.now(),
            vars: startingVariables(event.kind, event.payload),
          },
          (personId, cond, nowMs) => meetsCondition(ctx, personId, cond, nowMs),
        );
        if (outcome.outcome !== 'enrolled') continue;
        const { automationId } = automation;
        const who = { firmId: this.who.firmId, automationId, enrolmentId: outcome.enrolmentId };
        made.push(new ImportedRun(createAutomationActivities(this.deps), who, outcome.state, sleep));
      }
      return made;
    });
    for (const run of entered) {
      this.runs.set(run.enrolmentId, run);
      await this.goOn(run);
    }
  }

  private async goOn(run: ImportedRun, events: PersonEvent[] = []): Promise<void> {
    await run.goOn(this.deps.clock.now(), events);
    if (run.ended) this.runs.delete(run.enrolmentId);
  }

  private news(): Promise<Raised[]> {
    return this.deps.db.run(this.who, async (ctx) => {
      const rows: { id: string; seq: string; kind: string; payload: unknown; occurred_at: Date }[] =
        await ctx.em.query(
          `select id, seq, kind, payload, occurred_at from spine.event
            where firm_id = $1 and subject_id = $2 and seq > $3 order by seq`,
          [ctx.firmId, this.personId, this.seenSeq],
        );
      return rows.map((row) => ({
        id: row.id,
        seq: Number(row.seq),
        kind: row.kind,
        payload: Payload.parse(row.payload),
        atMs: row.occurred_at.getTime(),
      }));
    });
  }
}
