import { Inject, Injectable } from '@nestjs/common';
import type { NewSession, SignedIn } from '@rap/contracts/session';
import { Directory } from '@rap/database/identity/directory';
import { findSession, firmOfToken, openSession, revokeSession } from '@rap/database/identity/sessions';
import type { FirmContext } from '@rap/database/tenancy/context';
import { TenantDb } from '@rap/database/tenancy/tenant-db';
import type { Principal } from '../http/edge.ts';
import { notFound, ProblemError } from '../http/problem-error.ts';
import { SETTINGS } from '../tokens.ts';
import type { Settings } from '../settings.ts';

@Injectable()
export class SessionService {
  private readonly directory: Directory;
  private readonly db: TenantDb;
  /** where and how the browser keeps the token; on a plain-http address (this machine) it cannot be Secure */
  readonly cookie: { path: string; httpOnly: true; sameSite: 'lax'; secure: boolean };

  constructor(directory: Directory, db: TenantDb, @Inject(SETTINGS) settings: Settings) {
    this.directory = directory;
    this.db = db;
    this.cookie = {
      path: '/',
      httpOnly: true,
      sameSite: 'lax',
      secure: settings.PUBLIC_URL.startsWith('https:'),
    };
  }

  /** Checks the password and opens a session in the account's firm. Wrong and unknown are answered alike. */
  async signIn(
    input: NewSession,
    network: string,
    userAgent: string,
    correlationId: string,
  ): Promise<{ token: string; user: SignedIn }> {
    const result = await this.directory.signIn(input.email, input.password, network);
    if (result.outcome === 'locked') {
      throw new ProblemError(429, 'locked', 'Too many wrong passwords', {
        detail: `Wait ${result.minutes} minutes, or sign in from another place.`,
      });
    }
    const membership = result.outcome === 'ok' ? result.memberships[0] : undefined;
    if (!membership) {
      throw new ProblemError(401, 'wrong_password', 'The email address or the password is not right');
    }
    const { firmId, userId } = membership;
    return this.db.run({ firmId, actor: `user:${userId}`, books: '*', correlationId }, async (ctx) => {
      const token = await openSession(ctx, userId, userAgent);
      const session = await findSession(ctx, firmOfToken(token)?.secret ?? '');
      if (!session) throw new ProblemError(401, 'wrong_password', 'This account has left the firm');
      return { token, user: { userId, firmId, role: session.role, displayName: session.displayName } };
    });
  }

  async current(ctx: FirmContext, me: Principal): Promise<SignedIn> {
    const rows: { display_name: string }[] = await ctx.em.query(
      `select display_name from app.user where firm_id = $1 and id = $2`,
      [ctx.firmId, me.userId],
    );
    const user = rows[0];
    if (!user) throw notFound('user');
    return { userId: me.userId, firmId: ctx.firmId, role: me.role, displayName: user.display_name };
  }

  async signOut(ctx: FirmContext, me: Principal): Promise<void> {
    await revokeSession(ctx, me.userId, me.sessionId);
  }
}
