import { Injectable } from '@nestjs/common';
import type { NewOperatorSession, OperatorSetUpFinish } from '@rap/contracts/operator';
import type { RecoveryCodes, SecondFactorEnrolment } from '@rap/contracts/second-factor';
import { Operators, type OperatorSession } from '@rap/database/identity/operators';
import { passwordFault } from '@rap/database/identity/password-rules';
import { Limits } from '../http/limits.ts';
import { invalid, ProblemError } from '../http/problem-error.ts';

/** Set-up and sessions of the platform's operators. */
@Injectable()
export class OperatorService {
  private readonly operators: Operators;
  private readonly limits: Limits;

  constructor(operators: Operators, limits: Limits) {
    this.operators = operators;
    this.limits = limits;
  }

  async beginSetUp(token: string, network: string): Promise<SecondFactorEnrolment> {
    const enrolment = await this.limits.whileLinksAreRight(network, () => this.operators.beginSetUp(token));
    if (!enrolment) throw notThisToken();
    return enrolment;
  }

  async finishSetUp(
    input: OperatorSetUpFinish,
    network: string,
    correlationId: string,
  ): Promise<RecoveryCodes> {
    const fault = passwordFault(input.password, {});
    if (fault) throw invalid([{ field: 'password', ...fault }]);
    const { token, password, code } = input;
    const recoveryCodes = await this.limits.whileLinksAreRight(network, () =>
      this.operators.finishSetUp(token, password, code, correlationId),
    );
    if (!recoveryCodes) throw notThisToken();
    return { recoveryCodes: [...recoveryCodes] };
  }

  async signIn(
    input: NewOperatorSession,
    network: string,
    userAgent: string,
    correlationId: string,
  ): Promise<{ token: string }> {
    await this.limits.checkNetwork(network);
    const result = await this.operators.signIn(input, network, userAgent, correlationId);
    if (result.outcome === 'ok') return { token: result.token };
    await this.limits.noteFailure(network);
    if (result.outcome === 'locked') {
      throw new ProblemError(429, 'locked', 'Too many wrong attempts', { detail: 'Wait 15 minutes.' });
    }
    throw new ProblemError(401, 'wrong_password', 'The address, the password or the code is not right');
  }

  /** Who is signed in with that cookie, if anybody. */
  async holder(cookie: string | undefined): Promise<OperatorSession | undefined> {
    return cookie ? this.operators.findSession(cookie) : undefined;
  }

  async signOut(me: OperatorSession, correlationId: string): Promise<void> {
    await this.operators.signOut(me, correlationId);
  }
}

const notThisToken = (): ProblemError =>
  new ProblemError(401, 'wrong_token', 'The token or the code is not right', {
    detail: 'A token is good for an hour and once: have a new one made with npm run operator:add.',
  });
