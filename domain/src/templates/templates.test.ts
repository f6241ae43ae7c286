import { describe, expect, test } from 'vitest';
import { withFooter } from './footer.ts';
import { checkTemplate, renderEmail, renderText } from './render.ts';

const context = {
  values: {
    'person.firstName': 'Ann <b>',
    'firm.name': 'Harbor',
    'meeting.startsAt': '2026-12-01T15:00:00Z',
  },
  nowMs: Date.parse('2026-11-24T17:00:00Z'),
  zone: 'America/New_York',
};

describe('checking', () => {
  test('accepts variables of the catalogue, with fallbacks and conditions', () => {
    expect(
      checkTemplate(
        'Hi {{ person.firstName | default: "there" }}{% if owner.bookingLink %} {{ owner.bookingLink }}{% endif %}',
      ),
    ).toEqual([]);
  });

  test('names an unknown variable and the nearest known one', () => {
    expect(checkTemplate('Hi {{ person.fristName }}')).toEqual([
      {
        code: 'unknown_variable',
        message: 'There is no variable {{ person.fristName }}. Did you mean {{ person.firstName }}?',
      },
    ]);
    expect(checkTemplate('{{ account.balance }}')[0]?.message).toBe(
      'There is no variable {{ account.balance }}.',
    );
  });

  test('says in which line it cannot be read, and refuses what is no part of a message', () => {
    expect(checkTemplate('Hi\n{% if person.firstName %}')).toMatchObject([{ code: 'syntax' }]);
    expect(checkTemplate('{{ person.firstName | nosuch }}')).toMatchObject([{ code: 'syntax' }]);
    expect(checkTemplate('{% include "/etc/passwd" %}')).toMatchObject([{ code: 'syntax' }]);
    expect(checkTemplate('x'.repeat(100_001))).toMatchObject([{ code: 'too_long' }]);
  });
});

describe('rendering', () => {
  test('escapes values in HTML, not in text, and makes a text part', () => {
    const email = renderEmail(
      { subject: 'For {{ person.firstName }}\n', html: '<p>Hi {{ person.firstName }}</p>' },
      context,
    );
    expect(email).toEqual({ subject: 'For Ann <b>', html: '<p>Hi Ann &lt;b&gt;</p>', text: 'Hi Ann <b>' });
  });

  test('leaves out what is missing, or says its fallback', () => {
    expect(renderText('Hi {{ person.lastName }}{{ owner.name | default: "your advisor" }}', context)).toBe(
      'Hi your advisor',
    );
  });

  test('says times by the clock of the reader', () => {
    expect(renderText('See you {{ meeting.startsAt | when }}', context)).toBe(
      'See you Tue, Dec 1, 10:00 am Eastern',
    );
  });

  test('ends a template that would run away', () => {
    expect(() => renderText('{% for i in (1..100000000) %}x{% endfor %}', context)).toThrow();
  });
});

test('the footer says who sends and how to leave, in both parts', () => {
  const email = { subject: 's', html: '<html><body><p>x</p></body></html>', text: 'x' };
  const footer = {
    firmName: 'A & B',
    postalAddress: '1 Main St',
    unsubscribeUrl: 'https://x.test/u',
    language: 'en',
  } as const;
  const sent = withFooter(email, footer);
  expect(sent.html).toMatch(/A &#38; B, 1 Main St.*https:\/\/x\.test\/u.*<\/body>/);
  expect(sent.text).toContain('Unsubscribe from these emails: https://x.test/u');
});
