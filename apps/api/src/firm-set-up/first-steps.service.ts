import { Injectable } from '@nestjs/common';
import { FirstStep, type FirstSteps } from '@rap/contracts/firm-set-up';
import { firmSettings } from '@rap/database/firm/firm-settings';
import { firstStepsTaken } from '@rap/database/firm/first-steps';
import { ownAccount } from '@rap/database/identity/own-account';
import { Passkeys } from '@rap/database/identity/passkeys';
import { SecondFactor } from '@rap/database/identity/second-factor';
import type { FirmContext } from '@rap/database/tenancy/context';
import { authorise } from '../http/authorise.ts';
import type { Principal } from '../http/edge.ts';

/** What a new firm has done and has before it; nothing is ticked by hand. */
@Injectable()
export class FirstStepsService {
  private readonly secondFactor: SecondFactor;
  private readonly passkeys: Passkeys;

  constructor(secondFactor: SecondFactor, passkeys: Passkeys) {
    this.secondFactor = secondFactor;
    this.passkeys = passkeys;
  }

  async standing(ctx: FirmContext, me: Principal): Promise<FirstSteps> {
    authorise(me, 'settings.change');
    const taken = await firstStepsTaken(ctx);
    const { identityId } = await ownAccount(ctx, me.userId);
    const safe =
      (await this.secondFactor.isOn(identityId)) || (await this.passkeys.of(identityId)).length > 0;
    return {
      closed: (await firmSettings(ctx)).firstStepsClosed,
      items: FirstStep.options.map((step) => ({ step, done: step === 'own_sign_in' ? safe : taken[step] })),
    };
  }
}
