import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createMailAddresses } from './return-path.ts';

const addresses = createMailAddresses(Buffer.alloc(32, 7), 'Mail.Example.com');
const kind = fc.constantFrom('bounce' as const, 'reply' as const);

test('an address says the firm and the delivery or thread it was made for, also in capitals', () => {
  fc.assert(
    fc.property(kind, fc.uuid(), fc.uuid(), (of, firmId, id) => {
      const address = addresses.write({ kind: of, firmId, id });
      expect(address.split('@')[0]?.length).toBe(64);
      expect(addresses.read(address)).toEqual({ kind: of, firmId, id });
      expect(addresses.read(address.toUpperCase())).toEqual({ kind: of, firmId, id });
    }),
  );
});

test('an address with any letter changed is not ours', () => {
  fc.assert(
    fc.property(
      kind,
      fc.uuid(),
      fc.uuid(),
      fc.nat(63),
      fc.constantFrom('a', 'b', 'h', 'r', 'z', '2', '7', '+'),
      (of, firmId, id, at, letter) => {
        const address = addresses.write({ kind: of, firmId, id });
        const altered = address.slice(0, at) + letter + address.slice(at + 1);
        fc.pre(altered !== address);
        expect(addresses.read(altered)).toBeUndefined();
      },
    ),
  );
});

test('a return path is no reply address, and neither is that of another install or domain', () => {
  const ref = { firmId: '018f0000-0000-7000-8000-000000000001', id: '018f0000-0000-7000-8000-000000000002' };
  const bounce = addresses.write({ kind: 'bounce', ...ref });
  expect(addresses.read(bounce.replace('b+', 'r+'))).toBeUndefined();
  expect(addresses.read(bounce.replace('mail.example.com', 'example.com'))).toBeUndefined();
  expect(createMailAddresses(Buffer.alloc(32, 8), 'mail.example.com').read(bounce)).toBeUndefined();
  expect(addresses.read('maria@mail.example.com')).toBeUndefined();
});

test('a short key is refused at the start', () => {
  expect(() => createMailAddresses(Buffer.alloc(16), 'example.com')).toThrow('32 bytes');
});
