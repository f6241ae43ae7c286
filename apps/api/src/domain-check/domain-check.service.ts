import { Inject, Injectable } from '@nestjs/common';
import type { DomainCheck } from '@rap/contracts/domain-check';
import { firmSettings } from '@rap/database/firm/firm-settings';
import { TenantDb } from '@rap/database/tenancy/tenant-db';
import { checkDomain, namesToAsk, type DomainAsked } from '@rap/domain/mail-domain/check-domain';
import { worstOf, type DnsAnswer } from '@rap/domain/mail-domain/dns-answer';
import type { AskTxt } from '@rap/providers/mail-dns/verify';
import type { PublicKeys } from '@rap/providers/mail-dns/verify-keys';
import { authorise } from '../http/authorise.ts';
import type { Principal } from '../http/edge.ts';
import { Limits } from '../http/limits.ts';
import { ProblemError } from '../http/problem-error.ts';
import type { Settings } from '../settings.ts';
import { MAIL_DNS, MAIL_KEYS, SETTINGS } from '../tokens.ts';

/** More than a record that receivers can read needs; one that needs more is at fault by then. */
const MOST_NAMES = 40;
const AT_ONCE = 12;
/** For all of them together: what has not answered by then is told as such. */
const TIME_MS = 10_000;

@Injectable()
export class DomainCheckService {
  private readonly db: TenantDb;
  private readonly limits: Limits;
  private readonly settings: Settings;
  private readonly ask: AskTxt;
  private readonly keyOf: PublicKeys;

  constructor(
    db: TenantDb,
    limits: Limits,
    @Inject(SETTINGS) settings: Settings,
    @Inject(MAIL_DNS) ask: AskTxt,
    @Inject(MAIL_KEYS) keyOf: PublicKeys,
  ) {
    this.db = db;
    this.limits = limits;
    this.settings = settings;
    this.ask = ask;
    this.keyOf = keyOf;
  }

  /** Asks the DNS alone, and only for names that the firm's domain leads to; no transaction is open meanwhile. */
  async check(me: Principal): Promise<DomainCheck> {
    authorise(me, 'settings.change');
    const { emailDomain, now } = await this.db.run(me.who, async (ctx) => ({
      emailDomain: (await firmSettings(ctx)).emailDomain.toLowerCase(),
      now: ctx.now(),
    }));
    const { MAIL_DOMAIN, MAIL_SPF } = this.settings;
    if (!emailDomain)
      throw notSetUp('The firm has no domain of emails', 'Give it one under “Where messages come from”.');
    if (!MAIL_DOMAIN)
      throw notSetUp(
        'The domain cannot be checked here',
        'Whoever runs this installation sets MAIL_DOMAIN for the API.',
      );
    await this.limits.takeDomainCheck(me.who.firmId);
    const asked: DomainAsked = {
      domain: emailDomain,
      returnPath: MAIL_DOMAIN.toLowerCase(),
      key: this.keyOf(emailDomain),
      server: MAIL_SPF,
    };
    const records = checkDomain(asked, await this.answersFor(asked));
    return {
      domain: asked.domain,
      returnPath: asked.returnPath,
      tone: worstOf(records.map(({ tone }) => tone)),
      records,
      checkedAt: new Date(now).toISOString(),
    };
  }

  /** Each answer may name what has to be asked next. */
  private async answersFor(asked: DomainAsked): Promise<ReadonlyMap<string, DnsAnswer>> {
    const answers = new Map<string, DnsAnswer>();
    const time = AbortSignal.timeout(TIME_MS);
    for (;;) {
      const names = namesToAsk(asked, answers).slice(0, Math.min(AT_ONCE, MOST_NAMES - answers.size));
      if (names.length === 0) return answers;
      const late = time.aborted;
      const said = late ? [] : await Promise.all(names.map((name) => this.ask(name)));
      for (const [at, name] of names.entries()) answers.set(name, said[at] ?? LATE);
    }
  }
}

const LATE: DnsAnswer = { of: 'failed', why: 'timeout' };

const notSetUp = (title: string, detail: string): ProblemError =>
  new ProblemError(409, 'not_set_up', title, { detail });
