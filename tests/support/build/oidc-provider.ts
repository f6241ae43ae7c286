import { createServer, type Server } from 'node:http';
import { Provider } from 'oidc-provider';

export const CLIENT = { id: 'rap', secret: 'a-secret-for-tests-only' };

export interface Somebody {
  readonly sub: string;
  readonly email: string;
  readonly verified: boolean;
}

export interface TestProvider {
  readonly issuer: string;
  /** who signs in next, without being asked */
  somebody: Somebody;
  /** goes where our redirect sends a browser, signs in, agrees, and answers the address that leads back to us */
  visit(url: string): Promise<string>;
  close(): Promise<void>;
}

/** A real OpenID provider (npm `oidc-provider`) whose person always signs in and agrees. */
export async function startOidcProvider(redirectUri: string): Promise<TestProvider> {
  let provider: Provider | undefined;
  const people = new Map<string, Somebody>();
  const server = createServer((request, response) => {
    if (!provider) return void response.end();
    if (request.url?.startsWith('/interaction/')) return void signIn(provider, request, response);
    void provider.callback()(request, response);
  });
  const issuer = await listening(server);
  const state: { somebody: Somebody } = { somebody: { sub: 'nobody', email: '', verified: false } };

  async function signIn(
    own: Provider,
    request: Parameters<Provider['interactionDetails']>[0],
    response: Parameters<Provider['interactionDetails']>[1],
  ): Promise<void> {
    const { prompt, params } = await own.interactionDetails(request, response);
    if (prompt.name === 'login') {
      people.set(state.somebody.sub, state.somebody);
      await own.interactionFinished(request, response, { login: { accountId: state.somebody.sub } });
      return;
    }
    const grant = new own.Grant({ accountId: state.somebody.sub, clientId: String(params['client_id']) });
    grant.addOIDCScope('openid email');
    await own.interactionFinished(request, response, { consent: { grantId: await grant.save() } });
  }

  provider = new Provider(issuer, {
    clients: [{ client_id: CLIENT.id, client_secret: CLIENT.secret, redirect_uris: [redirectUri] }],
    claims: { openid: ['sub'], email: ['email', 'email_verified'] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_ctx, { uid }) => `/interaction/${uid}` },
    cookies: { keys: ['for tests'] },
    pkce: { required: () => true },
    findAccount: (_ctx, sub) => ({
      accountId: sub,
      claims: () => ({
        sub,
        email: people.get(sub)?.email,
        email_verified: people.get(sub)?.verified,
      }),
    }),
  });

  return {
    issuer,
    get somebody() {
      return state.somebody;
    },
    set somebody(somebody) {
      state.somebody = somebody;
    },
    async visit(url) {
      const jar = new Map<string, string>();
      let at = url;
      while (at.startsWith(issuer)) {
        const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
        const answer = await fetch(at, { redirect: 'manual', headers: { cookie } });
        for (const set of answer.headers.getSetCookie()) {
          const [pair = ''] = set.split(';');
          jar.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1));
        }
        const next = answer.headers.get('location');
        if (!next) throw new Error(`${at} leads nowhere: ${await answer.text()}`);
        at = new URL(next, at).href;
      }
      return at;
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function listening(server: Server): Promise<string> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(`http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`);
    });
  });
}
