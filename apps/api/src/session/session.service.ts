import { Injectable } from '@nestjs/common';
import type { SignedIn } from '@rap/contracts/session';
import type { SessionList } from '@rap/contracts/user';
import { openSessions, revokeSession, revokeSessions, userOfSession } from '@rap/database/identity/sessions';
import type { FirmContext } from '@rap/database/tenancy/context';
import { UserEntity } from '@rap/database/user/user.entity';
import { authorise } from '../http/authorise.ts';
import type { Principal } from '../http/edge.ts';
import { notFound } from '../http/problem-error.ts';
import { found } from '../http/settled.ts';
import { presentSession } from './present-session.ts';

/** Where one is signed in. One's own sessions are nobody's to grant; those of others are the owner's. */
@Injectable()
export class SessionService {
  async current(ctx: FirmContext, me: Principal): Promise<SignedIn> {
    const user = await found(ctx, UserEntity, me.userId, 'user');
    return { userId: me.userId, firmId: ctx.firmId, role: me.role, displayName: user.displayName };
  }

  async list(ctx: FirmContext, me: Principal): Promise<SessionList> {
    const sessions = await openSessions(ctx, me.userId);
    return { items: sessions.map((session) => presentSession(session, me.sessionId)) };
  }

  async signOut(ctx: FirmContext, me: Principal): Promise<void> {
    await revokeSession(ctx, me.userId, me.sessionId);
  }

  /** In this firm, the session that asks included. */
  async signOutEverywhere(ctx: FirmContext, me: Principal): Promise<void> {
    await revokeSessions(ctx, me.userId);
  }

  async end(ctx: FirmContext, me: Principal, id: string): Promise<void> {
    const userId = await userOfSession(ctx, id);
    if (!userId) throw notFound('session');
    if (userId !== me.userId) authorise(me, 'user.manage');
    await revokeSession(ctx, userId, id);
  }
}
