import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareWords, type Piece } from './compare-words.ts';

const without = (pieces: readonly Piece[], of: Piece['of']): string =>
  pieces
    .filter((piece) => piece.of !== of)
    .map(({ text }) => text)
    .join('');

test('one word that became another is told as that, and what stands around it stays', () => {
  expect(
    compareWords('Hello Maria,\nsee you on Monday.\nDana', 'Hello Maria,\nsee you on Friday.\nDana'),
  ).toEqual([
    { of: 'same', text: 'Hello Maria,\nsee you on ' },
    { of: 'removed', text: 'Monday.' },
    { of: 'added', text: 'Friday.' },
    { of: 'same', text: '\nDana' },
  ]);
});

test('several words in a row that were replaced are one change', () => {
  expect(compareWords('Thank you for writing', 'Welcome to us')).toEqual([
    { of: 'removed', text: 'Thank you for writing' },
    { of: 'added', text: 'Welcome to us' },
  ]);
});

test('the same text has no change, and a new one is all new', () => {
  expect(compareWords('As it was.', 'As it was.')).toEqual([{ of: 'same', text: 'As it was.' }]);
  expect(compareWords('', 'New')).toEqual([{ of: 'added', text: 'New' }]);
  expect(compareWords('', '')).toEqual([]);
});

test('whatever the texts, both are read back from the pieces, and no two neighbours are of one kind', () => {
  const text = fc
    .array(fc.constantFrom('a', 'b', 'c', ' ', '\n', '  '), { maxLength: 40 })
    .map((all) => all.join(''));
  fc.assert(
    fc.property(text, text, (before, after) => {
      const pieces = compareWords(before, after);
      expect(without(pieces, 'added')).toBe(before);
      expect(without(pieces, 'removed')).toBe(after);
      expect(pieces.every(({ of }, at) => of !== pieces[at + 1]?.of)).toBe(true);
    }),
  );
});

test('two texts of the greatest length that have nothing in common are compared within a moment', () => {
  const [one, other] = ['a ', 'b '].map((part) => part.repeat(50_000));
  const from = performance.now();
  expect(compareWords(one ?? '', other ?? '').map(({ of }) => of)).toEqual(
    expect.arrayContaining(['added', 'removed']),
  );
  expect(performance.now() - from).toBeLessThan(2_000);
});
