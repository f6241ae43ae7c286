import { createHmac, timingSafeEqual } from 'node:crypto';

/** What every authenticator app understands: SHA-1, six digits, a new code each 30 seconds. */
const STEP_MS = 30_000;
const DIGITS = 6;
/** RFC 6238, 5.2: one step either way for clocks that differ and codes typed slowly */
const DRIFT_STEPS = [0, -1, 1];

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** RFC 4648 base32 without padding, as authenticator apps take a secret. */
export function base32(bytes: Buffer): string {
  let bits = '';
  for (const byte of bytes) bits += byte.toString(2).padStart(8, '0');
  const groups = bits.match(/.{1,5}/g) ?? [];
  return groups.map((group) => ALPHABET[Number.parseInt(group.padEnd(5, '0'), 2)]).join('');
}

/** The code of a step (RFC 4226, 5.3). */
export function codeOfStep(secret: Buffer, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', secret).update(counter).digest();
  const number = mac.readUInt32BE((mac.at(-1) ?? 0) & 0xf) & 0x7fffffff;
  return String(number % 10 ** DIGITS).padStart(DIGITS, '0');
}

/** The code at an instant, epoch ms. */
export const codeAt = (secret: Buffer, atMs: number): string =>
  codeOfStep(secret, Math.floor(atMs / STEP_MS));

/** The step that a code belongs to, around an instant; undefined for a wrong one. Whether it was used is the caller's matter. */
export function stepOfCode(secret: Buffer, code: string, nowMs: number): number | undefined {
  const given = Buffer.from(code);
  const now = Math.floor(nowMs / STEP_MS);
  return DRIFT_STEPS.map((drift) => now + drift).find((step) => {
    const wanted = Buffer.from(codeOfStep(secret, step));
    return wanted.length === given.length && timingSafeEqual(wanted, given);
  });
}

/** What an authenticator app reads from a QR code. */
export const otpauthUri = (secret: Buffer, account: string, issuer: string): string =>
  `otpauth://totp/${encodeURIComponent(`${issuer}:${account}`)}?secret=${base32(secret)}&issuer=${encodeURIComponent(issuer)}`;
