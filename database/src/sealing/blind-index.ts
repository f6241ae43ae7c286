import { createHmac, hkdfSync } from 'node:crypto';
import { keyObjectOf } from './cipher.ts';

/** What a blind index is for; each has a key of its own, derived from the firm's index root (which rotation leaves alone). */
export type BlindIndexUse = 'message' | 'note' | 'address' | 'name' | 'request';

/** HKDF-SHA-256 (RFC 5869): salt = firm, info names the use and its version. 32 bytes. */
export function blindIndexKey(indexRoot: Buffer, firmId: string, use: BlindIndexUse): Buffer {
  return Buffer.from(hkdfSync('sha256', indexRoot, firmId, `blind-index/${use}/v1`, 32));
}

const derived = new WeakMap<Buffer, Map<string, Buffer>>();

/** The same, derived once for a root that stays in memory. */
export function indexKeyOf(indexRoot: Buffer, firmId: string, use: BlindIndexUse): Buffer {
  const ofRoot = derived.get(indexRoot) ?? new Map<string, Buffer>();
  derived.set(indexRoot, ofRoot);
  const name = `${firmId}/${use}`;
  const key = ofRoot.get(name) ?? blindIndexKey(indexRoot, firmId, use);
  ofRoot.set(name, key);
  return key;
}

/** The full HMAC-SHA-256 of one value, for equality look-ups of addresses. 32 bytes. */
export function blindHash(key: Buffer, value: string): Buffer {
  return createHmac('sha256', keyObjectOf(key)).update(value).digest();
}

/** One search word as a signed 64-bit integer in decimal, for a `bigint[]` column. */
export function blindToken(key: Buffer, word: string): string {
  return blindHash(key, word).readBigInt64BE(0).toString();
}

/** The distinct words of a text for searching: lower case, without accents, letters and digits only, 2 to 40 characters. */
export function searchWords(text: string): string[] {
  const plain = text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase();
  return [...new Set(plain.match(/[\p{L}\p{N}]{2,40}/gu) ?? [])];
}
