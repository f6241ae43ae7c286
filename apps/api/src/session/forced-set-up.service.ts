import { Injectable } from '@nestjs/common';
import type { RecoveryCodes, SecondFactorEnrolment, SetUpFinish } from '@rap/contracts/second-factor';
import { Directory, type Membership } from '@rap/database/identity/directory';
import { ownAccount } from '@rap/database/identity/own-account';
import { SecondFactor } from '@rap/database/identity/second-factor';
import { Tickets } from '@rap/database/identity/tickets';
import { audit } from '@rap/database/records/record-change';
import type { FirmContext } from '@rap/database/tenancy/context';
import { TenantDb } from '@rap/database/tenancy/tenant-db';
import { Limits } from '../http/limits.ts';
import { ProblemError } from '../http/problem-error.ts';
import { wrongCode } from '../http/prove-code.ts';
import type { Visitor } from '../http/visitor.ts';

/** The set-up that a sign-in asked for: the ticket stands for the password that was right, and opens nothing else. */
@Injectable()
export class ForcedSetUpService {
  private readonly db: TenantDb;
  private readonly directory: Directory;
  private readonly secondFactor: SecondFactor;
  private readonly tickets: Tickets;
  private readonly limits: Limits;

  constructor(
    db: TenantDb,
    directory: Directory,
    secondFactor: SecondFactor,
    tickets: Tickets,
    limits: Limits,
  ) {
    this.db = db;
    this.directory = directory;
    this.secondFactor = secondFactor;
    this.tickets = tickets;
    this.limits = limits;
  }

  async begin(ticket: string, visitor: Visitor): Promise<SecondFactorEnrolment> {
    const { identityId, memberships } = await this.holderOf(ticket, visitor);
    const [first] = memberships;
    const account = first && (await this.inFirm(first, visitor, (ctx) => ownAccount(ctx, first.userId)));
    const enrolment = account && (await this.secondFactor.begin(identityId, account.email));
    if (!enrolment) throw notThisTicket();
    return enrolment;
  }

  /** Opens no session: the sign-in asks for the next code. */
  async finish({ ticket, code }: SetUpFinish, visitor: Visitor): Promise<RecoveryCodes> {
    const { identityId, memberships } = await this.holderOf(ticket, visitor);
    const recoveryCodes = await this.secondFactor.confirm(identityId, code);
    if (!recoveryCodes) throw wrongCode();
    await this.tickets.use(ticket, 'second_factor_set_up');
    for (const membership of memberships) {
      await this.inFirm(membership, visitor, (ctx) =>
        audit(ctx, 'app.second_factor.on', { userId: membership.userId }),
      );
    }
    return { recoveryCodes: [...recoveryCodes] };
  }

  private async holderOf(
    ticket: string,
    { network }: Visitor,
  ): Promise<{ identityId: string; memberships: Membership[] }> {
    const identityId = await this.limits.whileLinksAreRight(network, () =>
      this.tickets.find(ticket, 'second_factor_set_up'),
    );
    if (!identityId || (await this.secondFactor.isOn(identityId))) throw notThisTicket();
    return { identityId, memberships: await this.directory.membershipsOf(identityId) };
  }

  private inFirm<T>(
    { firmId, userId }: Membership,
    { correlationId }: Visitor,
    work: (ctx: FirmContext) => Promise<T>,
  ): Promise<T> {
    return this.db.run({ firmId, actor: `user:${userId}`, books: [], correlationId }, work);
  }
}

const notThisTicket = (): ProblemError =>
  new ProblemError(401, 'wrong_ticket', 'The ticket is not good any more', {
    detail: 'It is good once and for 15 minutes: sign in again.',
  });
