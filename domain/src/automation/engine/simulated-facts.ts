import type { Fact, Facts } from '@rap/contracts/automation/run';
import type { SimulationContext } from '@rap/contracts/automation/simulation-context';
import { ageOn, nextBirthday } from '../../person/age.ts';
import { wallClock } from '../../time/zoned.ts';

const DAY_MS = 86_400_000;
const NOT_RECORDED: Fact = { unknown: 'not recorded' };

/** The facts of the context as they will read at `nowMs`: ages and counts of days go on, a meeting that is over is not next. */
export function simulatedFacts(context: SimulationContext, names: readonly string[], nowMs: number): Facts {
  return Object.fromEntries(names.map((name) => [name, factAt(context, name, nowMs)]));
}

function factAt(context: SimulationContext, name: string, nowMs: number): Fact {
  const fact = context.facts[name];
  if (fact === undefined || 'unknown' in fact) return fact ?? NOT_RECORDED;
  const value = valueAt(context, name, fact.value, nowMs);
  return value === undefined ? NOT_RECORDED : { ...fact, value };
}

type Value = Extract<SimulationContext['facts'][string], { value: unknown }>['value'];

function valueAt(context: SimulationContext, name: string, value: Value, nowMs: number): Value | undefined {
  const { asOfMs, zone } = context;
  const today = wallClock(nowMs, zone).date;
  if (typeof value === 'number') {
    switch (name) {
      case 'person.age':
        return value + birthdaysSince(context, today);
      case 'contact.daysSince':
      case 'lead.ageDays':
        return value + Math.floor((nowMs - asOfMs) / DAY_MS);
      default:
        return value;
    }
  }
  if (typeof value !== 'string') return value;
  if (name === 'person.nextBirthday') return nextBirthday(value, today);
  return name === 'meeting.nextStartsAt' && Date.parse(value) < nowMs ? undefined : value;
}

/** How many birthdays lie after the day on which the context was read, up to and with today. */
function birthdaysSince({ facts, asOfMs, zone }: SimulationContext, today: string): number {
  const next = facts['person.nextBirthday'];
  if (next === undefined || !('value' in next) || typeof next.value !== 'string' || today < next.value)
    return 0;
  // the age that was read has counted the birthday of its own day
  return ageOn(next.value, today) + (next.value > wallClock(asOfMs, zone).date ? 1 : 0);
}
