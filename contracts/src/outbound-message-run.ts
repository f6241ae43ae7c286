import type { OrderStatus } from './outbound-message.ts';

/** The workflow of one message that a person wrote. */
export const MESSAGE_WORKFLOW = 'outboundMessage';
export const MESSAGE_SIGNAL_LOOK = 'look';
export const messageWorkflowId = (firmId: string, orderId: string): string => `message:${firmId}:${orderId}`;

/** Ids only: the words stay in the database. */
export interface OutboundMessageInput {
  readonly v: 1;
  readonly firmId: string;
  readonly orderId: string;
  /** not before this instant, epoch ms; 0 for at once */
  readonly sendAtMs: number;
}

/** What became of one attempt; `later` says when the next one makes sense. */
export type OrderOutcome =
  { readonly of: 'settled'; readonly status: OrderStatus } | { readonly of: 'later'; readonly atMs: number };
