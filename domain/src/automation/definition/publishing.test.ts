import { expect, test } from 'vitest';
import { previewPublishing } from './publishing.ts';

const inside = [
  { version: 3, people: 12 },
  { version: 2, people: 1 },
  { version: 1, people: 0 },
];

test('new entrants only: those inside stay where they are, the next get the new version', () => {
  expect(previewPublishing('newEntrantsOnly', inside, 4)).toEqual({
    entersNew: true,
    sentences: [
      '1 person stays on version 2 until the end of it.',
      '12 people stay on version 3 until the end of it.',
      'Whoever enters from now on gets version 4.',
    ],
  });
});

test('finish then stop: those inside come to their end, and nobody follows', () => {
  expect(previewPublishing('finishThenStop', [], 4)).toEqual({
    entersNew: false,
    sentences: ['Nobody is inside now.', 'Nobody enters from now on.'],
  });
});
