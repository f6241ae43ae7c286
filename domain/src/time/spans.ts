/** A stretch of time, epoch ms. */
export interface Span {
  readonly sinceMs: number;
  readonly untilMs: number;
}

/** The same time without overlaps, in order. */
export function union(spans: readonly Span[]): Span[] {
  const joined: Span[] = [];
  for (const { sinceMs, untilMs } of spans.toSorted((a, b) => a.sinceMs - b.sinceMs)) {
    const last = joined.at(-1);
    if (last && sinceMs <= last.untilMs) {
      joined[joined.length - 1] = { ...last, untilMs: Math.max(last.untilMs, untilMs) };
    } else joined.push({ sinceMs, untilMs });
  }
  return joined;
}

/** How long they are together, each moment once, in ms. */
export const lengthOf = (spans: readonly Span[]): number =>
  union(spans).reduce((sum, { sinceMs, untilMs }) => sum + untilMs - sinceMs, 0);
