import { openSession } from '@rap/database/identity/sessions';
import { addUser, type TestApi, type TestUser } from '../build/api.ts';
import { buildOperator } from '../build/operator.ts';
import type { TestFirm } from '../build/world.ts';

/** An owner of the firm and an operator of the platform in one browser: each route takes the session that it wants. */
export class Caller {
  private readonly api: TestApi;
  private readonly firm: TestFirm;
  private owner: TestUser | undefined;
  private session = '';
  private operatorSession = '';

  constructor(api: TestApi, firm: TestFirm) {
    this.api = api;
    this.firm = firm;
  }

  get cookie(): string {
    return `${this.session}; ${this.operatorSession}`;
  }

  /** For the first time, and after a request that has ended the session or taken its user away. */
  async signIn(path: string): Promise<void> {
    if (path.startsWith('/api/operator/')) this.operatorSession = (await buildOperator(this.api)).cookie;
    else this.session = await this.ownerSession();
  }

  /** Without the password, whose hash is made to be slow: what is fuzzed is not the sign-in. */
  private async ownerSession(): Promise<string> {
    const token = await this.firm.run(async (ctx) => {
      const user = this.owner?.userId;
      const open: unknown[] = await ctx.em.query(
        `select 1 from app.user where id = $1 and status = 'active' and role = 'owner'`,
        [user ?? null],
      );
      return user && open.length > 0 ? openSession(ctx, user, 'fuzz') : undefined;
    });
    if (token) return `session=${token}`;
    this.owner = await addUser(this.api, this.firm, 'owner', [this.firm.bookId]);
    return this.ownerSession();
  }
}
