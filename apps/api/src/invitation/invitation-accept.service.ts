import { Injectable } from '@nestjs/common';
import type { InvitationAcceptance } from '@rap/contracts/invitation';
import { FirmEntity } from '@rap/database/firm/firm.entity';
import { Directory } from '@rap/database/identity/directory';
import { passwordFault } from '@rap/database/identity/password-rules';
import { firmOfToken } from '@rap/database/identity/sessions';
import { acceptInvitation, invitationOf } from '@rap/database/invitation/invitation';
import type { Who } from '@rap/database/tenancy/context';
import { TenantDb } from '@rap/database/tenancy/tenant-db';
import { Limits } from '../http/limits.ts';
import { invalid, ProblemError } from '../http/problem-error.ts';
import { provePassword } from '../http/prove-password.ts';
import type { Visitor } from '../http/visitor.ts';

/** The invited person's own side: whoever holds the token of the letter, and nobody is signed in. */
@Injectable()
export class InvitationAcceptService {
  private readonly db: TenantDb;
  private readonly directory: Directory;
  private readonly limits: Limits;

  constructor(db: TenantDb, directory: Directory, limits: Limits) {
    this.db = db;
    this.directory = directory;
    this.limits = limits;
  }

  /** What the page shows before anything is accepted. Reading uses nothing up: mail scanners follow links. */
  async look(
    token: string,
    { correlationId, network }: Visitor,
  ): Promise<{ firm: string; email: string; known: boolean }> {
    const { who, secret } = this.reading(token, correlationId);
    const open = await this.limits.whileLinksAreRight(network, () =>
      this.db.run(who, async (ctx) => {
        const invitation = await invitationOf(ctx, secret);
        if (!invitation) return undefined;
        const row = await ctx.em.getRepository(FirmEntity).findOneByOrFail({ firmId: ctx.firmId });
        return { firm: row.name, email: invitation.email };
      }),
    );
    if (!open) throw notOpen();
    return { ...open, known: (await this.directory.identityOf(open.email)) !== undefined };
  }

  /**
   * Makes the account of the address, or takes the one it has after its password was shown, a member of the firm. Opens no
   * session: the sign-in asks for the second factor.
   */
  async accept({ token, password }: InvitationAcceptance, visitor: Visitor): Promise<void> {
    const { firm, email, known } = await this.look(token, visitor);
    if (known) await provePassword(this.directory, email, password, visitor.network);
    else {
      const fault = passwordFault(password, { email, names: [firm] });
      if (fault) throw invalid([{ field: 'password', ...fault }]);
    }
    const identityId =
      (await this.directory.identityOf(email)) ?? (await this.directory.addIdentity(email, password));
    const { who, secret } = this.reading(token, visitor.correlationId);
    await this.db.run(who, async (ctx) => {
      const invitation = await invitationOf(ctx, secret);
      if (!invitation) throw notOpen();
      await acceptInvitation(ctx, this.directory, invitation, identityId);
    });
  }

  private reading(token: string, correlationId: string): { who: Who; secret: string } {
    const read = firmOfToken(token);
    if (!read) throw notOpen();
    const { firmId, secret } = read;
    return { who: { firmId, actor: 'system:invitation', books: '*', correlationId }, secret };
  }
}

const notOpen = (): ProblemError =>
  new ProblemError(404, 'not_open', 'This invitation is not open', {
    detail: 'It was used, withdrawn, or is too old: ask for another.',
  });
