import type { EntityManager } from 'typeorm';
import { blindHash, blindToken, indexKeyOf, searchWords, type BlindIndexUse } from './blind-index.ts';
import { keyNoOf, sealBytes, unsealBytes, UnsealError, type SealedPlace } from './cipher.ts';
import type { FirmKeys } from './firm-keys.ts';

/** Seals and opens the sensitive columns of one firm inside one transaction. */
export class FirmSealer {
  private readonly em: EntityManager;
  private readonly firmId: string;
  private readonly keys: FirmKeys;

  constructor(em: EntityManager, firmId: string, keys: FirmKeys) {
    this.em = em;
    this.firmId = firmId;
    this.keys = keys;
  }

  /** Encrypts text for one column of one row; null stays null. */
  async seal(place: SealedPlace, text: string): Promise<Buffer>;
  async seal(place: SealedPlace, text: string | null): Promise<Buffer | null>;
  async seal(place: SealedPlace, text: string | null): Promise<Buffer | null> {
    if (text === null) return null;
    const { data, currentNo } = await this.keys.of(this.em, this.firmId);
    const key = data.get(currentNo);
    if (!key) throw new Error(`firm ${this.firmId} has no data key ${currentNo}`);
    return sealBytes(key, currentNo, place, Buffer.from(text, 'utf8'));
  }

  /** Decrypts; throws `UnsealError` when the value was altered or moved from another row. */
  async open(place: SealedPlace, sealed: Buffer): Promise<string>;
  async open(place: SealedPlace, sealed: Buffer | null): Promise<string | null>;
  async open(place: SealedPlace, sealed: Buffer | null): Promise<string | null> {
    if (sealed === null) return null;
    const keyNo = keyNoOf(sealed);
    let { data } = await this.keys.of(this.em, this.firmId);
    // another process may have rotated since the cache was filled
    if (!data.has(keyNo)) ({ data } = await this.keys.of(this.em, this.firmId, { fresh: true }));
    const key = data.get(keyNo);
    if (!key) throw new UnsealError(`there is no data key ${keyNo}`);
    return unsealBytes(key, place, sealed).toString('utf8');
  }

  /** The search tokens of a text, for a `bigint[]` column (as decimal strings). */
  async tokens(use: BlindIndexUse, text: string): Promise<string[]> {
    const key = await this.indexKey(use);
    return searchWords(text).map((word) => blindToken(key, word));
  }

  /** The keyed hash of a normalised value, for equality only (an address that must be found without being readable). */
  async hash(use: BlindIndexUse, value: string): Promise<Buffer> {
    return blindHash(await this.indexKey(use), value);
  }

  private async indexKey(use: BlindIndexUse): Promise<Buffer> {
    const { indexRoot } = await this.keys.of(this.em, this.firmId);
    return indexKeyOf(indexRoot, this.firmId, use);
  }
}
