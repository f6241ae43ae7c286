import type { DataSource } from 'typeorm';
import { hashOfSecret } from './secret.ts';

/** A passkey as its owner sees it. */
export interface Passkey {
  readonly id: string;
  /** base64url, as authenticators name it */
  readonly credentialId: string;
  readonly transports: readonly string[];
  readonly name: string;
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
}

/** What a signature of it is checked against. */
export interface PasskeyKey {
  readonly identityId: string;
  /** COSE */
  readonly publicKey: Buffer;
  /** of signatures; a lower one is a copy's */
  readonly counter: number;
  readonly transports: readonly string[];
}

export interface NewPasskey {
  readonly credentialId: string;
  readonly publicKey: Uint8Array;
  readonly counter: number;
  readonly transports: readonly string[];
  readonly name: string;
}

/** Public keys of accounts (WebAuthn), and the challenges that are out: each is answered once. */
export class Passkeys {
  private readonly dataSource: DataSource;

  constructor(dataSource: DataSource) {
    this.dataSource = dataSource;
  }

  /** `holder` is the account that registers, or '' for a sign-in. */
  async challenge(challenge: string, holder: string, minutes: number): Promise<void> {
    await this.dataSource.query(`select directory.add_challenge($1, $2)`, [
      hashOfSecret(`${holder}|${challenge}`),
      minutes,
    ]);
  }

  /** True once. */
  async useChallenge(challenge: string, holder: string): Promise<boolean> {
    const used: unknown[] = await this.dataSource.query(`select directory.use_challenge($1)`, [
      hashOfSecret(`${holder}|${challenge}`),
    ]);
    return used.length === 1;
  }

  async of(identityId: string): Promise<Passkey[]> {
    const rows: {
      id: string;
      credential_id: string;
      transports: string[];
      name: string;
      created_at: Date;
      last_used_at: Date | null;
    }[] = await this.dataSource.query(`select * from directory.passkeys_of($1)`, [identityId]);
    return rows.map((row) => ({
      id: row.id,
      credentialId: row.credential_id,
      transports: row.transports,
      name: row.name,
      createdAt: row.created_at,
      lastUsedAt: row.last_used_at,
    }));
  }

  /** Answers its id; undefined when an account has it already. */
  async add(identityId: string, key: NewPasskey): Promise<string | undefined> {
    const rows: { id: string }[] = await this.dataSource.query(
      `select id from directory.add_passkey($1, $2, $3, $4, $5, $6) id`,
      [identityId, key.credentialId, Buffer.from(key.publicKey), key.counter, key.transports, key.name],
    );
    return rows[0]?.id;
  }

  async find(credentialId: string): Promise<PasskeyKey | undefined> {
    const rows: { identity_id: string; public_key: Buffer; counter: string; transports: string[] }[] =
      await this.dataSource.query(`select * from directory.passkey($1)`, [credentialId]);
    const [row] = rows;
    return (
      row && {
        identityId: row.identity_id,
        publicKey: row.public_key,
        counter: Number(row.counter),
        transports: row.transports,
      }
    );
  }

  async noteUse(credentialId: string, counter: number): Promise<void> {
    await this.dataSource.query(`select directory.passkey_used($1, $2)`, [credentialId, counter]);
  }

  /** Answers what it was called; undefined when the account has no such passkey. */
  async remove(identityId: string, id: string): Promise<string | undefined> {
    const rows: { name: string }[] = await this.dataSource.query(
      `select name from directory.remove_passkey($1, $2) name`,
      [identityId, id],
    );
    return rows[0]?.name;
  }
}
