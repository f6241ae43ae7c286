import { randomBytes } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { audit } from '../records/record-change.ts';
import type { TenantDb } from '../tenancy/tenant-db.ts';
import type { Directory } from './directory.ts';
import { PLATFORM } from './platform.ts';
import type { Enrolment, SecondFactor } from './second-factor.ts';
import { hashOfSecret, newSecret } from './secret.ts';
import type { Tickets } from './tickets.ts';

const SET_UP_MINUTES = 60;

export interface OperatorSession {
  readonly sessionId: string;
  readonly identityId: string;
  readonly name: string;
}

export type OperatorSignIn =
  | { readonly outcome: 'ok'; readonly token: string; readonly name: string }
  /** also for who is no operator, has not been set up, or sent a wrong code: never which of them */
  | { readonly outcome: 'wrong' }
  | { readonly outcome: 'locked' };

/**
 * Operators of the platform: accounts outside firms, with a second factor always and sessions of their own kind. What they
 * do is audited under `PLATFORM`, and what they do to a firm in that firm's log too, by whoever does it for them.
 */
export class Operators {
  private readonly dataSource: DataSource;
  private readonly db: TenantDb;
  private readonly directory: Directory;
  private readonly secondFactor: SecondFactor;
  private readonly tickets: Tickets;

  constructor(
    dataSource: DataSource,
    db: TenantDb,
    parts: { directory: Directory; secondFactor: SecondFactor; tickets: Tickets },
  ) {
    this.dataSource = dataSource;
    this.db = db;
    this.directory = parts.directory;
    this.secondFactor = parts.secondFactor;
    this.tickets = parts.tickets;
  }

  /** Makes an operator, or sets one up anew; answers the token that lets them choose a password, for an hour and once. */
  async add(email: string, name: string): Promise<string> {
    const known = await this.directory.identityOf(email);
    // nobody knows this password: the set-up replaces it
    const identityId = known ?? (await this.directory.addIdentity(email, randomBytes(32).toString('hex')));
    await this.dataSource.query(`select directory.add_operator($1, $2)`, [identityId, name]);
    await this.note(identityId, 'add', 'operator-add', 'system:operator-add');
    return this.tickets.issue(identityId, 'operator_set_up', SET_UP_MINUTES);
  }

  /** Takes the right away and ends what is open; false when there is no such operator. */
  async remove(email: string): Promise<boolean> {
    const identityId = await this.directory.identityOf(email);
    if (!identityId || !(await this.nameOf(identityId))) return false;
    await this.dataSource.query(`select directory.remove_operator($1)`, [identityId]);
    await this.note(identityId, 'remove', 'operator-remove', 'system:operator-remove');
    return true;
  }

  /** First half of the set-up: a new secret for the authenticator app. A second factor from before is void. */
  async beginSetUp(token: string): Promise<Enrolment | undefined> {
    const identityId = await this.tickets.find(token, 'operator_set_up');
    const name = identityId && (await this.nameOf(identityId));
    if (!identityId || !name) return undefined;
    await this.secondFactor.remove(identityId);
    return this.secondFactor.begin(identityId, name);
  }

  /** Second half: a code of it and the password. Answers the recovery codes, shown this once. */
  async finishSetUp(
    token: string,
    password: string,
    code: string,
    correlationId: string,
  ): Promise<readonly string[] | undefined> {
    const identityId = await this.tickets.find(token, 'operator_set_up');
    const codes = identityId && (await this.secondFactor.confirm(identityId, code));
    if (!identityId || !codes || !(await this.tickets.use(token, 'operator_set_up'))) return undefined;
    await this.directory.setPassword(identityId, password);
    await this.note(identityId, 'set_up', correlationId);
    return codes;
  }

  async signIn(
    input: { email: string; password: string; code: string },
    network: string,
    userAgent: string,
    correlationId: string,
  ): Promise<OperatorSignIn> {
    const result = await this.directory.signIn(input.email, input.password, network);
    if (result.outcome !== 'ok') return { outcome: result.outcome };
    const { identityId } = result;
    const name = await this.nameOf(identityId);
    const checked = name ? await this.secondFactor.check(identityId, input.code) : 'wrong';
    if (!name || checked !== 'right') {
      await this.directory.noteFailure(input.email, network);
      return { outcome: checked === 'locked' ? 'locked' : 'wrong' };
    }
    await this.directory.forgetFailures(input.email, network);
    const secret = newSecret();
    await this.dataSource.query(`select directory.open_operator_session($1, $2, $3)`, [
      identityId,
      hashOfSecret(secret),
      userAgent.slice(0, 200),
    ]);
    await this.note(identityId, 'sign_in', correlationId);
    return { outcome: 'ok', token: secret, name };
  }

  async isOperator(identityId: string): Promise<boolean> {
    return (await this.nameOf(identityId)) !== undefined;
  }

  /** Another operator has lost the app: what they hold ends, and `operator:add` sets them up anew. */
  async switchOffSecondFactor(
    identityId: string,
    reason: string,
    { by, correlationId }: { by: OperatorSession; correlationId: string },
  ): Promise<void> {
    await this.secondFactor.remove(identityId);
    await this.directory.revokeOperatorSessions(identityId);
    await this.note(identityId, 'second_factor_off', correlationId, `operator:${by.identityId}`, { reason });
  }

  async findSession(token: string): Promise<OperatorSession | undefined> {
    const rows: { id: string; identity_id: string; name: string }[] = await this.dataSource.query(
      `select * from directory.find_operator_session($1)`,
      [hashOfSecret(token)],
    );
    const row = rows[0];
    return row && { sessionId: row.id, identityId: row.identity_id, name: row.name };
  }

  async signOut({ sessionId, identityId }: OperatorSession, correlationId: string): Promise<void> {
    await this.dataSource.query(`select directory.revoke_operator_session($1)`, [sessionId]);
    await this.note(identityId, 'sign_out', correlationId);
  }

  private async nameOf(identityId: string): Promise<string | undefined> {
    const rows: { name: string }[] = await this.dataSource.query(
      `select name from directory.operator_of($1)`,
      [identityId],
    );
    return rows[0]?.name;
  }

  private async note(
    identityId: string,
    action: string,
    correlationId: string,
    actor: `system:${string}` | `operator:${string}` = `operator:${identityId}`,
    more: object = {},
  ): Promise<void> {
    const who = { firmId: PLATFORM, actor, books: '*', correlationId } as const;
    await this.db.run(who, (ctx) => audit(ctx, `directory.operator.${action}`, { identityId, ...more }));
  }
}
