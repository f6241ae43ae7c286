import type { DataSource, EntityManager } from 'typeorm';
import type { DomainEvent } from '../spine/domain-event.ts';
import { flushEvents } from '../spine/emit.ts';
import type { FirmKeys } from '../sealing/firm-keys.ts';
import { FirmSealer } from '../sealing/firm-sealer.ts';
import type { FirmContext, Who } from './context.ts';

/** The only source of business time; in workflow tests it is the test server's clock. */
export interface Clock {
  /** epoch ms */
  now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };

export interface TenantDbOptions {
  clock?: Clock;
  /** called after a commit that wrote events; wakes the relay and open screens (never inside the transaction: a NOTIFY there serialises commits) */
  afterEvents?: (firmId: string, events: readonly DomainEvent[]) => void;
}

/**
 * Opens the transactions of one firm. Each sets the firm and the actor's books for row-level security
 * (`set_config(..., true)`: they end with the transaction), hands the work a context, writes the events it noted, and
 * commits. Whatever throws rolls back everything.
 */
export class TenantDb {
  private readonly dataSource: DataSource;
  private readonly keys: FirmKeys;
  private readonly options: TenantDbOptions;

  constructor(dataSource: DataSource, keys: FirmKeys, options: TenantDbOptions = {}) {
    this.dataSource = dataSource;
    this.keys = keys;
    this.options = options;
  }

  /** Runs `work` in one transaction as `who`; answers after the commit. */
  async run<T>(who: Who, work: (ctx: FirmContext) => Promise<T>): Promise<T> {
    const events: DomainEvent[] = [];
    const result = await this.dataSource.transaction(async (em) => {
      const ctx = await this.open(em, who, events);
      await who.enter?.(ctx);
      const value = await work(ctx);
      await flushEvents(ctx, events);
      return value;
    });
    if (events.length > 0) this.options.afterEvents?.(who.firmId, events);
    return result;
  }

  private async open(em: EntityManager, who: Who, events: DomainEvent[]): Promise<FirmContext> {
    const books = who.books === '*' ? '*' : `{${who.books.join(',')}}`;
    await em.query(`select set_config('app.firm_id', $1, true), set_config('app.books', $2, true)`, [
      who.firmId,
      books,
    ]);
    const clock = this.options.clock ?? systemClock;
    return {
      ...who,
      em,
      origin: who.origin ?? 'live',
      sealer: new FirmSealer(em, who.firmId, this.keys),
      now: () => clock.now(),
      emit: (event) => {
        events.push(event);
      },
    };
  }
}
