import { createHmac, timingSafeEqual } from 'node:crypto';

/** What an address of ours stands for: the return path of one delivery, or the place where replies to a thread arrive. */
export type MailAddressKind = 'bounce' | 'reply';

export interface MailAddressRef {
  readonly kind: MailAddressKind;
  readonly firmId: string;
  /** `bounce`: the delivery's id; `reply`: the thread's id */
  readonly id: string;
}

export interface MailAddresses {
  /** The address for this firm and delivery or thread; 64 octets before the @, the most that RFC 5321 allows. */
  write(ref: MailAddressRef): string;
  /** What an address means; undefined when it is not ours, was altered, or was made for the other kind. Any case is read. */
  read(address: string): MailAddressRef | undefined;
}

const PREFIX: Record<MailAddressKind, string> = { bounce: 'b+', reply: 'r+' };
const ID_LETTERS = 52;
const PROOF_LETTERS = 10;
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';

/**
 * Signed addresses at our own mail domain. Two ids take 52 letters of base32, which survives servers that fold case; the
 * remaining 10 hold 50 bits of an HMAC. That is enough here: a guess costs one e-mail each, and a right one only files a
 * message, which must still pass the sender's authentication.
 *
 * @param key at least 32 bytes, kept like any other secret of the install
 */
export function createMailAddresses(key: Buffer, domain: string): MailAddresses {
  if (key.length < 32) throw new Error('the key of mail addresses needs at least 32 bytes');
  const suffix = `@${domain.toLowerCase()}`;

  const proof = (kind: MailAddressKind, ids: Buffer): string =>
    encode(createHmac('sha256', key).update(`mail-address/1|${kind}|`).update(ids).digest()).slice(
      0,
      PROOF_LETTERS,
    );

  return {
    write({ kind, firmId, id }) {
      const ids = Buffer.concat([uuidBytes(firmId), uuidBytes(id)]);
      return PREFIX[kind] + encode(ids) + proof(kind, ids) + suffix;
    },
    read(address) {
      const text = address.trim().toLowerCase();
      const kind = text.startsWith(PREFIX.bounce)
        ? 'bounce'
        : text.startsWith(PREFIX.reply)
          ? 'reply'
          : undefined;
      if (!kind || !text.endsWith(suffix)) return undefined;
      const token = text.slice(PREFIX[kind].length, -suffix.length);
      if (token.length !== ID_LETTERS + PROOF_LETTERS || !/^[a-z2-7]+$/.test(token)) return undefined;
      const ids = decode(token.slice(0, ID_LETTERS)).subarray(0, 32);
      // the last of the 52 letters carries unused bits: only the spelling we wrote is ours
      const expected = encode(ids) + proof(kind, ids);
      if (!timingSafeEqual(Buffer.from(expected), Buffer.from(token))) return undefined;
      return { kind, firmId: uuidText(ids.subarray(0, 16)), id: uuidText(ids.subarray(16)) };
    },
  };
}

function uuidBytes(uuid: string): Buffer {
  const bytes = Buffer.from(uuid.replaceAll('-', ''), 'hex');
  if (bytes.length !== 16) throw new Error('a mail address is made of two UUIDs');
  return bytes;
}

function uuidText(bytes: Buffer): string {
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** Base32 of RFC 4648, lower case, without padding. */
function encode(bytes: Buffer): string {
  let text = '';
  let bits = 0;
  let held = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += ALPHABET.charAt((held >> bits) & 31);
    }
    held &= (1 << bits) - 1;
  }
  return bits > 0 ? text + ALPHABET.charAt((held << (5 - bits)) & 31) : text;
}

function decode(text: string): Buffer {
  const bytes: number[] = [];
  let bits = 0;
  let held = 0;
  for (const letter of text) {
    held = (held << 5) | ALPHABET.indexOf(letter);
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes.push((held >> bits) & 255);
    }
    held &= (1 << bits) - 1;
  }
  return Buffer.from(bytes);
}
