import { Injectable } from '@nestjs/common';
import type { NewTemplateTest, TemplateTest } from '@rap/contracts/template';
import { ownAccount } from '@rap/database/identity/own-account';
import { orderMessage } from '@rap/database/outbound-message/outbound-message-commands';
import { TenantDb } from '@rap/database/tenancy/tenant-db';
import { authorise } from '../http/authorise.ts';
import type { Principal } from '../http/edge.ts';
import { Limits } from '../http/limits.ts';
import { invalid } from '../http/problem-error.ts';
import { wordsProblems } from './words-problems.ts';

/** One that has not left by then has lost its reader. */
const NOT_AFTER_MS = 3_600_000;

@Injectable()
export class TemplateTestService {
  private readonly db: TenantDb;
  private readonly limits: Limits;

  constructor(db: TenantDb, limits: Limits) {
    this.db = db;
    this.limits = limits;
  }

  /** Orders the words to the asker's own address, by the same gate, ledger and sender as every message. */
  async send(me: Principal, { words }: NewTemplateTest): Promise<TemplateTest> {
    authorise(me, 'template.draft');
    if (words.channel === 'sms') {
      const message = 'Users have no number of their own here: a text is tested in its preview.';
      throw invalid([{ field: 'words.channel', code: 'no_own_number', message }]);
    }
    const problems = wordsProblems(words);
    if (problems.length > 0) throw invalid(problems);
    await this.limits.takeTestMessage(me.userId);
    return this.db.run(me.who, async (ctx) => {
      const { email } = await ownAccount(ctx, me.userId);
      const order = { personId: null, purpose: 'service', words, address: email, testBy: me.userId } as const;
      const { id } = await orderMessage(ctx, { ...order, notAfterMs: ctx.now() + NOT_AFTER_MS });
      return { messageId: id, to: email };
    });
  }
}
