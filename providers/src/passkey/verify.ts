import { isIP } from 'node:net';
import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';

type RegistrationAnswer = Parameters<typeof verifyRegistrationResponse>[0]['response'];
type SignInAnswer = Parameters<typeof verifyAuthenticationResponse>[0]['response'];

/** True for a challenge that is out and was not answered yet; asking uses it up. */
export type UseChallenge = (challenge: string) => Promise<boolean>;

export interface KnownKey {
  readonly credentialId: string;
  readonly transports: readonly string[];
}

export interface VerifiedKey {
  readonly credentialId: string;
  readonly publicKey: Uint8Array;
  readonly counter: number;
  readonly transports: readonly string[];
}

const NAME = 'RetirementAdvisorPro';

/**
 * Passkeys of one origin (W3C Web Authentication Level 3). Asks for the verification of the user at each signature, so that
 * one passkey is two factors: the device, and what unlocks it (NIST SP 800-63B-4, section 3.2.2).
 */
export class WebAuthn {
  private readonly origin: string;
  private readonly host: string;

  constructor(publicUrl: string) {
    const url = new URL(publicUrl);
    this.origin = url.origin;
    this.host = url.hostname;
  }

  /** Browsers tie a passkey to a name; an address that is a number has none. */
  get offered(): boolean {
    return isIP(this.host.replace(/^\[|\]$/g, '')) === 0;
  }

  registrationOptions(account: { id: string; email: string; name: string }, known: readonly KnownKey[]) {
    return generateRegistrationOptions({
      rpName: NAME,
      rpID: this.host,
      userID: new TextEncoder().encode(account.id),
      userName: account.email,
      userDisplayName: account.name,
      attestationType: 'none',
      excludeCredentials: known.map(({ credentialId, transports }) => ({
        id: credentialId,
        transports: transportsOf(transports),
      })),
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    });
  }

  /** Undefined when it does not hold, whatever of it. */
  async verifyRegistration(answer: unknown, useChallenge: UseChallenge): Promise<VerifiedKey | undefined> {
    try {
      const response = answer as RegistrationAnswer; // every part of it is checked by the library
      const verified = await verifyRegistrationResponse({
        response,
        expectedChallenge: useChallenge,
        expectedOrigin: this.origin,
        expectedRPID: this.host,
        requireUserVerification: true,
      });
      if (!verified.verified) return undefined;
      const { credential } = verified.registrationInfo;
      return {
        credentialId: credential.id,
        publicKey: credential.publicKey,
        counter: credential.counter,
        transports: credential.transports ?? [],
      };
    } catch {
      return undefined; // the library throws for each thing that does not fit
    }
  }

  signInOptions() {
    return generateAuthenticationOptions({ rpID: this.host, userVerification: 'required' });
  }

  /** The new counter; undefined when the signature, the origin, the challenge or the counter does not hold. */
  async verifySignIn(
    answer: unknown,
    key: { credentialId: string; publicKey: Uint8Array; counter: number },
    useChallenge: UseChallenge,
  ): Promise<number | undefined> {
    try {
      const response = answer as SignInAnswer;
      const verified = await verifyAuthenticationResponse({
        response,
        expectedChallenge: useChallenge,
        expectedOrigin: this.origin,
        expectedRPID: this.host,
        requireUserVerification: true,
        credential: {
          id: key.credentialId,
          publicKey: Uint8Array.from(key.publicKey),
          counter: key.counter,
        },
      });
      return verified.verified ? verified.authenticationInfo.newCounter : undefined;
    } catch {
      return undefined;
    }
  }
}

type Transports = NonNullable<VerifiedOf['transports']>;
type VerifiedOf = Extract<
  Awaited<ReturnType<typeof verifyRegistrationResponse>>,
  { verified: true }
>['registrationInfo']['credential'];

const transportsOf = (names: readonly string[]): Transports => [...names] as Transports;
