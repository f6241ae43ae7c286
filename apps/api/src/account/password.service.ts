import { Injectable } from '@nestjs/common';
import type { PasswordChange } from '@rap/contracts/account';
import { Directory } from '@rap/database/identity/directory';
import { ownAccount } from '@rap/database/identity/own-account';
import { passwordFault } from '@rap/database/identity/password-rules';
import { revokeSessions } from '@rap/database/identity/sessions';
import { audit } from '@rap/database/records/record-change';
import { TenantDb } from '@rap/database/tenancy/tenant-db';
import type { Principal } from '../http/edge.ts';
import { invalid } from '../http/problem-error.ts';
import { provePassword } from '../http/prove-password.ts';

/** One's own password: there is nobody to authorise but the one who is signed in. */
@Injectable()
export class PasswordService {
  private readonly db: TenantDb;
  private readonly directory: Directory;

  constructor(db: TenantDb, directory: Directory) {
    this.db = db;
    this.directory = directory;
  }

  /** Ends every other session of the account, in each of its firms. */
  async change(me: Principal, { current, next }: PasswordChange, network: string): Promise<void> {
    const account = await this.db.run(me.who, (ctx) => ownAccount(ctx, me.userId));
    await provePassword(this.directory, account.email, current, network, 'current');
    const fault = passwordFault(next, account);
    if (fault) throw invalid([{ field: 'next', ...fault }]);
    await this.directory.setPassword(account.identityId, next);
    for (const { firmId, userId } of await this.directory.membershipsOf(account.identityId)) {
      const who = { ...me.who, firmId, actor: `user:${userId}`, books: [] } as const;
      await this.db.run(who, async (ctx) => {
        await audit(ctx, 'app.password.change', { userId });
        await revokeSessions(ctx, userId, me.sessionId);
      });
    }
  }
}
