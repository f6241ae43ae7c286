import { expect, test } from 'vitest';
import { fieldOf } from './field-of-instant.ts';

test('what a field shows is read back as the same minute', () => {
  for (const text of ['2026-11-26T09:30:00Z', '2026-03-08T07:00:00Z', '2026-11-01T12:59:00Z'])
    expect(new Date(fieldOf(new Date(text))).getTime()).toBe(new Date(text).getTime());
});
