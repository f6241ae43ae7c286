import type { DomainEvent } from './domain-event.ts';

export const EVENT_CHANNEL = 'spine_events';
export const LIVE_CHANNEL = 'spine_live';

/** News of one firm for its open screens: who was changed by which kinds of event, or too many to list. */
export type LiveNews =
  | {
      readonly firmId: string;
      readonly people: readonly (readonly [personId: string, kinds: readonly string[]])[];
    }
  | { readonly firmId: string; readonly all: true };

const RING_EVERY_MS = 20;
/** A notification may have 8,000 bytes; a person takes up to 200 with the kinds of one ring. */
const PEOPLE_A_NOTIFICATION = 25;
/** More at once is an import: whoever looks fetches everything again. */
const MOST_PEOPLE = 250;

/**
 * Rings after commits that wrote events, for the relay and for open screens: one statement per 20 ms and process at most, and
 * never inside the transaction, where it would serialise all commits of the cluster. A ring that is lost costs the relay at
 * most its poll of a second; who listens for screens knows when its connection was lost.
 */
export class EventBell {
  private readonly query: (sql: string, parameters: string[][]) => Promise<unknown>;
  private readonly onError: (error: unknown) => void;
  private readonly news = new Map<string, Map<string, Set<string>>>();
  private armed = false;

  constructor(
    query: (sql: string, parameters: string[][]) => Promise<unknown>,
    onError: (error: unknown) => void,
  ) {
    this.query = query;
    this.onError = onError;
  }

  ring(firmId: string, events: readonly DomainEvent[]): void {
    const people = this.news.get(firmId) ?? new Map<string, Set<string>>();
    this.news.set(firmId, people);
    for (const { subjectId, kind } of events) {
      people.set(subjectId, (people.get(subjectId) ?? new Set()).add(kind));
    }
    if (this.armed) return;
    this.armed = true;
    setTimeout(() => {
      this.armed = false;
      const news = [...this.news].flatMap(([firm, changed]) => notifications(firm, changed));
      this.news.clear();
      const [channels, payloads] = [
        [EVENT_CHANNEL, ...news.map(() => LIVE_CHANNEL)],
        ['', ...news],
      ];
      this.query(`select pg_notify(c, p) from unnest($1::text[], $2::text[]) as n(c, p)`, [
        channels,
        payloads,
      ]).catch(this.onError);
    }, RING_EVERY_MS).unref();
  }
}

function notifications(firmId: string, changed: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  if (changed.size > MOST_PEOPLE) return [JSON.stringify({ firmId, all: true } satisfies LiveNews)];
  const people = [...changed].map(([personId, kinds]) => [personId, [...kinds].slice(0, 10)] as const);
  const parts = Array.from({ length: Math.ceil(people.length / PEOPLE_A_NOTIFICATION) }, (_, part) =>
    people.slice(part * PEOPLE_A_NOTIFICATION, (part + 1) * PEOPLE_A_NOTIFICATION),
  );
  return parts.map((part) => JSON.stringify({ firmId, people: part } satisfies LiveNews));
}
