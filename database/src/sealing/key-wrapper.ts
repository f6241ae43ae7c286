import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Wraps data keys under a firm's own key-encryption key (KEK). A key management service in production, files otherwise. */
export interface KeyWrapper {
  /** makes the firm's KEK when there is none; answers the id of the newest */
  ensureKek(firmId: string): Promise<string>;
  /** makes one more, which is the newest from then on; answers its id */
  addKek(firmId: string): Promise<string>;
  wrap(firmId: string, kekId: string, dataKey: Buffer): Promise<Buffer>;
  /** throws `kek_missing` when the KEK was destroyed: what it wrapped is lost for good, which is what erasure means */
  unwrap(firmId: string, kekId: string, wrapped: Buffer): Promise<Buffer>;
  /** destroys the firm's KEKs but those named; without any, every backup of its data becomes unreadable */
  destroyAllBut(firmId: string, kept: readonly string[]): Promise<void>;
}

export class KekMissingError extends Error {
  readonly code = 'kek_missing';
  constructor(firmId: string) {
    super(`the key-encryption key of firm ${firmId} is not in the key store`);
  }
}

const IV_BYTES = 12;
const TAG_BYTES = 16;
const FIRST_ID = 'file-1';

/** One file a KEK, mode 0600, in a folder that no backup holds. Wrapped: iv 12 | tag 16 | ciphertext, bound to firm and KEK. */
export class FileKeyWrapper implements KeyWrapper {
  private readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  async ensureKek(firmId: string): Promise<string> {
    return (await this.ids(firmId)).at(-1) ?? (await this.make(firmId, FIRST_ID));
  }

  async addKek(firmId: string): Promise<string> {
    const newest = (await this.ids(firmId)).at(-1);
    return this.make(firmId, newest ? `file-${numberOf(newest) + 1}` : FIRST_ID);
  }

  async wrap(firmId: string, kekId: string, dataKey: Buffer): Promise<Buffer> {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv('aes-256-gcm', await this.kek(firmId, kekId), iv).setAAD(
      aad(firmId, kekId),
    );
    const text = Buffer.concat([cipher.update(dataKey), cipher.final()]);
    return Buffer.concat([iv, cipher.getAuthTag(), text]);
  }

  async unwrap(firmId: string, kekId: string, wrapped: Buffer): Promise<Buffer> {
    const kek = await this.kek(firmId, kekId);
    const decipher = createDecipheriv('aes-256-gcm', kek, wrapped.subarray(0, IV_BYTES))
      .setAAD(aad(firmId, kekId))
      .setAuthTag(wrapped.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
    return Buffer.concat([decipher.update(wrapped.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]);
  }

  async destroyAllBut(firmId: string, kept: readonly string[]): Promise<void> {
    for (const id of await this.ids(firmId)) {
      if (!kept.includes(id)) await rm(this.path(firmId, id), { force: true });
    }
  }

  /** oldest first */
  private async ids(firmId: string): Promise<string[]> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const name = new RegExp(`^${firmId}(?:\\.(\\d+))?\\.kek$`);
    const numbers = (await readdir(this.folder)).flatMap((file) => {
      const found = name.exec(file);
      return found ? [Number(found[1] ?? 1)] : [];
    });
    return numbers.sort((a, b) => a - b).map((number) => `file-${number}`);
  }

  private async make(firmId: string, id: string): Promise<string> {
    try {
      await writeFile(this.path(firmId, id), randomBytes(32), { mode: 0o600, flag: 'wx', flush: true });
    } catch (error) {
      if (!isNodeError(error, 'EEXIST')) throw error;
    }
    return id;
  }

  private path(firmId: string, id: string): string {
    if (!/^[0-9a-f-]{36}$/.test(firmId)) throw new Error('a firm id is a uuid');
    const number = numberOf(id);
    return join(this.folder, number === 1 ? `${firmId}.kek` : `${firmId}.${number}.kek`);
  }

  private async kek(firmId: string, id: string): Promise<Buffer> {
    try {
      return await readFile(this.path(firmId, id));
    } catch (error) {
      if (isNodeError(error, 'ENOENT')) throw new KekMissingError(firmId);
      throw error;
    }
  }
}

function numberOf(id: string): number {
  const number = Number(/^file-(\d+)$/.exec(id)?.[1]);
  if (!Number.isInteger(number)) throw new Error(`"${id}" is no key-encryption key of this store`);
  return number;
}

const aad = (firmId: string, kekId: string): Buffer => Buffer.from(`kek|${firmId}|${kekId}`);
const isNodeError = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code;
