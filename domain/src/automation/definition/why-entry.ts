import { EVENT_CATALOGUE, isEventKind } from '@rap/contracts/automation/events';
import type { Cond, Json } from '@rap/contracts/automation/plan';
import { matchesTrigger, type StoredTrigger } from './trigger.ts';
import { whyNotEntered } from './why.ts';
import type { TellInstant } from './why-words.ts';
import { condWords, type Names } from './words.ts';

/** What is known about somebody's ways into an automation that they are not inside. */
export interface EntrySought {
  readonly tell: TellInstant;
  readonly names: Names;
  readonly trigger?: StoredTrigger | undefined;
  readonly filter?: Cond | undefined;
  readonly publishedAtMs: number | null;
  /** the last refusal, if there was one */
  readonly refusal?: { readonly reason: string; readonly atMs: number } | undefined;
  /** events of the kind that begins it, newest first */
  readonly events: readonly {
    readonly origin: string;
    readonly payload: Readonly<Record<string, Json>>;
    readonly atMs: number;
  }[];
}

/** Why somebody is not inside, in one sentence: what was refused, else what never happened. */
export function whyNotInside(sought: EntrySought): string {
  const { refusal, trigger, events, tell, publishedAtMs, filter } = sought;
  if (refusal) {
    if (refusal.reason === 'filter' && filter) {
      return `They did not enter on ${tell(refusal.atMs)}, because it was not known to be so that ${condWords(filter, sought.names)}.`;
    }
    return whyNotEntered(refusal.reason).replace('did not enter', `did not enter on ${tell(refusal.atMs)}`);
  }
  if (!trigger || publishedAtMs === null) return 'They did not enter, because it has never been live.';
  const begins = isEventKind(trigger.kind) ? EVENT_CATALOGUE[trigger.kind].label : trigger.kind;
  const fitting = events.filter(({ payload }) => matchesTrigger(trigger, payload));
  const [newest] = fitting;
  if (!newest) {
    return events.length === 0
      ? `They did not enter, because it begins when ${begins}, and that has not happened for them.`
      : `They did not enter, because it begins when ${begins}, and what has happened for them was not what it is set to.`;
  }
  if (newest.origin !== 'live') {
    return `They did not enter, because what happened on ${tell(newest.atMs)} came by ${ORIGINS[newest.origin] ?? newest.origin}, and that begins nothing.`;
  }
  if (newest.atMs < publishedAtMs) {
    return `They did not enter, because it has been live as it is since ${tell(publishedAtMs)} only, after what happened on ${tell(newest.atMs)}.`;
  }
  return 'They are about to enter.';
}

const ORIGINS: Readonly<Record<string, string>> = {
  import: 'an import',
  backfill: 'filling in the past',
  restore: 'a restored backup',
  simulation: 'a simulation',
};
