import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Directory } from '@rap/database/identity/directory';
import { acceptInvitation, openInvitation } from '@rap/database/invitation/invitation';
import { audit } from '@rap/database/records/record-change';
import { sealBytes, unsealBytes, UnsealError } from '@rap/database/sealing/cipher';
import { TenantDb } from '@rap/database/tenancy/tenant-db';
import { OidcAttempt, type OidcAnswer, type OidcProvider } from '@rap/providers/oidc/oauth';
import { ProblemError } from '../http/problem-error.ts';
import type { Visitor } from '../http/visitor.ts';
import { SignInService, type Opened } from '../session/sign-in.service.ts';
import { IDENTITY_KEY, OIDC } from '../tokens.ts';

const PLACE = { table: 'cookie', column: 'oidc', rowId: 'attempt' };
const KEY_NO = 1;
const GOOD_FOR_MS = 600_000;
const Kept = OidcAttempt.extend({ atMs: z.number() });

type Known = OidcAnswer & { outcome: 'ok' };

/**
 * Sign-in by an OpenID provider. An account is found by its pinned subject; the first time by the address that the provider
 * has verified, and is pinned then. Nobody gets in who is neither a user nor invited. The provider's own second factor
 * stands for ours.
 */
@Injectable()
export class OidcService {
  private readonly provider: OidcProvider | null;
  private readonly key: Buffer;
  private readonly directory: Directory;
  private readonly db: TenantDb;
  private readonly signIns: SignInService;

  constructor(
    @Inject(OIDC) provider: OidcProvider | null,
    @Inject(IDENTITY_KEY) key: Buffer,
    directory: Directory,
    db: TenantDb,
    signIns: SignInService,
  ) {
    this.provider = provider;
    this.key = key;
    this.directory = directory;
    this.db = db;
    this.signIns = signIns;
  }

  /** Where to send the browser, and the sealed attempt that it keeps as a cookie. */
  async start(): Promise<{ url: string; attempt: string }> {
    const { url, attempt } = await this.configured().start();
    const kept = JSON.stringify({ ...attempt, atMs: Date.now() });
    return { url, attempt: sealBytes(this.key, KEY_NO, PLACE, Buffer.from(kept)).toString('base64url') };
  }

  async finish(query: string, cookie: string, visitor: Visitor): Promise<Opened> {
    const provider = this.configured();
    const answer = await provider.finish(query, this.open(cookie));
    if (answer.outcome === 'refused') {
      throw new ProblemError(401, 'oidc_refused', 'The sign-in was not confirmed', {
        detail: 'Start it again.',
      });
    }
    const identityId = await this.accountOf(answer, visitor);
    return this.signIns.enter(
      identityId,
      await this.directory.membershipsOf(identityId),
      visitor,
      'provider',
    );
  }

  private async accountOf(answer: Known, visitor: Visitor): Promise<string> {
    const pinned = await this.directory.identityOfSubject(answer.issuer, answer.subject);
    if (pinned) return pinned;
    const email = answer.verifiedEmail;
    if (email === undefined) {
      throw new ProblemError(403, 'email_unverified', 'Your provider has not verified your address', {
        detail: 'Verify it there, then sign in again.',
      });
    }
    const identityId = (await this.directory.identityOf(email)) ?? (await this.invited(email, visitor));
    if (!(await this.directory.pinSubject(identityId, answer.issuer, answer.subject))) {
      throw new ProblemError(
        403,
        'other_account',
        'This address belongs to another account of the provider',
        {
          detail: 'Sign in with the one that you used first.',
        },
      );
    }
    for (const { firmId, userId } of await this.directory.membershipsOf(identityId)) {
      const who = {
        firmId,
        actor: `user:${userId}`,
        books: [],
        correlationId: visitor.correlationId,
      } as const;
      await this.db.run(who, (ctx) => audit(ctx, 'app.oidc.pin', { userId }));
    }
    return identityId;
  }

  /** The verified address proves what the token of the letter proves: that the invited person reads its mail. */
  private async invited(email: string, { correlationId }: Visitor): Promise<string> {
    let identityId: string | undefined;
    for (const { firmId, targetId } of await this.directory.find('invitation', email)) {
      const who = { firmId, actor: 'system:invitation', books: '*', correlationId } as const;
      await this.db.run(who, async (ctx) => {
        const invitation = await openInvitation(ctx, targetId);
        if (!invitation || invitation.expiresAt.getTime() < ctx.now()) return;
        identityId ??= await this.directory.addIdentity(email);
        await acceptInvitation(ctx, this.directory, invitation, identityId);
      });
    }
    if (identityId) return identityId;
    throw new ProblemError(403, 'not_invited', 'There is no account for your address', {
      detail: 'Ask the owner of your firm for an invitation.',
    });
  }

  private configured(): OidcProvider {
    if (this.provider) return this.provider;
    throw new ProblemError(404, 'oidc_off', 'No sign-in by another provider is set up here');
  }

  private open(cookie: string): OidcAttempt {
    try {
      const kept = Kept.parse(
        JSON.parse(unsealBytes(this.key, PLACE, Buffer.from(cookie, 'base64url')).toString()),
      );
      if (Date.now() - kept.atMs < GOOD_FOR_MS) return kept;
    } catch (error) {
      if (!(error instanceof UnsealError)) throw error;
    }
    throw new ProblemError(400, 'oidc_expired', 'This sign-in was not started here, or took too long', {
      detail: 'Start it again.',
    });
  }
}
