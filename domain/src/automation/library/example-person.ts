import type { FactName } from '@rap/contracts/automation/facts';
import type { SimulatedChannel, SimulationContext } from '@rap/contracts/automation/simulation-context';
import { wallClock, addDays } from '../../time/zoned.ts';

const DAY_MS = 86_400_000;
const ZONE = 'America/New_York';
const ID = '01890000-0000-7000-8000-0000000000e1';

/**
 * Somebody to try an automation on: a client in Ohio, 62 years old, who has come in as a lead once more, agreed to everything,
 * and whose facts and dates are all known.
 */
export function examplePerson(nowMs: number): SimulationContext {
  const day = (days: number): string => addDays(wallClock(nowMs, ZONE).date, days);
  const instant = (days: number): string => new Date(nowMs + days * DAY_MS).toISOString();
  const values: Record<FactName, string | number | boolean | string[]> = {
    'person.firstName': 'Maria',
    'person.lastName': 'Example',
    'person.language': 'en',
    'person.preferredChannel': 'email',
    'person.state': 'OH',
    'person.timeZone': ZONE,
    'person.age': 62,
    'person.nextBirthday': day(60),
    'person.reviewDueOn': day(120),
    'person.hasEmail': true,
    'person.canText': true,
    'person.ownerId': ID,
    'person.tags': [],
    'contact.lastAt': instant(-30),
    'contact.daysSince': 30,
    'client.isClient': true,
    'client.since': day(-400),
    'lead.stage': 'new',
    'lead.sourceId': ID,
    'lead.campaign': 'example',
    'lead.ageDays': 0,
    'meeting.nextStartsAt': instant(14),
    'meeting.lastEndedAt': instant(-180),
    'tasks.open': 1,
    'tasks.overdue': 0,
    'documents.outstanding': 1,
    'consent.email.service': true,
    'consent.email.marketing': true,
    'consent.sms.service': true,
    'consent.sms.marketing': true,
  };
  const channel: SimulatedChannel = {
    addressFault: null,
    permissions: [{ purpose: 'service' }, { purpose: 'marketing' }],
    optOuts: [],
    sentAtMs: [],
    lastInboundMs: null,
    perDay: 3,
    perWeek: 8,
  };
  return {
    personId: ID,
    asOfMs: nowMs,
    zone: ZONE,
    firmZone: ZONE,
    facts: Object.fromEntries(
      Object.entries(values).map(([name, value]) => [name, { value, source: 'example', asOfMs: nowMs }]),
    ),
    places: { zones: [ZONE], states: ['OH'] },
    hold: null,
    firm: {
      stopSending: false,
      blackoutDays: [],
      safeHoursOnly: false,
      stateHours: [],
      conversationMinutes: 0,
    },
    email: channel,
    sms: channel,
  };
}
