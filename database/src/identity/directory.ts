import { createHmac } from 'node:crypto';
import type { DataSource } from 'typeorm';
import type { FirmContext } from '../tenancy/context.ts';
import { hashPassword, NOBODY, verifyPassword } from './password.ts';

export type DirectoryKind = 'login' | 'phone' | 'mailbox' | 'form' | 'delivery' | 'invitation';

/** So many wrong passwords from one network within 15 minutes close the account to that network until they are over. */
const MAX_FAILURES = 10;
const LOCK_MINUTES = 15;

export interface Membership {
  readonly firmId: string;
  readonly userId: string;
}

export type SignIn =
  | { readonly outcome: 'ok'; readonly identityId: string; readonly memberships: readonly Membership[] }
  /** also for accounts that do not exist: same answer, same work */
  | { readonly outcome: 'wrong' }
  | { readonly outcome: 'locked'; readonly minutes: number };

/** What must be found before the firm is known: accounts, numbers, forms. By keyed hashes and definer functions only. */
export class Directory {
  private readonly dataSource: DataSource;
  private readonly key: Buffer;

  constructor(dataSource: DataSource, key: Buffer) {
    this.dataSource = dataSource;
    this.key = key;
  }

  hash(kind: DirectoryKind, value: string): Buffer {
    return createHmac('sha256', this.key).update(`${kind}|${value.trim().toLowerCase()}`).digest();
  }

  async find(kind: DirectoryKind, value: string): Promise<{ firmId: string; targetId: string }[]> {
    const rows: { firm_id: string; target_id: string }[] = await this.dataSource.query(
      `select firm_id, target_id from directory.find($1, $2)`,
      [kind, this.hash(kind, value)],
    );
    return rows.map((row) => ({ firmId: row.firm_id, targetId: row.target_id }));
  }

  /** Makes a value of the context's firm findable. */
  async put(ctx: FirmContext, kind: DirectoryKind, value: string, targetId: string): Promise<void> {
    await ctx.em.query(`select directory.put($1, $2, $3)`, [kind, this.hash(kind, value), targetId]);
  }

  /** Makes it findable no more. */
  async remove(ctx: FirmContext, kind: DirectoryKind, value: string, targetId: string): Promise<void> {
    await ctx.em.query(`select directory.remove($1, $2, $3)`, [kind, this.hash(kind, value), targetId]);
  }

  /** The firms that an account belongs to. */
  async membershipsOf(identityId: string): Promise<Membership[]> {
    const rows: { firm_id: string; user_id: string }[] = await this.dataSource.query(
      `select firm_id, user_id from directory.memberships_of($1)`,
      [identityId],
    );
    return rows.map((row) => ({ firmId: row.firm_id, userId: row.user_id }));
  }

  /** Ends what an account holds as an operator of the platform. */
  async revokeOperatorSessions(identityId: string): Promise<void> {
    await this.dataSource.query(`select directory.revoke_operator_sessions($1)`, [identityId]);
  }

  /** The account that signs in elsewhere as this subject, or undefined. */
  async identityOfSubject(issuer: string, subject: string): Promise<string | undefined> {
    const rows: { id: string }[] = await this.dataSource.query(
      `select id from directory.identity_of_subject($1, $2) id`,
      [issuer, subject],
    );
    return rows[0]?.id;
  }

  /** Ties an account to a subject for good; false when it is tied to another one. */
  async pinSubject(identityId: string, issuer: string, subject: string): Promise<boolean> {
    const pinned: unknown[] = await this.dataSource.query(`select directory.pin_subject($1, $2, $3)`, [
      identityId,
      issuer,
      subject,
    ]);
    return pinned.length === 1;
  }

  /** Adds an account; answers its id. Throws when the address has one. Without a password it signs in elsewhere only. */
  async addIdentity(email: string, password?: string): Promise<string> {
    const rows: { id: string }[] = await this.dataSource.query(
      `select directory.add_identity($1, $2) as id`,
      [this.hash('login', email), password === undefined ? null : await hashPassword(password)],
    );
    const id = rows[0]?.id;
    if (!id) throw new Error('the account was not made');
    return id;
  }

  /** The account of an address, or undefined. */
  async identityOf(email: string): Promise<string | undefined> {
    const rows: { id: string }[] = await this.dataSource.query(`select id from directory.identity_of($1)`, [
      this.hash('login', email),
    ]);
    return rows[0]?.id;
  }

  /** Replaces the password; what it opened before stays open until it is ended. */
  async setPassword(identityId: string, password: string): Promise<void> {
    await this.dataSource.query(`select directory.set_password($1, $2)`, [
      identityId,
      await hashPassword(password),
    ]);
  }

  /** Counts a failure that is none of the password, e.g. a wrong code, against the same account and network. */
  async noteFailure(email: string, network: string): Promise<void> {
    await this.dataSource.query(`select directory.note_failure($1, $2)`, [
      this.hash('login', email),
      network,
    ]);
  }

  /** Checks a password; counts wrong ones by account and network. */
  async signIn(email: string, password: string, network: string): Promise<SignIn> {
    const hash = this.hash('login', email);
    const failures: { failures: number; last_at: Date }[] = await this.dataSource.query(
      `select failures, last_at from directory.failures($1, $2) where last_at > clock_timestamp() - interval '${LOCK_MINUTES} minutes'`,
      [hash, network],
    );
    if ((failures[0]?.failures ?? 0) >= MAX_FAILURES) return { outcome: 'locked', minutes: LOCK_MINUTES };
    const rows: { id: string; password_hash: string | null }[] = await this.dataSource.query(
      `select id, password_hash from directory.identity_of($1)`,
      [hash],
    );
    const identity = rows[0];
    const right = await verifyPassword(password, identity?.password_hash ?? NOBODY);
    if (!identity || !right) {
      await this.dataSource.query(`select directory.note_failure($1, $2)`, [hash, network]);
      return { outcome: 'wrong' };
    }
    return { outcome: 'ok', identityId: identity.id, memberships: await this.membershipsOf(identity.id) };
  }

  /** After a sign-in that was right in everything. */
  async forgetFailures(email: string, network: string): Promise<void> {
    const hash = this.hash('login', email);
    await this.dataSource.query(`select directory.forget_failures($1, $2)`, [hash, network]);
  }
}
