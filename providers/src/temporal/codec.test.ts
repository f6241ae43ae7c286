import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultPayloadConverter } from '@temporalio/common';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EncryptionCodec, loadCodecKeys } from './codec.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rap-codec-'));
});
afterAll(() => rm(folder, { recursive: true }));

test('what goes to the server cannot be read there and comes back whole', async () => {
  const codec = new EncryptionCodec(await loadCodecKeys(folder));
  const payload = defaultPayloadConverter.toPayload({ person: 'planted-id' });
  if (!payload) throw new Error('no payload');
  const [sealed] = await codec.encode([payload]);
  if (!sealed) throw new Error('not sealed');
  expect(Buffer.from(sealed.data ?? []).includes('planted-id')).toBe(false);
  const [opened] = await codec.decode([sealed]);
  expect(opened && defaultPayloadConverter.fromPayload(opened)).toEqual({ person: 'planted-id' });
});

test('the same folder gives the same key, another folder cannot open it', async () => {
  const first = await loadCodecKeys(folder);
  expect((await loadCodecKeys(folder)).currentId).toBe(first.currentId);
  const other = await mkdtemp(join(tmpdir(), 'rap-codec-'));
  const payload = defaultPayloadConverter.toPayload('x');
  const sealed = await new EncryptionCodec(first).encode(payload ? [payload] : []);
  const stranger = new EncryptionCodec(await loadCodecKeys(other));
  expect(() => stranger.decode(sealed)).toThrow(/no key/);
  await rm(other, { recursive: true });
});
