import type { EntityManager } from 'typeorm';
import type { Actor, Origin } from '@rap/contracts/actor';
import type { DomainEvent } from '../spine/domain-event.ts';
import type { FirmSealer } from '../sealing/firm-sealer.ts';

/** The books whose people an actor may see: `*` for a whole firm, else their ids. */
export type Books = '*' | readonly string[];

/** Who asks, for which firm; the first wall of tenancy. Made at the edge (request, relay, activity), never inside. */
export interface Who {
  readonly firmId: string;
  readonly actor: Actor;
  readonly books: Books;
  /** one id from the request to event, run, delivery, log, audit and receipt */
  readonly correlationId: string;
  /** `live` unless records come from elsewhere; decides whether events may start automations */
  readonly origin?: Origin;
  /** is done first in every transaction of theirs, for what must be one with it (an idempotency key) */
  readonly enter?: (ctx: FirmContext) => Promise<void>;
}

/** A `Who` inside one open transaction. Every repository and command takes it first; nothing else reaches the database. */
export interface FirmContext extends Who {
  readonly em: EntityManager;
  readonly origin: Origin;
  /** encrypts and decrypts the sensitive columns of this firm */
  readonly sealer: FirmSealer;
  /** business time, epoch ms: send windows, milestones, caps, `occurred_at` (never leases) */
  now(): number;
  /** notes an event; all are written to the outbox at the end of the transaction, sorted by subject */
  emit(event: DomainEvent): void;
}
