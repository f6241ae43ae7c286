import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createSecretKey,
  randomBytes,
  type KeyObject,
} from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Payload, PayloadCodec } from '@temporalio/common';
import proto from '@temporalio/proto';

/** CommonJS: its names are not seen as named exports */
const { Payload: PayloadMessage } = proto.temporal.api.common.v1;

const ENCODING = 'binary/encrypted-deflate';
const IV_BYTES = 12;
const TAG_BYTES = 16;
const text = (value: string): Uint8Array => Buffer.from(value, 'utf8');

/** The keys of the codec: the current one seals, every known one opens. Id = first 8 hex digits of the key's SHA-256. */
export interface CodecKeys {
  readonly currentId: string;
  readonly keys: ReadonlyMap<string, KeyObject>;
}

/** Reads `codec.keys` of the key folder (one hex key a line, the last is current); makes the first when there is none. */
export async function loadCodecKeys(folder: string): Promise<CodecKeys> {
  const path = join(folder, 'codec.keys');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  try {
    await writeFile(path, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  const keys = (await readFile(path, 'utf8'))
    .split('\n')
    .filter(Boolean)
    .map((line) => Buffer.from(line.trim(), 'hex'));
  const entries = keys.map((key): [string, KeyObject] => [idOf(key), createSecretKey(key)]);
  const current = entries.at(-1);
  if (!current || keys.some((key) => key.length !== 32)) throw new Error(`${path} holds no key of 32 bytes`);
  return { currentId: current[0], keys: new Map(entries) };
}

const idOf = (key: Buffer): string => createHash('sha256').update(key).digest('hex').slice(0, 8);

/**
 * Compresses and encrypts every payload that goes to the Temporal server with AES-256-GCM, the key's id in the metadata and
 * bound to the ciphertext. Histories hold ids and state only; this keeps also those from whoever reads the server's store. A
 * state is mostly names and UUIDs in JSON: compressed it is about half as large, and parked runs are what fills the store.
 */
export class EncryptionCodec implements PayloadCodec {
  private readonly keys: CodecKeys;

  constructor(keys: CodecKeys) {
    this.keys = keys;
  }

  encode(payloads: Payload[]): Promise<Payload[]> {
    return Promise.resolve(payloads.map((payload) => this.seal(payload)));
  }

  decode(payloads: Payload[]): Promise<Payload[]> {
    return Promise.resolve(payloads.map((payload) => this.open(payload)));
  }

  private seal(payload: Payload): Payload {
    const { currentId } = this.keys;
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.key(currentId), iv).setAAD(Buffer.from(currentId));
    const plain = deflateRawSync(PayloadMessage.encode(payload).finish());
    const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
    return {
      metadata: { encoding: text(ENCODING), 'encryption-key-id': text(currentId) },
      data: Buffer.concat([iv, cipher.getAuthTag(), sealed]),
    };
  }

  private open(payload: Payload): Payload {
    if (Buffer.from(payload.metadata?.['encoding'] ?? []).toString() !== ENCODING) return payload;
    const keyId = Buffer.from(payload.metadata?.['encryption-key-id'] ?? []).toString();
    const data = Buffer.from(payload.data ?? []);
    const decipher = createDecipheriv('aes-256-gcm', this.key(keyId), data.subarray(0, IV_BYTES))
      .setAAD(Buffer.from(keyId))
      .setAuthTag(data.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
    const plain = Buffer.concat([decipher.update(data.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]);
    return PayloadMessage.decode(inflateRawSync(plain));
  }

  private key(id: string): KeyObject {
    const key = this.keys.keys.get(id);
    if (!key) throw new Error(`the codec has no key ${id}`);
    return key;
  }
}
