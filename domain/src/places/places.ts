import { AREA_CODES } from './area-codes.generated.ts';

/** Everywhere somebody may be: IANA zones, and US states and territories by their two letters. Empty: nobody can tell. */
export interface Places {
  readonly zones: readonly string[];
  readonly states: readonly string[];
}

/** The zones of each state and territory (IANA tz database, zone1970.tab; counties with a clock of their own included). */
const STATE_ZONES: Readonly<Record<string, string>> = {
  AL: 'America/Chicago',
  AK: 'America/Anchorage America/Adak',
  AS: 'Pacific/Pago_Pago',
  AZ: 'America/Phoenix America/Denver',
  AR: 'America/Chicago',
  CA: 'America/Los_Angeles',
  CO: 'America/Denver',
  CT: 'America/New_York',
  DE: 'America/New_York',
  DC: 'America/New_York',
  FL: 'America/New_York America/Chicago',
  GA: 'America/New_York',
  GU: 'Pacific/Guam',
  HI: 'Pacific/Honolulu',
  ID: 'America/Boise America/Los_Angeles',
  IL: 'America/Chicago',
  IN: 'America/New_York America/Chicago',
  IA: 'America/Chicago',
  KS: 'America/Chicago America/Denver',
  KY: 'America/New_York America/Chicago',
  LA: 'America/Chicago',
  ME: 'America/New_York',
  MD: 'America/New_York',
  MA: 'America/New_York',
  MI: 'America/New_York America/Chicago',
  MN: 'America/Chicago',
  MP: 'Pacific/Saipan',
  MS: 'America/Chicago',
  MO: 'America/Chicago',
  MT: 'America/Denver',
  NE: 'America/Chicago America/Denver',
  NV: 'America/Los_Angeles America/Denver',
  NH: 'America/New_York',
  NJ: 'America/New_York',
  NM: 'America/Denver',
  NY: 'America/New_York',
  NC: 'America/New_York',
  ND: 'America/Chicago America/Denver',
  OH: 'America/New_York',
  OK: 'America/Chicago',
  OR: 'America/Los_Angeles America/Boise',
  PA: 'America/New_York',
  PR: 'America/Puerto_Rico',
  RI: 'America/New_York',
  SC: 'America/New_York',
  SD: 'America/Chicago America/Denver',
  TN: 'America/New_York America/Chicago',
  TX: 'America/Chicago America/Denver',
  UT: 'America/Denver',
  VT: 'America/New_York',
  VA: 'America/New_York',
  VI: 'America/St_Thomas',
  WA: 'America/Los_Angeles',
  WV: 'America/New_York',
  WI: 'America/Chicago',
  WY: 'America/Denver',
};

/** Whether two letters name a US state or territory. */
export const isState = (letters: string): boolean => Object.hasOwn(STATE_ZONES, letters);

/** The zone of an address in this state; null where the state has several, or is none. */
export function zoneOfState(state: string | null | undefined): string | null {
  const [zone, another] = zonesOfState(state);
  return zone && !another ? zone : null;
}

/** Where a number's area code lies; empty for numbers outside the North American plan and for those of no place (800). */
export function placesOfPhone(e164: string): Places {
  const row = e164.startsWith('+1') ? AREA_CODES[e164.slice(2, 5)] : undefined;
  const [zones = '', states = ''] = row?.split('|') ?? [];
  return { zones: words(zones), states: words(states) };
}

export interface KnownPlace {
  /** as the person stated it; what follows from the state is found from the state */
  readonly timeZone: string | null;
  readonly state: string | null;
  readonly phone: string | null;
}

/**
 * Everywhere the person could be. A stated zone or a state comes first and the area code is added to it, never dropped: a
 * number moves with its owner, and the address may be old. A stated zone is exact, so it stands for those of its state; one
 * that the state does not have contradicts it, and then both count.
 */
export function placesOf({ timeZone, state, phone }: KnownPlace): Places {
  const byPhone = phone ? placesOfPhone(phone) : { zones: [], states: [] };
  const ofState = zonesOfState(state);
  const stated = !timeZone ? ofState : ofState.includes(timeZone) ? [timeZone] : [timeZone, ...ofState];
  return {
    zones: [...new Set([...stated, ...byPhone.zones])],
    states: [...new Set([...(state && isState(state) ? [state] : []), ...byPhone.states])],
  };
}

const zonesOfState = (state: string | null | undefined): string[] =>
  words(state && isState(state) ? (STATE_ZONES[state] ?? '') : '');
const words = (text: string): string[] => text.split(' ').filter(Boolean);
