import { Injectable } from '@nestjs/common';
import type { OperatorSwitchOff, SecondFactorSwitchOff } from '@rap/contracts/second-factor';
import { Directory, type Membership } from '@rap/database/identity/directory';
import { Operators } from '@rap/database/identity/operators';
import { ownAccount } from '@rap/database/identity/own-account';
import { PLATFORM } from '@rap/database/identity/platform';
import { SecondFactor } from '@rap/database/identity/second-factor';
import { switchOffSecondFactor } from '@rap/database/identity/switch-off-second-factor';
import { audit } from '@rap/database/records/record-change';
import type { FirmContext } from '@rap/database/tenancy/context';
import { TenantDb } from '@rap/database/tenancy/tenant-db';
import { isLastOwner } from '@rap/database/user/user-commands';
import { UserEntity } from '@rap/database/user/user.entity';
import { maySwitchOff, type SwitchOffRefusal, type SwitchOffTarget } from '@rap/domain/policy/second-factor';
import { authorise } from '../http/authorise.ts';
import type { OperatorPrincipal, Principal } from '../http/edge.ts';
import { notFound, ProblemError } from '../http/problem-error.ts';
import { proveCode } from '../http/prove-code.ts';
import { provePassword } from '../http/prove-password.ts';
import { found } from '../http/settled.ts';

/** Switches off the second factor of somebody who can no longer show one. */
@Injectable()
export class SwitchOffService {
  private readonly db: TenantDb;
  private readonly directory: Directory;
  private readonly secondFactor: SecondFactor;
  private readonly operators: Operators;

  constructor(db: TenantDb, directory: Directory, secondFactor: SecondFactor, operators: Operators) {
    this.db = db;
    this.directory = directory;
    this.secondFactor = secondFactor;
    this.operators = operators;
  }

  async byOwner(
    me: Principal,
    userId: string,
    { password, reason }: SecondFactorSwitchOff,
    network: string,
  ): Promise<void> {
    authorise(me, 'user.manage');
    const { user, own } = await this.db.run(me.who, async (ctx) => ({
      user: await found(ctx, UserEntity, userId, 'user'),
      own: await ownAccount(ctx, me.userId),
    }));
    // who has left is none of the firm's any more, and may work for another
    if (user.status !== 'active') throw notFound('user');
    const memberships = await this.directory.membershipsOf(user.identityId);
    const target = await this.target(user.identityId, memberships, me.who.correlationId);
    refuseUnless(maySwitchOff({ as: 'owner', identityId: own.identityId }, target));
    await provePassword(this.directory, own.email, password, network);
    const by = own.names[0] ?? own.email;
    await this.db.run(me.who, (ctx) => switchOffSecondFactor(ctx, userId, { reason, by }));
  }

  async byOperator(me: OperatorPrincipal, { email, reason, code }: OperatorSwitchOff): Promise<void> {
    const { correlationId } = me;
    await proveCode(this.secondFactor, me.identityId, code);
    const identityId = await this.directory.identityOf(email);
    const memberships = identityId ? await this.directory.membershipsOf(identityId) : [];
    if (!identityId) throw notFound('account');
    const target = await this.target(identityId, memberships, correlationId);
    refuseUnless(maySwitchOff({ as: 'operator', identityId: me.identityId }, target));
    for (const { firmId, userId } of memberships) {
      await this.db.run({ firmId, actor: me.actor, books: [], correlationId }, (ctx) =>
        switchOffSecondFactor(ctx, userId, { reason, by: 'An operator of RetirementAdvisorPro' }),
      );
    }
    if (target.isOperator)
      await this.operators.switchOffSecondFactor(identityId, reason, { by: me, correlationId });
    else {
      await this.db.run({ firmId: PLATFORM, actor: me.actor, books: '*', correlationId }, (ctx) =>
        audit(ctx, 'directory.second_factor.switch_off', { identityId, reason }),
      );
    }
  }

  private async target(
    identityId: string,
    memberships: readonly Membership[],
    correlationId: string,
  ): Promise<SwitchOffTarget> {
    let isOnlyOwner = false;
    for (const { firmId, userId } of memberships) {
      const who = { firmId, actor: 'system:sign-in', books: [], correlationId } as const;
      isOnlyOwner ||= await this.db.run(who, (ctx: FirmContext) => isLastOwner(ctx, userId));
    }
    return {
      identityId,
      isOn: await this.secondFactor.isOn(identityId),
      isOperator: await this.operators.isOperator(identityId),
      firms: memberships.length,
      isOnlyOwner,
    };
  }
}

const REFUSALS: Readonly<Record<SwitchOffRefusal, { title: string; detail: string }>> = {
  own_account: {
    title: 'Nobody switches off their own second factor this way',
    detail: 'Remove it with a code of it, or have another owner do it, or an operator of the platform.',
  },
  operator_account: {
    title: 'This account belongs to an operator of the platform',
    detail: 'Another operator of the platform does it.',
  },
  several_firms: {
    title: 'This account works in several firms',
    detail: 'An operator of the platform does it, for no firm decides for another.',
  },
  owner_does_it: {
    title: 'An owner of the firm does this',
    detail: 'An operator does it for the only owner of a firm and for who works in several.',
  },
  no_second_factor: { title: 'This account has no second factor', detail: 'There is nothing to switch off.' },
};

function refuseUnless(verdict: 'yes' | SwitchOffRefusal): void {
  if (verdict === 'yes') return;
  const { title, detail } = REFUSALS[verdict];
  throw new ProblemError(409, verdict, title, { detail });
}
