import { setTimeout as after } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import type { ResetFinish } from '@rap/contracts/account';
import { Directory, type Membership } from '@rap/database/identity/directory';
import { ownAccount, type OwnAccount } from '@rap/database/identity/own-account';
import { passwordFault } from '@rap/database/identity/password-rules';
import { revokeSessions } from '@rap/database/identity/sessions';
import { Tickets } from '@rap/database/identity/tickets';
import { writeLetter } from '@rap/database/letter/letter-ledger';
import { resetWords } from '@rap/database/letter/words';
import { audit } from '@rap/database/records/record-change';
import type { FirmContext } from '@rap/database/tenancy/context';
import { TenantDb } from '@rap/database/tenancy/tenant-db';
import { Limits } from '../http/limits.ts';
import { invalid, ProblemError } from '../http/problem-error.ts';
import type { Visitor } from '../http/visitor.ts';
import type { Settings } from '../settings.ts';
import { SETTINGS } from '../tokens.ts';

const GOOD_FOR_MINUTES = 30;
const MINUTE_MS = 60_000;
/** Longer than the work for a known address takes: the time of the answer tells nothing. */
const ANSWER_MS = 500;

/** A new password for who has lost theirs: whoever asks, the letter goes to the account's own address. */
@Injectable()
export class ResetService {
  private readonly db: TenantDb;
  private readonly directory: Directory;
  private readonly tickets: Tickets;
  private readonly limits: Limits;
  private readonly settings: Settings;

  constructor(
    db: TenantDb,
    directory: Directory,
    tickets: Tickets,
    limits: Limits,
    @Inject(SETTINGS) settings: Settings,
  ) {
    this.db = db;
    this.directory = directory;
    this.tickets = tickets;
    this.limits = limits;
    this.settings = settings;
  }

  /** Answers alike in text and time, whether the address is known or not. */
  async ask(email: string, visitor: Visitor): Promise<void> {
    await Promise.all([this.write(email, visitor), after(ANSWER_MS)]);
  }

  private async write(email: string, visitor: Visitor): Promise<void> {
    if (!(await this.limits.allowsReset(email, visitor.network))) return;
    const identityId = await this.directory.identityOf(email);
    const membership = identityId && (await this.directory.membershipsOf(identityId))[0];
    if (!identityId || !membership) return;
    const token = await this.tickets.issue(identityId, 'reset', GOOD_FOR_MINUTES);
    const url = `${this.settings.PUBLIC_URL}/account/reset?token=${token}`;
    await this.inFirm(membership, visitor, async (ctx) => {
      const { email: address, names } = await ownAccount(ctx, membership.userId);
      await writeLetter(ctx, {
        kind: 'reset',
        address,
        userId: membership.userId,
        notAfterMs: ctx.now() + GOOD_FOR_MINUTES * MINUTE_MS,
        ...resetWords({ name: names[0] ?? address, url, minutes: GOOD_FOR_MINUTES }),
      });
    });
  }

  /** Whether the link can still be used; looking uses nothing up. */
  async isOpen(token: string, visitor: Visitor): Promise<boolean> {
    return (await this.holderOf(token, visitor)) !== undefined;
  }

  /** Sets the password and ends every session of the account, in each of its firms and as an operator. */
  async finish({ token, password }: ResetFinish, visitor: Visitor): Promise<void> {
    const identityId = await this.holderOf(token, visitor);
    if (!identityId) throw notThisLink();
    const memberships = await this.directory.membershipsOf(identityId);
    for (const membership of memberships) {
      const account: OwnAccount = await this.inFirm(membership, visitor, (ctx) =>
        ownAccount(ctx, membership.userId),
      );
      const fault = passwordFault(password, account);
      if (fault) throw invalid([{ field: 'password', ...fault }]);
    }
    if (!(await this.tickets.use(token, 'reset'))) throw notThisLink();
    await this.directory.setPassword(identityId, password);
    await this.directory.revokeOperatorSessions(identityId);
    for (const membership of memberships) {
      await this.inFirm(membership, visitor, async (ctx) => {
        await audit(ctx, 'app.password.reset', { userId: membership.userId });
        await revokeSessions(ctx, membership.userId);
      });
    }
  }

  private holderOf(token: string, { network }: Visitor): Promise<string | undefined> {
    return this.limits.whileLinksAreRight(network, () => this.tickets.find(token, 'reset'));
  }

  private inFirm<T>(
    { firmId }: Membership,
    { correlationId }: Visitor,
    work: (ctx: FirmContext) => Promise<T>,
  ): Promise<T> {
    return this.db.run({ firmId, actor: 'system:password-reset', books: [], correlationId }, work);
  }
}

const notThisLink = (): ProblemError =>
  new ProblemError(404, 'not_open', 'This link is not good any more', {
    detail: 'It was used, is too old, or a newer one was sent: ask for another.',
  });
