import { expect, test } from 'vitest';
import { linkOf } from './use-set-up.ts';

test('a link names an address and a ticket, or it is none', () => {
  expect(linkOf('#email=dana%2Bnew%40harbor.example&ticket=abc')).toEqual({
    email: 'dana+new@harbor.example',
    ticket: 'abc',
  });
  expect(linkOf('#ticket=abc')).toBe(undefined);
  expect(linkOf('')).toBe(undefined);
});
