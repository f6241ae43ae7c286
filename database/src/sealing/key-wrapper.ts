import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Wraps data keys under a firm's own key-encryption key (KEK). A key management service in production, files otherwise. */
export interface KeyWrapper {
  /** makes the firm's KEK when there is none; answers its id */
  ensureKek(firmId: string): Promise<string>;
  wrap(firmId: string, kekId: string, dataKey: Buffer): Promise<Buffer>;
  /** throws `kek_missing` when the KEK was destroyed: what it wrapped is lost for good, which is what erasure means */
  unwrap(firmId: string, kekId: string, wrapped: Buffer): Promise<Buffer>;
  /** destroys the firm's KEK; every backup of its data becomes unreadable */
  destroy(firmId: string): Promise<void>;
}

export class KekMissingError extends Error {
  readonly code = 'kek_missing';
  constructor(firmId: string) {
    super(`the key-encryption key of firm ${firmId} is not in the key store`);
  }
}

const IV_BYTES = 12;
const TAG_BYTES = 16;
const KEK_ID = 'file-1';

/** One file a firm, mode 0600, in a folder that no backup holds. Wrapped: iv 12 | tag 16 | ciphertext, bound to the firm. */
export class FileKeyWrapper implements KeyWrapper {
  private readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  async ensureKek(firmId: string): Promise<string> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    try {
      await writeFile(this.path(firmId), randomBytes(32), { mode: 0o600, flag: 'wx' });
    } catch (error) {
      if (!isNodeError(error, 'EEXIST')) throw error;
    }
    return KEK_ID;
  }

  async wrap(firmId: string, kekId: string, dataKey: Buffer): Promise<Buffer> {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv('aes-256-gcm', await this.kek(firmId), iv).setAAD(aad(firmId, kekId));
    const text = Buffer.concat([cipher.update(dataKey), cipher.final()]);
    return Buffer.concat([iv, cipher.getAuthTag(), text]);
  }

  async unwrap(firmId: string, kekId: string, wrapped: Buffer): Promise<Buffer> {
    const decipher = createDecipheriv('aes-256-gcm', await this.kek(firmId), wrapped.subarray(0, IV_BYTES))
      .setAAD(aad(firmId, kekId))
      .setAuthTag(wrapped.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
    return Buffer.concat([decipher.update(wrapped.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]);
  }

  async destroy(firmId: string): Promise<void> {
    await rm(this.path(firmId), { force: true });
  }

  private path(firmId: string): string {
    if (!/^[0-9a-f-]{36}$/.test(firmId)) throw new Error('a firm id is a uuid');
    return join(this.folder, `${firmId}.kek`);
  }

  private async kek(firmId: string): Promise<Buffer> {
    try {
      return await readFile(this.path(firmId));
    } catch (error) {
      if (isNodeError(error, 'ENOENT')) throw new KekMissingError(firmId);
      throw error;
    }
  }
}

const aad = (firmId: string, kekId: string): Buffer => Buffer.from(`kek|${firmId}|${kekId}`);
const isNodeError = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code;
