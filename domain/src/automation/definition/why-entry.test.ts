import { expect, test } from 'vitest';
import { whyNotInside, type EntrySought } from './why-entry.ts';
import { instantWords } from './why-words.ts';

const TUESDAY = Date.parse('2027-01-12T15:00:00Z');
const DAY = 86_400_000;
const sought: EntrySought = {
  tell: instantWords('America/New_York', TUESDAY),
  names: {},
  trigger: { kind: 'stage.changed', params: { to: ['won'] } },
  publishedAtMs: TUESDAY - DAY,
  events: [],
};
const moved = (to: string, origin = 'live', atMs = TUESDAY) => ({
  origin,
  atMs,
  payload: { from: 'new', to },
});

test.each<[string, Partial<EntrySought>, string]>([
  ['it was never live', { publishedAtMs: null }, 'They did not enter, because it has never been live.'],
  [
    'nothing has happened',
    {},
    'They did not enter, because it begins when a lead moves to another stage, and that has not happened for them.',
  ],
  [
    'something else has happened',
    { events: [moved('lost')] },
    'They did not enter, because it begins when a lead moves to another stage, and what has happened for them was not what it is set to.',
  ],
  [
    'it came by an import',
    { events: [moved('won', 'import')] },
    'They did not enter, because what happened on Tue, Jan 12 at 10:00 am came by an import, and that begins nothing.',
  ],
  [
    'it happened too early',
    { events: [moved('won', 'live', TUESDAY - 2 * DAY)] },
    'They did not enter, because it has been live as it is since Mon, Jan 11 at 10:00 am only, after what happened on Sun, Jan 10 at 10:00 am.',
  ],
  ['it has just happened', { events: [moved('won')] }, 'They are about to enter.'],
  [
    'they were refused',
    { refusal: { reason: 'daily_limit', atMs: TUESDAY } },
    'They did not enter on Tue, Jan 12 at 10:00 am, because as many people as a day allows had entered.',
  ],
  [
    'the filter kept them out',
    {
      refusal: { reason: 'filter', atMs: TUESDAY },
      filter: { op: 'eq', fact: 'client.isClient', value: true },
    },
    'They did not enter on Tue, Jan 12 at 10:00 am, because it was not known to be so that they are a client.',
  ],
])('%s', (_what, more, sentence) => {
  expect(whyNotInside({ ...sought, ...more })).toBe(sentence);
});
