import { expect, test } from 'vitest';
import { addressesIn } from './addresses-in.ts';

test('a pasted list is read line by line, each address once', () => {
  expect(addressesIn('maria@example.com\n(216) 555-0142, <joe@example.com>;"maria@example.com"\n\n')).toEqual(
    [
      { channel: 'email', address: 'maria@example.com' },
      { channel: 'sms', address: '(216) 555-0142' },
      { channel: 'email', address: 'joe@example.com' },
    ],
  );
  expect(addressesIn('  \n')).toEqual([]);
});
