/** How a text fares, in the order in which it can be reported; the last three are final. */
export type TextState = 'queued' | 'sent' | 'delivered' | 'undelivered' | 'failed';

const RANK: Readonly<Record<TextState, number>> = {
  queued: 0,
  sent: 1,
  delivered: 2,
  undelivered: 2,
  failed: 2,
};

/** Callbacks overtake each other: does `next` say more than `current`? A final state is never taken back. */
export function supersedes(next: TextState, current: TextState | null): boolean {
  return current === null || RANK[next] > RANK[current];
}
