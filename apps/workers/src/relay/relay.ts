import type { Lease, OutboxEvent, RelayDb } from '@rap/database/spine/relay-db';

/** Takes events of one consumer, one subject at a time in order. Throwing lets the subject wait and come again. */
export interface Consumer {
  /** the consumers it speaks for, asked before each round: `automations`, or one lane an endpoint */
  names(): Promise<readonly string[]>;
  handle(consumer: string, event: OutboxEvent): Promise<void>;
}

/** Thrown by a consumer for an event that can never be handed over: it is set aside, counted and shown, and the rest goes on. */
export class PoisonError extends Error {}

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
 * Hands committed events to consumers: leases subjects, reads their events and hands them over in order, at least once, in no
 * transaction. A slow consumer delays no other, a failing subject no other subject.
 */
export class Relay {
  private readonly db: RelayDb;
  private readonly consumers: readonly Consumer[];
  private readonly options: RelayOptions;
  private stopping = false;
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
    for (const wake of this.resting) wake();
  }

  /** Ends after the hand-overs under way; leases not finished are simply visible again later. */
  async stop(): Promise<void> {
    this.stopping = true;
    this.ring();
    await this.running;
  }

  private async serve(consumer: Consumer): Promise<void> {
    while (!this.stopping) {
      let busy = false;
      try {
        const names = await consumer.names();
        const rounds = await Promise.all(names.map((name) => this.round(consumer, name)));
        busy = rounds.some(Boolean);
      } catch (error) {
        this.options.onError(error, { consumer: 'all' });
      }
      if (!busy && !this.stopping) await this.rest();
    }
  }

  /** One batch of one consumer; true when there may be more at once. */
  private async round(consumer: Consumer, name: string): Promise<boolean> {
    const leases = await this.db.lease(name, this.options.batch, this.options.leaseMs);
    const startedMs = performance.now();
    await Promise.all(leases.map((lease) => this.subject(consumer, lease, startedMs)));
    return leases.length > 0;
  }

  private async subject(consumer: Consumer, lease: Lease, startedMs: number): Promise<void> {
    let doneSeq = lease.doneSeq;
    try {
      for (const event of await this.db.read(lease)) {
        if (this.stopping || performance.now() - startedMs > this.options.leaseMs * SAFE_SHARE) break;
        await consumer.handle(lease.consumer, event);
        this.options.onHandedOver?.(event, lease.consumer);
        doneSeq = event.seq;
      }
      await this.db.done(lease, doneSeq);
    } catch (error) {
      const at = { consumer: lease.consumer, lease };
      this.options.onError(error, at);
      const words = error instanceof Error ? error.message : String(error);
      const settle =
        error instanceof PoisonError
          ? this.db.bury(lease, doneSeq + 1, words)
          : this.db.failed(lease, doneSeq, words);
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
