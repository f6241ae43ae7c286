import { randomBytes } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { KekMissingError, type KeyWrapper } from './key-wrapper.ts';

export type KeyPurpose = 'data' | 'index';

interface FirmKeyRow {
  key_no: number;
  purpose: KeyPurpose;
  wrapped: Buffer;
  kek_id: string;
}

export interface UnwrappedKeys {
  /** by key number; writes use the highest */
  readonly data: Map<number, Buffer>;
  readonly currentNo: number;
  readonly indexRoot: Buffer;
}

/** So long a process may go on sealing with the key that was current before. */
export const KEY_CACHE_MS = 60_000;

/**
 * The data keys of firms, unwrapped in memory for at most a minute. Rows of `app.firm_key` hold them wrapped under the
 * firm's own key-encryption key, which stands outside the database and outside every backup.
 */
export class FirmKeys {
  private readonly wrapper: KeyWrapper;
  private readonly cache = new Map<string, { keys: UnwrappedKeys; readAtMs: number }>();

  constructor(wrapper: KeyWrapper) {
    this.wrapper = wrapper;
  }

  /** Gives a new firm its first keys. Runs in the transaction that founds the firm. */
  async found(em: EntityManager, firmId: string): Promise<void> {
    const kekId = await this.wrapper.ensureKek(firmId);
    await this.insert(em, firmId, kekId, 1, 'index');
    await this.insert(em, firmId, kekId, 1, 'data');
  }

  /** Adds a data key that all later writes use; old values stay readable until they are rewritten. Answers its number. */
  async addDataKey(em: EntityManager, firmId: string): Promise<number> {
    const { currentNo } = await this.of(em, firmId, { fresh: true });
    const kekId = await this.wrapper.ensureKek(firmId);
    await this.insert(em, firmId, kekId, currentNo + 1, 'data');
    this.cache.delete(firmId);
    return currentNo + 1;
  }

  /** Wraps every key of the firm under a new key-encryption key. After the commit, `forgetOldKeks` destroys the one before. */
  async rewrap(em: EntityManager, firmId: string): Promise<void> {
    const kekId = await this.wrapper.addKek(firmId);
    for (const row of await this.rows(em, firmId)) {
      const key = await this.wrapper.unwrap(firmId, row.kek_id, row.wrapped);
      await em.query(
        `update app.firm_key set wrapped = $4, kek_id = $5 where firm_id = $1 and purpose = $2 and key_no = $3`,
        [firmId, row.purpose, row.key_no, await this.wrapper.wrap(firmId, kekId, key), kekId],
      );
    }
  }

  /** Destroys the key-encryption keys that wrap nothing any more. */
  async forgetOldKeks(em: EntityManager, firmId: string): Promise<void> {
    const used = (await this.rows(em, firmId)).map((row) => row.kek_id);
    if (used.length === 0) throw new Error(`firm ${firmId} has no keys`);
    await this.wrapper.destroyAllBut(firmId, used);
  }

  /** Destroys the firm's key-encryption keys and forgets its keys: nothing sealed for it opens any more. */
  async destroy(firmId: string): Promise<void> {
    this.cache.delete(firmId);
    await this.wrapper.destroyAllBut(firmId, []);
  }

  async of(em: EntityManager, firmId: string, { fresh = false } = {}): Promise<UnwrappedKeys> {
    const held = this.cache.get(firmId);
    if (held && !fresh && performance.now() - held.readAtMs < KEY_CACHE_MS) return held.keys;
    const keys = await this.read(em, firmId).catch((error: unknown) => {
      // rewrapped between the reading of the rows and of the key store: the rows name the new one now
      if (error instanceof KekMissingError) return this.read(em, firmId);
      throw error;
    });
    this.cache.set(firmId, { keys, readAtMs: performance.now() });
    return keys;
  }

  private rows(em: EntityManager, firmId: string): Promise<FirmKeyRow[]> {
    return em.query(
      `select key_no, purpose, wrapped, kek_id from app.firm_key where firm_id = $1 order by key_no`,
      [firmId],
    );
  }

  private async read(em: EntityManager, firmId: string): Promise<UnwrappedKeys> {
    const rows = await this.rows(em, firmId);
    const data = new Map<number, Buffer>();
    let indexRoot: Buffer | undefined;
    for (const row of rows) {
      const key = await this.wrapper.unwrap(firmId, row.kek_id, row.wrapped);
      if (row.purpose === 'data') data.set(row.key_no, key);
      else indexRoot = key;
    }
    if (!indexRoot || data.size === 0) throw new Error(`firm ${firmId} has no keys`);
    return { data, currentNo: Math.max(...data.keys()), indexRoot };
  }

  private async insert(
    em: EntityManager,
    firmId: string,
    kekId: string,
    keyNo: number,
    purpose: KeyPurpose,
  ): Promise<void> {
    const wrapped = await this.wrapper.wrap(firmId, kekId, randomBytes(32));
    await em.query(
      `insert into app.firm_key (firm_id, key_no, purpose, wrapped, kek_id) values ($1, $2, $3, $4, $5)`,
      [firmId, keyNo, purpose, wrapped, kekId],
    );
  }
}
