import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const hash = promisify(argon2);

/** OWASP's second recommended setting for argon2id: 19 MiB, 2 passes, 1 lane. */
const COST = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 } as const;

/** argon2id (RFC 9106) as a PHC string. About 20 ms of a thread of the pool. */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(16);
  const tag = await derive(password, nonce);
  return `$argon2id$v=19$m=${COST.memory},t=${COST.passes},p=${COST.parallelism}$${base64(nonce)}$${base64(tag)}`;
}

/** Compares in constant time; false for a hash of another form. */
export async function verifyPassword(password: string, stored: string): Promise<boolean> {
  const [, kind, , , nonce, tag] = stored.split('$');
  if (kind !== 'argon2id' || !nonce || !tag) return false;
  const wanted = Buffer.from(tag, 'base64');
  const got = await derive(password, Buffer.from(nonce, 'base64'));
  return wanted.length === got.length && timingSafeEqual(wanted, got);
}

/** A hash that no password has: an unknown account costs the same work as a known one. */
export const NOBODY =
  '$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';

function derive(password: string, nonce: Buffer): Promise<Buffer> {
  return hash('argon2id', { message: Buffer.from(password, 'utf8'), nonce, ...COST });
}

const base64 = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '');
