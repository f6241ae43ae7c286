import { NEW_LEAD_NURTURE } from '@rap/domain/automation/library/new-lead-nurture';
import { expect, test } from 'vitest';
import { goneOf } from './passed.ts';

const { nodes } = NEW_LEAD_NURTURE.definition;

test('who left a step, and by which of the drawn ways: answers by their case, refusals by whatever reason', () => {
  const { steps, ways } = goneOf(
    {
      steps: [
        { step: 'answer', people: 120 },
        { step: 'booking-text', people: 60 },
      ],
      ways: [
        { step: 'answer', port: 'case:email', people: 30 },
        { step: 'answer', port: 'timeout', people: 90 },
        { step: 'booking-text', port: 'next', people: 50 },
        { step: 'booking-text', port: 'no_number', people: 6 },
        { step: 'booking-text', port: 'opted_out', people: 4 },
        { step: 'taken-away-since', port: 'next', people: 3 },
      ],
    },
    nodes,
  );
  expect(steps.get('answer')).toBe(120);
  expect(ways.get('answer:event:email')).toEqual({ people: 30, share: 0.25 });
  expect(ways.get('answer:timeout')).toEqual({ people: 90, share: 0.75 });
  expect(ways.get('booking-text:refused')?.people).toBe(10);
  expect([...ways.keys()].some((way) => way.startsWith('taken-away'))).toBe(false);
});
