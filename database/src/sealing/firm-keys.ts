import { randomBytes } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import type { KeyWrapper } from './key-wrapper.ts';

export type KeyPurpose = 'data' | 'index';

interface FirmKeyRow {
  key_no: number;
  purpose: KeyPurpose;
  wrapped: Buffer;
  kek_id: string;
}

interface Unwrapped {
  /** by key number; writes use the highest */
  readonly data: Map<number, Buffer>;
  readonly currentNo: number;
  readonly indexRoot: Buffer;
}

const CACHE_MS = 5 * 60_000;

/**
 * The data keys of firms, unwrapped in memory for at most five minutes. Rows of `app.firm_key` hold them wrapped under the
 * firm's own key-encryption key, which stands outside the database and outside every backup.
 */
export class FirmKeys {
  private readonly wrapper: KeyWrapper;
  private readonly cache = new Map<string, { keys: Unwrapped; readAtMs: number }>();

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

  /** Destroys the firm's key-encryption key and forgets its keys: nothing sealed for it opens any more. */
  async destroy(firmId: string): Promise<void> {
    this.cache.delete(firmId);
    await this.wrapper.destroy(firmId);
  }

  async of(em: EntityManager, firmId: string, { fresh = false } = {}): Promise<Unwrapped> {
    const held = this.cache.get(firmId);
    if (held && !fresh && performance.now() - held.readAtMs < CACHE_MS) return held.keys;
    const rows: FirmKeyRow[] = await em.query(
      `select key_no, purpose, wrapped, kek_id from app.firm_key where firm_id = $1 order by key_no`,
      [firmId],
    );
    const data = new Map<number, Buffer>();
    let indexRoot: Buffer | undefined;
    for (const row of rows) {
      const key = await this.wrapper.unwrap(firmId, row.kek_id, row.wrapped);
      if (row.purpose === 'data') data.set(row.key_no, key);
      else indexRoot = key;
    }
    if (!indexRoot || data.size === 0) throw new Error(`firm ${firmId} has no keys`);
    const keys: Unwrapped = { data, currentNo: Math.max(...data.keys()), indexRoot };
    this.cache.set(firmId, { keys, readAtMs: performance.now() });
    return keys;
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
