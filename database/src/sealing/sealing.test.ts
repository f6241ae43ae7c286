import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildFirm, openWorld, type TestFirm, type TestWorld } from '../../../tests/support/build/world.ts';
import { sealBytes, unsealBytes, UnsealError } from './cipher.ts';
import { searchWords } from './blind-index.ts';

const place = { table: 'app.note', column: 'body', rowId: '0190a8a0-0000-7000-8000-000000000001' };

describe('a sealed value', () => {
  const key = Buffer.alloc(32, 7);
  const sealed = sealBytes(key, 3, place, Buffer.from('rolled over her 401(k)'));

  test('opens at its own place only', () => {
    expect(unsealBytes(key, place, sealed).toString()).toBe('rolled over her 401(k)');
    for (const other of [
      { ...place, table: 'app.task' },
      { ...place, column: 'subject' },
      { ...place, rowId: '0190a8a0-0000-7000-8000-000000000002' },
    ]) {
      expect(() => unsealBytes(key, other, sealed)).toThrow(UnsealError);
    }
    expect(() => unsealBytes(Buffer.alloc(32, 8), place, sealed)).toThrow(UnsealError);
  });

  test('is refused after any flipped byte, the key number included', () => {
    for (let index = 0; index < sealed.length; index++) {
      const flipped = Buffer.from(sealed);
      flipped.writeUInt8(flipped.readUInt8(index) ^ 1, index);
      expect(() => unsealBytes(key, place, flipped), `byte ${index}`).toThrow(UnsealError);
    }
  });

  test('costs 33 bytes', () => {
    expect(sealed.length).toBe('rolled over her 401(k)'.length + 33);
  });
});

describe('the keys of a firm', () => {
  let world: TestWorld;
  let firm: TestFirm;
  beforeAll(async () => {
    world = await openWorld();
    firm = await buildFirm(world);
  });
  afterAll(() => world.close());

  test('old values stay readable after a new data key, and new ones use it', async () => {
    const before = await firm.run((ctx) => ctx.sealer.seal(place, 'before'));
    const keyNo = await firm.run((ctx) => world.keys.addDataKey(ctx.em, firm.firmId));
    const after = await firm.run((ctx) => ctx.sealer.seal(place, 'after'));
    expect(keyNo).toBe(2);
    expect(after.readUInt32BE(1)).toBe(2);
    expect(await firm.run((ctx) => ctx.sealer.open(place, before))).toBe('before');
    expect(await firm.run((ctx) => ctx.sealer.open(place, after))).toBe('after');
  });

  test('another firm has other keys, other hashes and other tokens', async () => {
    const other = await buildFirm(world);
    const sealed = await firm.run((ctx) => ctx.sealer.seal(place, 'private'));
    await expect(other.run((ctx) => ctx.sealer.open(place, sealed))).rejects.toThrow();
    const [mine, theirs] = [
      await firm.run((ctx) => ctx.sealer.tokens('message', 'Roth conversion')),
      await other.run((ctx) => ctx.sealer.tokens('message', 'Roth conversion')),
    ];
    expect(mine).toHaveLength(2);
    expect(mine.some((token) => theirs.includes(token))).toBe(false);
  });

  test('destroying the key-encryption key makes everything unreadable, the stored rows notwithstanding', async () => {
    const doomed = await buildFirm(world);
    const sealed = await doomed.run((ctx) => ctx.sealer.seal(place, 'private'));
    await world.keys.destroy(doomed.firmId);
    await expect(doomed.run((ctx) => ctx.sealer.open(place, sealed))).rejects.toThrow(/key-encryption key/);
  });
});

test('search words have no case, no accents and no doubles', () => {
  expect(searchWords('José asked: ROTH, roth? 401(k)!')).toEqual(['jose', 'asked', 'roth', '401']);
});
