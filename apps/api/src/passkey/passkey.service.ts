import { Injectable } from '@nestjs/common';
import type { PasskeyAdded, PasskeyList, PasskeyOptions, PasskeyRegistration } from '@rap/contracts/passkey';
import { Directory } from '@rap/database/identity/directory';
import { ownAccount } from '@rap/database/identity/own-account';
import { Passkeys } from '@rap/database/identity/passkeys';
import { audit } from '@rap/database/records/record-change';
import { TenantDb } from '@rap/database/tenancy/tenant-db';
import { WebAuthn } from '@rap/providers/passkey/verify';
import type { Principal } from '../http/edge.ts';
import { notFound, ProblemError } from '../http/problem-error.ts';
import { provePassword } from '../http/prove-password.ts';
import { CHALLENGE_MINUTES, passkeysOff, passkeyRefused } from './passkey-refusals.ts';

/** Everybody's own passkeys: there is nobody to authorise but the one who is signed in. */
@Injectable()
export class PasskeyService {
  private readonly db: TenantDb;
  private readonly directory: Directory;
  private readonly passkeys: Passkeys;
  private readonly webAuthn: WebAuthn;

  constructor(db: TenantDb, directory: Directory, passkeys: Passkeys, webAuthn: WebAuthn) {
    this.db = db;
    this.directory = directory;
    this.passkeys = passkeys;
    this.webAuthn = webAuthn;
  }

  async list(me: Principal): Promise<PasskeyList> {
    const { identityId } = await this.account(me);
    const items = (await this.passkeys.of(identityId)).map(({ id, name, createdAt, lastUsedAt }) => ({
      id,
      name,
      createdAt: createdAt.toISOString(),
      lastUsedAt: lastUsedAt?.toISOString() ?? null,
    }));
    return { offered: this.webAuthn.offered, items };
  }

  /** The password once more: who finds an open session must not leave a way in behind. */
  async begin(me: Principal, password: string, network: string): Promise<PasskeyOptions> {
    if (!this.webAuthn.offered) throw passkeysOff();
    const { identityId, email, names } = await this.account(me);
    await provePassword(this.directory, email, password, network);
    const options = await this.webAuthn.registrationOptions(
      { id: identityId, email, name: names[0] ?? email },
      await this.passkeys.of(identityId),
    );
    await this.passkeys.challenge(options.challenge, identityId, CHALLENGE_MINUTES);
    return { ...options };
  }

  async add(me: Principal, { name, credential }: PasskeyRegistration): Promise<PasskeyAdded> {
    const { identityId } = await this.account(me);
    const key = await this.webAuthn.verifyRegistration(credential, (challenge) =>
      this.passkeys.useChallenge(challenge, identityId),
    );
    if (!key) throw passkeyRefused('Begin again: what the device sent does not belong to this request.');
    const id = await this.passkeys.add(identityId, { ...key, name });
    if (id === undefined) {
      throw new ProblemError(409, 'in_use', 'This passkey belongs to an account already');
    }
    await this.note(me, 'app.passkey.add', { passkeyId: id, name });
    return { id };
  }

  async remove(me: Principal, id: string): Promise<void> {
    const { identityId } = await this.account(me);
    const name = await this.passkeys.remove(identityId, id);
    if (name === undefined) throw notFound('passkey');
    await this.note(me, 'app.passkey.remove', { passkeyId: id, name });
  }

  private account(me: Principal) {
    return this.db.run(me.who, (ctx) => ownAccount(ctx, me.userId));
  }

  private async note(me: Principal, action: string, what: Record<string, string>): Promise<void> {
    await this.db.run(me.who, (ctx) => audit(ctx, action, { userId: me.userId, ...what }));
  }
}
