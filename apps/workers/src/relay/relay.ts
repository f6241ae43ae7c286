import type { Lease, OutboxEvent, RelayDb } from '@rap/database/spine/relay-db';

/** Takes events of one consumer, one subject at a time in order. Throwing lets the subject wait and come again. */
export interface Consumer {
  /** the consumers it speaks for, asked before each round: `automations`, or one lane an endpoint */
  names(): Promise<readonly string[]>;
  handle(consumer: string, event: OutboxEvent, at: HandOverAt): Promise<void>;
  /**
   * Of events that come next, the ids of those that concern somebody; all others are passed, many at once, without being
   * handed over. Only what comes before the first that is handed over: that one may change whom the next concern.
   */
  concerning?(events: readonly OutboxEvent[]): Promise<ReadonlySet<string>>;
}

export interface HandOverAt {
  /** the how manieth try of this event it is, from 1 */
  readonly attempt: number;
}

/** Thrown by a consumer for an event that can never be handed over: it is set aside, counted and shown, and the rest goes on. */
export class PoisonError extends Error {}

/** Thrown by a consumer that knows when the next try makes sense. */
export class TryLaterError extends Error {
  readonly delayMs: number;

  constructor(message: string, delayMs: number) {
    super(message);
    this.delayMs = delayMs;
  }
}

export interface RelayOptions {
  /** how long a subject is ours; no hand-over begins after 60 % of it */
  leaseMs: number;
  /** subjects at a time and consumer */
  batch: number;
  /** the safety net for a lost ring */
  pollMs: number;
  onHandedOver?(event: OutboxEvent, consumer: string): void;
  onError(error: unknown, at: { consumer: string; lease?: Lease }): void;
}

const SAFE_SHARE = 0.6;

/**
 * Hands committed events to consumers: leases subjects with their events and hands them over in order, at least once, in no
 * transaction. A slow consumer delays no other, a failing subject no other subject.
 */
export class Relay {
  private readonly db: RelayDb;
  private readonly consumers: readonly Consumer[];
  private readonly options: RelayOptions;
  private stopping = false;
  private rings = 0;
  private readonly resting = new Set<() => void>();
  private running: Promise<void> | undefined;

  constructor(db: RelayDb, consumers: readonly Consumer[], options: RelayOptions) {
    this.db = db;
    this.consumers = consumers;
    this.options = options;
  }

  start(): void {
    this.running ??= Promise.all(this.consumers.map((consumer) => this.serve(consumer))).then(
      () => undefined,
    );
  }

  /** Called when a commit wrote events. */
  ring(): void {
    this.rings += 1;
    for (const wake of this.resting) wake();
  }

  /** Ends after the hand-overs under way; leases not finished are simply visible again later. */
  async stop(): Promise<void> {
    this.stopping = true;
    this.ring();
    await this.running;
  }

  /** Each name has rounds of its own, so that a slow receiver delays no other. */
  private async serve(consumer: Consumer): Promise<void> {
    const busy = new Map<string, Promise<void>>();
    while (!this.stopping) {
      try {
        for (const name of await consumer.names()) {
          if (busy.has(name)) continue;
          busy.set(
            name,
            this.speak(consumer, name).finally(() => busy.delete(name)),
          );
        }
      } catch (error) {
        this.options.onError(error, { consumer: 'all' });
      }
      if (!this.stopping) await this.rest();
    }
    await Promise.all(busy.values());
  }

  /** Rounds of one name until nothing is left, also of what was rung for meanwhile. */
  private async speak(consumer: Consumer, name: string): Promise<void> {
    try {
      for (;;) {
        const heard = this.rings;
        const more = await this.round(consumer, name);
        if (this.stopping || (!more && heard === this.rings)) return;
      }
    } catch (error) {
      this.options.onError(error, { consumer: name });
    }
  }

  /** One batch of one consumer; true when there may be more at once. */
  private async round(consumer: Consumer, name: string): Promise<boolean> {
    const leases = await this.db.lease(name, this.options.batch, this.options.leaseMs);
    const startedMs = performance.now();
    const concerning = await this.concerning(consumer, leases);
    await Promise.all(
      leases.map((lease) => {
        const first = lease.events.findIndex(({ id }) => !concerning || concerning.has(id));
        return this.subject(consumer, lease, first < 0 ? lease.events.length : first, startedMs);
      }),
    );
    return leases.length > 0;
  }

  /** Undefined: nobody can say, so all are handed over. */
  private async concerning(
    consumer: Consumer,
    leases: readonly Lease[],
  ): Promise<ReadonlySet<string> | undefined> {
    try {
      return await consumer.concerning?.(leases.flatMap(({ events }) => events));
    } catch (error) {
      this.options.onError(error, { consumer: leases[0]?.consumer ?? 'all' });
      return undefined;
    }
  }

  /** Passes the first events and hands the others over. */
  private async subject(consumer: Consumer, lease: Lease, passed: number, startedMs: number): Promise<void> {
    let doneSeq = lease.events[passed - 1]?.seq ?? lease.doneSeq;
    try {
      for (const event of lease.events.slice(passed)) {
        if (this.stopping || performance.now() - startedMs > this.options.leaseMs * SAFE_SHARE) break;
        // tries are counted for the first event of a lease; the next one has not been tried
        const attempt = doneSeq === lease.doneSeq ? lease.attempts : 1;
        await consumer.handle(lease.consumer, event, { attempt });
        this.options.onHandedOver?.(event, lease.consumer);
        doneSeq = event.seq;
      }
      await this.db.done(lease, doneSeq);
    } catch (error) {
      const at = { consumer: lease.consumer, lease };
      this.options.onError(error, at);
      const words = safeWords(error);
      const settle =
        error instanceof PoisonError
          ? this.db.bury(lease, doneSeq + 1, words)
          : this.db.failed(lease, doneSeq, words, error instanceof TryLaterError ? error.delayMs : undefined);
      await settle.catch((second: unknown) => this.options.onError(second, at));
    }
  }

  private rest(): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        this.resting.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, this.options.pollMs);
      this.resting.add(wake);
    });
  }
}

/** What may be shown to people: our own words, or the name of what went wrong; a foreign message may hold what it was about. */
function safeWords(error: unknown): string {
  if (error instanceof PoisonError || error instanceof TryLaterError) return error.message;
  if (!(error instanceof Error)) return 'unknown';
  return 'code' in error && typeof error.code === 'string' ? `${error.name} ${error.code}` : error.name;
}
