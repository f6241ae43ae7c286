import { Inject, Injectable } from '@nestjs/common';
import type { FirmChoice, FirmsToChoose } from '@rap/contracts/account';
import type { NewSession, SignedIn } from '@rap/contracts/session';
import type { SetUpTicket } from '@rap/contracts/second-factor';
import { FirmEntity } from '@rap/database/firm/firm.entity';
import { firmSettings } from '@rap/database/firm/firm-settings';
import { Directory, type Membership } from '@rap/database/identity/directory';
import { SecondFactor } from '@rap/database/identity/second-factor';
import { findSession, firmOfToken, openSession } from '@rap/database/identity/sessions';
import { Tickets } from '@rap/database/identity/tickets';
import { TenantDb } from '@rap/database/tenancy/tenant-db';
import { cookieName, cookieOptions } from '../http/cookies.ts';
import { Limits } from '../http/limits.ts';
import { ProblemError } from '../http/problem-error.ts';
import type { Visitor } from '../http/visitor.ts';
import { SETTINGS } from '../tokens.ts';
import type { Settings } from '../settings.ts';

const CHOICE_MINUTES = 5;
const SET_UP_MINUTES = 15;

/** What somebody has shown: a password (and the code, where a second factor is on), a provider's word, whose own second
 * factor stands for ours, or a passkey, which is two factors in one. The choice among several firms remembers which. */
export type Proof = 'password' | 'provider' | 'passkey';
const CHOICE = {
  password: 'choose_firm',
  provider: 'choose_firm_by_provider',
  passkey: 'choose_firm_by_passkey',
} as const;

export interface Opened {
  readonly token: string;
  readonly user: SignedIn;
}

/** From a password to a session. */
@Injectable()
export class SignInService {
  private readonly directory: Directory;
  private readonly secondFactor: SecondFactor;
  private readonly tickets: Tickets;
  private readonly limits: Limits;
  private readonly db: TenantDb;
  readonly cookieName: string;
  readonly choiceCookie: string;
  readonly cookie: ReturnType<typeof cookieOptions>;

  constructor(
    directory: Directory,
    secondFactor: SecondFactor,
    tickets: Tickets,
    limits: Limits,
    db: TenantDb,
    @Inject(SETTINGS) settings: Settings,
  ) {
    this.directory = directory;
    this.secondFactor = secondFactor;
    this.tickets = tickets;
    this.limits = limits;
    this.db = db;
    this.cookieName = cookieName('session', settings.PUBLIC_URL);
    this.choiceCookie = cookieName('choice', settings.PUBLIC_URL);
    this.cookie = cookieOptions(settings.PUBLIC_URL);
  }

  /** Checks the password, then the code where a second factor is on, and opens a session. Wrong and unknown are answered alike. */
  async signIn(input: NewSession, visitor: Visitor): Promise<Opened> {
    await this.limits.checkNetwork(visitor.network);
    const result = await this.directory.signIn(input.email, input.password, visitor.network);
    if (result.outcome === 'locked') throw locked(result.minutes);
    if (result.outcome !== 'ok' || result.memberships.length === 0) {
      await this.limits.noteFailure(visitor.network);
      throw wrongPassword();
    }
    if (await this.secondFactor.isOn(result.identityId))
      await this.checkCode(input, result.identityId, visitor);
    await this.directory.forgetFailures(input.email, visitor.network);
    return this.enter(result.identityId, result.memberships, visitor, 'password');
  }

  /** Opens a session in the only firm of an account that has proved itself, or asks which of several. */
  async enter(
    identityId: string,
    memberships: readonly Membership[],
    visitor: Visitor,
    proof: Proof,
  ): Promise<Opened> {
    const [only, ...more] = memberships;
    if (!only) throw wrongPassword();
    if (more.length === 0) return this.open(identityId, only, visitor, proof);
    const ticket = await this.tickets.issue(identityId, CHOICE[proof], CHOICE_MINUTES);
    const current = await this.firmsToChoose(ticket, memberships, visitor);
    throw new ProblemError(409, 'choose_firm', 'You work in several firms', {
      detail: 'Send the ticket with the firm that you want to POST /api/sessions/firm, within five minutes.',
      current,
    });
  }

  async chooseFirm({ ticket, firmId }: FirmChoice, visitor: Visitor): Promise<Opened> {
    const used = await this.limits.whileLinksAreRight(visitor.network, () => this.useChoice(ticket));
    const memberships = used ? await this.directory.membershipsOf(used.identityId) : [];
    const chosen = memberships.find((membership) => membership.firmId === firmId);
    if (used && chosen) {
      return this.open(used.identityId, chosen, visitor, used.proof);
    }
    throw wrongTicket('The ticket is not good for this firm');
  }

  private async useChoice(ticket: string): Promise<{ identityId: string; proof: Proof } | undefined> {
    for (const proof of ['password', 'provider', 'passkey'] as const) {
      const identityId = await this.tickets.use(ticket, CHOICE[proof]);
      if (identityId) return { identityId, proof };
    }
    return undefined;
  }

  /** What the ticket of somebody who came back from a provider is a choice of. */
  async choiceOf(ticket: string, visitor: Visitor): Promise<FirmsToChoose> {
    const identityId = await this.tickets.find(ticket, CHOICE.provider);
    if (!identityId) throw wrongTicket('There is no choice to make');
    return this.firmsToChoose(ticket, await this.directory.membershipsOf(identityId), visitor);
  }

  private async firmsToChoose(
    ticket: string,
    memberships: readonly Membership[],
    visitor: Visitor,
  ): Promise<FirmsToChoose> {
    return { ticket, firms: await Promise.all(memberships.map((one) => this.nameOf(one, visitor))) };
  }

  private async nameOf({ firmId, userId }: Membership, { correlationId }: Visitor) {
    const who = { firmId, actor: `user:${userId}`, books: [], correlationId } as const;
    return this.db.run(who, async (ctx) => {
      const { name } = await ctx.em.getRepository(FirmEntity).findOneByOrFail({ firmId });
      return { firmId, name };
    });
  }

  private async checkCode({ email, code }: NewSession, identityId: string, visitor: Visitor): Promise<void> {
    if (code === undefined) {
      throw new ProblemError(401, 'code_needed', 'A code of your authenticator app is needed', {
        detail: 'Send it, or a recovery code, as "code" along with the password.',
      });
    }
    const checked = await this.secondFactor.check(identityId, code);
    if (checked === 'right') return;
    await this.directory.noteFailure(email, visitor.network);
    if (checked === 'locked') throw locked(15);
    throw new ProblemError(401, 'wrong_code', 'The code is not right, or was used before', {
      detail: 'Wait for the next code of your app.',
    });
  }

  private async open(
    identityId: string,
    { firmId, userId }: Membership,
    visitor: Visitor,
    proof: Proof,
  ): Promise<Opened> {
    const { correlationId, userAgent } = visitor;
    const hasOne = proof !== 'password' || (await this.secondFactor.isOn(identityId));
    const opened = await this.db.run(
      { firmId, actor: `user:${userId}`, books: '*', correlationId },
      async (ctx) => {
        if (!hasOne && (await firmSettings(ctx)).requireSecondFactor) return undefined;
        const token = await openSession(ctx, userId, userAgent);
        const session = await findSession(ctx, firmOfToken(token)?.secret ?? '');
        if (!session) throw wrongPassword(); // they have left the firm
        return { token, user: { userId, firmId, role: session.role, displayName: session.displayName } };
      },
    );
    if (opened) return opened;
    const current: SetUpTicket = {
      ticket: await this.tickets.issue(identityId, 'second_factor_set_up', SET_UP_MINUTES),
    };
    throw new ProblemError(409, 'second_factor_needed', 'Your firm asks for a second factor', {
      detail: 'Send the ticket to POST /api/sessions/second-factor, set up your app, then sign in again.',
      current,
    });
  }
}

const wrongTicket = (title: string): ProblemError =>
  new ProblemError(401, 'wrong_ticket', title, {
    detail: 'A ticket is good once and for five minutes: sign in again.',
  });
const wrongPassword = (): ProblemError =>
  new ProblemError(401, 'wrong_password', 'The email address or the password is not right');
const locked = (minutes: number): ProblemError =>
  new ProblemError(429, 'locked', 'Too many wrong passwords', {
    detail: `Wait ${minutes} minutes, or sign in from another place.`,
  });
