import { randomBytes } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { sealBytes, unsealBytes } from '../sealing/cipher.ts';
import { systemClock, type Clock } from '../tenancy/tenant-db.ts';
import { hashOfSecret } from './secret.ts';
import { base32, otpauthUri, stepOfCode } from './totp.ts';

const SECRET_BYTES = 20;
const RECOVERY_CODES = 10;
const ISSUER = 'RetirementAdvisorPro';
const KEY_NO = 1;
/** So many wrong codes within 15 minutes, from whatever network: who guesses them has the password already. */
const MAX_FAILURES = 10;

export interface Enrolment {
  /** base32, for typing */
  readonly secret: string;
  /** for a QR code */
  readonly uri: string;
}

export type CodeCheck = 'right' | 'wrong' | 'locked';

/** One-time codes (RFC 6238) with recovery codes. Secrets are sealed under the installation's own key. */
export class SecondFactor {
  private readonly dataSource: DataSource;
  private readonly key: Buffer;
  private readonly clock: Clock;

  constructor(dataSource: DataSource, key: Buffer, clock: Clock = systemClock) {
    this.dataSource = dataSource;
    this.key = key;
    this.clock = clock;
  }

  /** Makes a secret that counts only once a code of it was shown; undefined when the account has a confirmed one. */
  async begin(identityId: string, account: string): Promise<Enrolment | undefined> {
    const secret = randomBytes(SECRET_BYTES);
    const begun = await this.dataSource.query<unknown[]>(`select directory.begin_totp($1, $2)`, [
      identityId,
      sealBytes(this.key, KEY_NO, placeOf(identityId), secret),
    ]);
    return begun.length === 1
      ? { secret: base32(secret), uri: otpauthUri(secret, account, ISSUER) }
      : undefined;
  }

  /** The first right code makes the secret count; answers the recovery codes, shown this once. */
  async confirm(identityId: string, code: string): Promise<readonly string[] | undefined> {
    const row = await this.read(identityId);
    if (!row || row.confirmed || (await this.take(identityId, row, code)) !== 'right') return undefined;
    const codes = Array.from({ length: RECOVERY_CODES }, newRecoveryCode);
    await this.dataSource.query(`select directory.put_recovery_codes($1, $2)`, [
      identityId,
      codes.map((recovery) => hashOfSecret(recovery)),
    ]);
    return codes;
  }

  async isOn(identityId: string): Promise<boolean> {
    return (await this.read(identityId))?.confirmed ?? false;
  }

  /** Takes a code of the app, or a recovery code. Each is right once only. */
  async check(identityId: string, code: string): Promise<CodeCheck> {
    const row = await this.read(identityId);
    return row?.confirmed ? this.take(identityId, row, code) : 'wrong';
  }

  async remove(identityId: string): Promise<void> {
    await this.dataSource.query(`select directory.remove_totp($1)`, [identityId]);
  }

  private async take(identityId: string, row: Row, code: string): Promise<CodeCheck> {
    if (row.failures >= MAX_FAILURES) return 'locked';
    const secret = unsealBytes(this.key, placeOf(identityId), row.secret_sealed);
    const step = stepOfCode(secret, code.replaceAll(/\s/g, ''), this.clock.now());
    const used =
      step === undefined
        ? await this.dataSource.query<unknown[]>(`select directory.use_recovery_code($1, $2)`, [
            identityId,
            hashOfSecret(code.trim().toLowerCase()),
          ])
        : await this.dataSource.query<unknown[]>(`select directory.use_totp($1, $2)`, [identityId, step]);
    if (used.length === 1) return 'right';
    await this.dataSource.query(`select directory.note_totp_failure($1)`, [identityId]);
    return 'wrong';
  }

  private async read(identityId: string): Promise<Row | undefined> {
    const rows: Row[] = await this.dataSource.query(`select * from directory.totp_of($1)`, [identityId]);
    return rows[0];
  }
}

interface Row {
  readonly secret_sealed: Buffer;
  readonly confirmed: boolean;
  readonly failures: number;
}

const placeOf = (identityId: string) => ({ table: 'directory.totp', column: 'secret', rowId: identityId });

/** 80 random bits, in groups that can be read aloud. */
function newRecoveryCode(): string {
  const text = base32(randomBytes(10)).toLowerCase();
  return text.match(/.{4}/g)?.join('-') ?? text;
}
