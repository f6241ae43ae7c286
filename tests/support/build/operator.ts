import { randomBytes } from 'node:crypto';
import { Operators } from '@rap/database/identity/operators';
import type { Ask, TestApi } from './api.ts';
import { asker } from './api.ts';
import { Authenticator } from './codes.ts';

export const OPERATOR_PASSWORD = 'four plain words here';

export interface TestOperator {
  readonly email: string;
  readonly app: Authenticator;
  readonly ask: Ask;
}

/** An operator of the platform who has been set up and is signed in; one code of their app is left for a step that asks for it. */
export async function buildOperator(api: TestApi): Promise<TestOperator> {
  const email = `op-${randomBytes(6).toString('hex')}@platform.example`;
  const token = await api.app.get(Operators).add(email, 'Sam Op');
  const post = (url: string, payload: object) => api.app.inject({ method: 'POST', url, payload });
  const begun = await post('/api/operator/set-up', { token });
  const app = new Authenticator(begun.json<{ secret: string }>().secret);
  await post('/api/operator/set-up/finish', { token, password: OPERATOR_PASSWORD, code: app.next() });
  const signedIn = await post('/api/operator/sessions', {
    email,
    password: OPERATOR_PASSWORD,
    code: app.next(),
  });
  const cookie = String(signedIn.headers['set-cookie']).split(';')[0] ?? '';
  return { email, app, ask: asker(api, { cookie }) };
}
