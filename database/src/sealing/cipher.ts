import { createCipheriv, createDecipheriv, createSecretKey, randomBytes, type KeyObject } from 'node:crypto';

/**
 * The bytes of a sealed column: format 01 | key number u32 | iv 12 | tag 16 | ciphertext (33 bytes more than the text).
 * AES-256-GCM; the associated data binds format, key number, table, column and row, so a value that is moved to another
 * place, or whose key number is changed, is refused.
 */
export interface SealedPlace {
  readonly table: string;
  readonly column: string;
  readonly rowId: string;
}

const FORMAT = 1;
const HEAD_BYTES = 5;
const IV_BYTES = 12;
const TAG_BYTES = 16;

const keyObjects = new WeakMap<Buffer, KeyObject>();

/** Imported once a key: Node takes longer to import one than to encrypt a field with it. */
export function keyObjectOf(key: Buffer): KeyObject {
  const object = keyObjects.get(key) ?? createSecretKey(key);
  keyObjects.set(key, object);
  return object;
}

export class UnsealError extends Error {
  readonly code = 'unseal_failed';
}

export function sealBytes(dataKey: Buffer, keyNo: number, place: SealedPlace, plain: Buffer): Buffer {
  const head = Buffer.alloc(HEAD_BYTES);
  head.writeUInt8(FORMAT, 0);
  head.writeUInt32BE(keyNo, 1);
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', keyObjectOf(dataKey), iv).setAAD(associatedData(keyNo, place));
  const text = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([head, iv, cipher.getAuthTag(), text]);
}

/** The number of the data key that sealed these bytes. Throws `UnsealError` on bytes of another format. */
export function keyNoOf(sealed: Buffer): number {
  if (sealed.length < HEAD_BYTES + IV_BYTES + TAG_BYTES || sealed.readUInt8(0) !== FORMAT) {
    throw new UnsealError('not a sealed value of a known format');
  }
  return sealed.readUInt32BE(1);
}

/** Throws `UnsealError` when a byte, the place or the key is not the one it was sealed with. */
export function unsealBytes(dataKey: Buffer, place: SealedPlace, sealed: Buffer): Buffer {
  const keyNo = keyNoOf(sealed);
  const ivEnd = HEAD_BYTES + IV_BYTES;
  const decipher = createDecipheriv('aes-256-gcm', keyObjectOf(dataKey), sealed.subarray(HEAD_BYTES, ivEnd))
    .setAAD(associatedData(keyNo, place))
    .setAuthTag(sealed.subarray(ivEnd, ivEnd + TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(ivEnd + TAG_BYTES)), decipher.final()]);
  } catch {
    throw new UnsealError(
      `${place.table}.${place.column} of ${place.rowId} does not open: altered, moved or another key`,
    );
  }
}

const associatedData = (keyNo: number, place: SealedPlace): Buffer =>
  Buffer.from(`${FORMAT}|${keyNo}|${place.table}|${place.column}|${place.rowId}`);
