import { Injectable } from '@nestjs/common';
import type { NewTemplateTest, TemplateTest } from '@rap/contracts/template';
import { orderMessage } from '@rap/database/outbound-message/outbound-message-commands';
import type { FirmContext } from '@rap/database/tenancy/context';
import { TenantDb } from '@rap/database/tenancy/tenant-db';
import { UserEntity } from '@rap/database/user/user.entity';
import { authorise } from '../http/authorise.ts';
import type { Principal } from '../http/edge.ts';
import { Limits } from '../http/limits.ts';
import { invalid } from '../http/problem-error.ts';
import { found } from '../http/settled.ts';
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

  /** Orders the words to the asker's own address or number, by the same gate, ledger and sender as every message. */
  async send(me: Principal, { words }: NewTemplateTest): Promise<TemplateTest> {
    authorise(me, 'template.draft');
    const problems = wordsProblems(words);
    if (problems.length > 0) throw invalid(problems);
    await this.limits.takeTestMessage(me.userId);
    return this.db.run(me.who, async (ctx) => {
      const to = await ownAddress(ctx, me.userId, words.channel);
      const order = { personId: null, purpose: 'service', words, address: to, testBy: me.userId } as const;
      const { id } = await orderMessage(ctx, { ...order, notAfterMs: ctx.now() + NOT_AFTER_MS });
      return { messageId: id, to };
    });
  }
}

async function ownAddress(ctx: FirmContext, userId: string, channel: 'email' | 'sms'): Promise<string> {
  const { email, phone } = await found(ctx, UserEntity, userId, 'user');
  if (channel === 'email') return email;
  if (phone) return phone;
  const message = 'Give your own number in Settings, About you: a test goes to nobody else.';
  throw invalid([{ field: 'words.channel', code: 'no_own_number', message }]);
}
