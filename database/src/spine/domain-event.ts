import type { EventKind } from '@rap/contracts/automation/events';

/** A change that automations, webhooks and live updates may react to. Payloads hold ids, field names and enums, never text. */
export interface DomainEvent {
  /** the person it is about */
  readonly subjectId: string;
  readonly kind: EventKind;
  readonly payload: Readonly<Record<string, unknown>>;
  /** when it happened in the world, epoch ms; the context's business time when left out */
  readonly occurredAtMs?: number;
}
