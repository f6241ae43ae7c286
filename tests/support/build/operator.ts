import { randomBytes } from 'node:crypto';
import { Operators } from '@rap/database/identity/operators';
import { asker, type Ask, type TestApi } from './api.ts';
import { Authenticator } from './codes.ts';

export const OPERATOR_PASSWORD = 'four plain words here';

export interface SetUpOperator {
  readonly email: string;
  readonly app: Authenticator;
  /** the set-up's own: used up */
  readonly token: string;
  readonly code: string;
  readonly recoveryCodes: readonly string[];
}

export interface TestOperator extends SetUpOperator {
  readonly cookie: string;
  /** the header that set it */
  readonly setCookie: string;
  readonly ask: Ask;
}

/** An operator of the platform who has been set up, with their app. */
export async function addOperator(api: TestApi): Promise<SetUpOperator> {
  const email = `op-${randomBytes(6).toString('hex')}@platform.example`;
  const post = async (url: string, payload: object) =>
    (await api.app.inject({ method: 'POST', url, payload })).json();
  const token = await api.app.get(Operators).add(email, 'Sam Op');
  const app = new Authenticator((await post('/api/operator/set-up', { token })).secret);
  const code = app.next();
  const finish = { token, password: OPERATOR_PASSWORD, code };
  const { recoveryCodes } = await post('/api/operator/set-up/finish', finish);
  return { email, app, token, code, recoveryCodes };
}

/** The same, signed in; one code of their app is left for a step that asks for it. */
export async function buildOperator(api: TestApi): Promise<TestOperator> {
  const operator = await addOperator(api);
  const signedIn = await api.app.inject({
    method: 'POST',
    url: '/api/operator/sessions',
    payload: { email: operator.email, password: OPERATOR_PASSWORD, code: operator.app.next() },
  });
  const setCookie = String(signedIn.headers['set-cookie']);
  const cookie = setCookie.split(';')[0] ?? '';
  return { ...operator, cookie, setCookie, ask: asker(api, { cookie }) };
}
