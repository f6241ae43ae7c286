import { Inject, Injectable } from '@nestjs/common';
import type { PasskeyOptions, PasskeySignIn, SignInWays } from '@rap/contracts/passkey';
import { Directory } from '@rap/database/identity/directory';
import { Passkeys } from '@rap/database/identity/passkeys';
import { WebAuthn } from '@rap/providers/passkey/verify';
import { Limits } from '../http/limits.ts';
import type { Visitor } from '../http/visitor.ts';
import { SignInService, type Opened } from '../session/sign-in.service.ts';
import type { Settings } from '../settings.ts';
import { SETTINGS } from '../tokens.ts';
import { CHALLENGE_MINUTES, passkeyRefused, passkeysOff } from './passkey-refusals.ts';

/** From a passkey to a session; nobody has to say who they are. */
@Injectable()
export class PasskeySignInService {
  private readonly directory: Directory;
  private readonly passkeys: Passkeys;
  private readonly webAuthn: WebAuthn;
  private readonly signIns: SignInService;
  private readonly limits: Limits;
  private readonly settings: Settings;

  constructor(
    directory: Directory,
    passkeys: Passkeys,
    webAuthn: WebAuthn,
    signIns: SignInService,
    limits: Limits,
    @Inject(SETTINGS) settings: Settings,
  ) {
    this.directory = directory;
    this.passkeys = passkeys;
    this.webAuthn = webAuthn;
    this.signIns = signIns;
    this.limits = limits;
    this.settings = settings;
  }

  ways(): SignInWays {
    const issuer = this.settings.OIDC_ISSUER;
    return {
      passkey: this.webAuthn.offered,
      provider: issuer === undefined ? null : new URL(issuer).hostname,
    };
  }

  async begin({ network }: Visitor): Promise<PasskeyOptions> {
    if (!this.webAuthn.offered) throw passkeysOff();
    await this.limits.checkNetwork(network);
    const options = await this.webAuthn.signInOptions();
    await this.passkeys.challenge(options.challenge, '', CHALLENGE_MINUTES);
    return { ...options };
  }

  async finish({ credential }: PasskeySignIn, visitor: Visitor): Promise<Opened> {
    await this.limits.checkNetwork(visitor.network);
    const identityId = await this.holderOf(credential);
    if (identityId === undefined) {
      await this.limits.noteFailure(visitor.network);
      throw passkeyRefused('Try again, or sign in with your password.');
    }
    const memberships = await this.directory.membershipsOf(identityId);
    return this.signIns.enter(identityId, memberships, visitor, 'passkey');
  }

  private async holderOf(credential: PasskeySignIn['credential']): Promise<string | undefined> {
    const key = await this.passkeys.find(credential.id);
    if (!key) return undefined;
    const counter = await this.webAuthn.verifySignIn(
      credential,
      { credentialId: credential.id, publicKey: key.publicKey, counter: key.counter },
      (challenge) => this.passkeys.useChallenge(challenge, ''),
    );
    if (counter === undefined) return undefined;
    await this.passkeys.noteUse(credential.id, counter);
    return key.identityId;
  }
}
