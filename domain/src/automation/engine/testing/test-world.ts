import type { Effect, Json, TimeSpec } from '@rap/contracts/automation/plan';
import type { Facts, Result } from '@rap/contracts/automation/run';
import type { SimulatedWorld } from '../simulate.ts';
import { splitHash } from '../split-hash.ts';
import { DAY_MS, HOUR_MS, START_MS } from './random-plan.ts';

type ActResult = Extract<Result, { of: 'act' }>;
type TimeResult = Extract<Result, { of: 'resolveTime' }>;

/** A world that is a pure function of (key, day), so that two drivers can be compared; it remembers what was done. */
export class TestWorld implements SimulatedWorld {
  readonly did: string[] = [];
  readonly settled = new Map<string, ActResult>();

  /** Answers how to undo what is done from now on, as a transaction that does not commit does. */
  snapshot(): () => void {
    const { length } = this.did;
    const settled = new Map(this.settled);
    return () => {
      this.did.length = length;
      this.settled.clear();
      for (const [id, result] of settled) this.settled.set(id, result);
    };
  }

  facts(person: string, names: readonly string[], nowMs: number): Facts {
    const day = dayOf(nowMs);
    return Object.fromEntries(
      names.map((name): [string, Facts[string]] => {
        const hash = splitHash(`${person}/${name}/${day}`);
        if (hash % 5 === 0) return [name, { unknown: 'not recorded' }];
        return [name, { value: valueOf(name, hash), source: 'test', asOfMs: START_MS + day * DAY_MS }];
      }),
    );
  }

  time(person: string, spec: TimeSpec, nowMs: number): TimeResult {
    const name = spec.by === 'date' ? spec.fact : spec.by;
    const days = spec.by === 'date' ? spec.days : 1;
    const hash = splitHash(`${person}/${name}`);
    if (hash % 4 === 0) return { of: 'resolveTime', missing: `${name} is not known` };
    return { of: 'resolveTime', atMs: START_MS + (dayOf(nowMs) + days - (hash % 3)) * DAY_MS + 12 * HOUR_MS };
  }

  act(run: string, key: string, effect: Effect, _cls: string, nowMs: number): ActResult {
    const id = `${run}/${key}`;
    const before = this.settled.get(id);
    if (before) return before;
    const hash = splitHash(key + effect.kind);
    const hour = Math.floor(((nowMs - START_MS) / HOUR_MS + 15) % 24);
    if (effect.kind === 'email' && (hour < 8 || hour > 20)) {
      return { of: 'act', laterMs: nowMs + ((24 + 9 - hour) % 24) * HOUR_MS, reason: 'quiet hours' };
    }
    const result = this.answer(key, hash);
    if (!('failed' in result)) this.settled.set(id, result);
    this.did.push(id);
    return result;
  }

  protected answer(key: string, hash: number): ActResult {
    if (hash % 11 === 0) return { of: 'act', refused: 'no consent' };
    if (hash % 13 === 0) return { of: 'act', failed: { code: 'provider_rejected', message: 'rejected' } };
    return { of: 'act', done: key, seq: 0 };
  }
}

const dayOf = (nowMs: number): number => Math.floor((nowMs - START_MS) / DAY_MS);

function valueOf(name: string, hash: number): Json {
  if (name === 'age') return hash % 90;
  if (name === 'stage') return hash % 2 ? 'lead' : 'client';
  return hash % 2 === 0;
}
