import { Injectable } from '@nestjs/common';
import type {
  RecoveryCodes,
  SecondFactorEnrolment,
  SecondFactorRemoval,
  SecondFactorStanding,
} from '@rap/contracts/second-factor';
import { Directory } from '@rap/database/identity/directory';
import { ownAccount } from '@rap/database/identity/own-account';
import { SecondFactor } from '@rap/database/identity/second-factor';
import { audit } from '@rap/database/records/record-change';
import { TenantDb } from '@rap/database/tenancy/tenant-db';
import type { Principal } from '../http/edge.ts';
import { ProblemError } from '../http/problem-error.ts';
import { proveCode, wrongCode } from '../http/prove-code.ts';
import { provePassword } from '../http/prove-password.ts';

/** Everybody's own second factor: there is nobody to authorise but the one who is signed in. */
@Injectable()
export class SecondFactorService {
  private readonly db: TenantDb;
  private readonly directory: Directory;
  private readonly secondFactor: SecondFactor;

  constructor(db: TenantDb, directory: Directory, secondFactor: SecondFactor) {
    this.db = db;
    this.directory = directory;
    this.secondFactor = secondFactor;
  }

  async standing(me: Principal): Promise<SecondFactorStanding> {
    const { identityId } = await this.account(me);
    return { on: await this.secondFactor.isOn(identityId) };
  }

  async begin(me: Principal, password: string, network: string): Promise<SecondFactorEnrolment> {
    const { identityId, email } = await this.account(me);
    await provePassword(this.directory, email, password, network);
    const enrolment = await this.secondFactor.begin(identityId, email);
    if (enrolment) return enrolment;
    throw new ProblemError(409, 'second_factor_on', 'A second factor is on already', {
      detail: 'Remove it first, with a code of it.',
    });
  }

  async confirm(me: Principal, code: string): Promise<RecoveryCodes> {
    const { identityId } = await this.account(me);
    const recoveryCodes = await this.secondFactor.confirm(identityId, code);
    if (!recoveryCodes) throw wrongCode();
    await this.note(me, 'app.second_factor.on');
    return { recoveryCodes: [...recoveryCodes] };
  }

  async remove(me: Principal, { password, code }: SecondFactorRemoval, network: string): Promise<void> {
    const { identityId, email } = await this.account(me);
    await provePassword(this.directory, email, password, network);
    await proveCode(this.secondFactor, identityId, code);
    await this.secondFactor.remove(identityId);
    await this.note(me, 'app.second_factor.off');
  }

  private account(me: Principal) {
    return this.db.run(me.who, (ctx) => ownAccount(ctx, me.userId));
  }

  private async note(me: Principal, action: string): Promise<void> {
    await this.db.run(me.who, (ctx) => audit(ctx, action, { userId: me.userId }));
  }
}
