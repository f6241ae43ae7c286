import {
  allowInsecureRequests,
  AuthorizationResponseError,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  ClientError,
  discovery,
  fetchUserInfo,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
  ResponseBodyError,
  type Configuration,
} from 'openid-client';
import { z } from 'zod';

export interface OidcSettings {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly redirectUri: string;
}

/** What is remembered between the two halves of a sign-in, by the browser alone and sealed. */
export const OidcAttempt = z.object({ state: z.string(), nonce: z.string(), verifier: z.string() });
export type OidcAttempt = z.infer<typeof OidcAttempt>;

export type OidcAnswer =
  | {
      readonly outcome: 'ok';
      readonly issuer: string;
      readonly subject: string;
      /** only when the provider says that it has verified it */
      readonly verifiedEmail: string | undefined;
    }
  /** the person said no, or somebody tampered with the answer */
  | { readonly outcome: 'refused' };

const Claims = z.object({ email: z.string().optional(), email_verified: z.boolean().optional() });

/** Sign-in with OpenID Connect: authorization code with PKCE, state and nonce; keys and addresses come from discovery. */
export class OidcProvider {
  private readonly settings: OidcSettings;
  private configuration: Promise<Configuration> | undefined;

  constructor(settings: OidcSettings) {
    this.settings = settings;
  }

  /** Where the browser goes, and what must be kept until it comes back. Throws when the provider cannot be reached. */
  async start(): Promise<{ url: string; attempt: OidcAttempt }> {
    const attempt = { state: randomState(), nonce: randomNonce(), verifier: randomPKCECodeVerifier() };
    const url = buildAuthorizationUrl(await this.configured(), {
      redirect_uri: this.settings.redirectUri,
      scope: 'openid email',
      code_challenge: await calculatePKCECodeChallenge(attempt.verifier),
      code_challenge_method: 'S256',
      state: attempt.state,
      nonce: attempt.nonce,
    });
    return { url: url.href, attempt };
  }

  /** Takes the query that the browser came back with. State, nonce, issuer, audience, expiry and signature are checked. */
  async finish(query: string, attempt: OidcAttempt): Promise<OidcAnswer> {
    const configuration = await this.configured();
    const answer = new URL(this.settings.redirectUri);
    answer.search = query;
    try {
      const tokens = await authorizationCodeGrant(configuration, answer, {
        pkceCodeVerifier: attempt.verifier,
        expectedState: attempt.state,
        expectedNonce: attempt.nonce,
        idTokenExpected: true,
      });
      const claims = tokens.claims();
      if (!claims) return { outcome: 'refused' };
      const inToken = Claims.parse(claims);
      const told =
        inToken.email === undefined
          ? Claims.parse(await fetchUserInfo(configuration, tokens.access_token, claims.sub))
          : inToken;
      const verifiedEmail = told.email_verified === true ? told.email : undefined;
      return { outcome: 'ok', issuer: claims.iss, subject: claims.sub, verifiedEmail };
    } catch (error) {
      if (
        error instanceof AuthorizationResponseError ||
        error instanceof ResponseBodyError ||
        error instanceof ClientError
      ) {
        return { outcome: 'refused' };
      }
      throw error;
    }
  }

  /** Discovery once; a failed one is tried again at the next sign-in. */
  private async configured(): Promise<Configuration> {
    const { issuer, clientId, clientSecret } = this.settings;
    this.configuration ??= discovery(new URL(issuer), clientId, clientSecret, undefined, {
      timeout: 5,
      // plain http only where the settings let it be: on this machine
      ...(issuer.startsWith('http:') ? { execute: [allowInsecureRequests] } : {}),
    });
    try {
      return await this.configuration;
    } catch (error) {
      this.configuration = undefined;
      throw error;
    }
  }
}
