import { createHmac, timingSafeEqual } from 'node:crypto';

/** Which delivery an unsubscribe link belongs to. */
export interface UnsubscribeRef {
  readonly firmId: string;
  readonly deliveryId: string;
}

const REF_BYTES = 32;
const PROOF_BYTES = 16;

/** Two ids and 128 bits of HMAC-SHA-256, base64url. Carries no address, and cannot be guessed. */
export function writeUnsubscribeToken(key: Buffer, { firmId, deliveryId }: UnsubscribeRef): string {
  const ref = Buffer.concat([uuidBytes(firmId), uuidBytes(deliveryId)]);
  return Buffer.concat([ref, proof(key, ref)]).toString('base64url');
}

/** Undefined when the token is not one of ours. */
export function readUnsubscribeToken(key: Buffer, token: string): UnsubscribeRef | undefined {
  const bytes = Buffer.from(token, 'base64url');
  if (bytes.length !== REF_BYTES + PROOF_BYTES || bytes.toString('base64url') !== token) return undefined;
  const ref = bytes.subarray(0, REF_BYTES);
  if (!timingSafeEqual(proof(key, ref), bytes.subarray(REF_BYTES))) return undefined;
  return { firmId: uuidText(ref.subarray(0, 16)), deliveryId: uuidText(ref.subarray(16)) };
}

const proof = (key: Buffer, ref: Buffer): Buffer =>
  createHmac('sha256', key).update('unsubscribe/1|').update(ref).digest().subarray(0, PROOF_BYTES);
const uuidBytes = (uuid: string): Buffer => Buffer.from(uuid.replaceAll('-', ''), 'hex');
const uuidText = (bytes: Buffer): string =>
  bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
