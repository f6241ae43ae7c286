import { afterAll, beforeAll, expect, test } from 'vitest';
import { addUser, askAs, startApi, type TestApi } from '../support/build/api.ts';
import { buildFirm, type TestFirm } from '../support/build/world.ts';

/* What needs no authenticator; the rest is done with a browser's, in tests/browser/sign-in.test.ts. */

let named: TestApi;
let numbered: TestApi;
let firm: TestFirm;
beforeAll(async () => {
  named = await startApi({ PUBLIC_URL: 'https://advisors.example' });
  numbered = await startApi({ PUBLIC_URL: 'http://127.0.0.1:4400' }, named.world);
  firm = await buildFirm(named.world);
});
afterAll(async () => {
  await numbered?.close();
  await named?.close();
});

const post = async (api: TestApi, url: string, payload?: object) => {
  const answer = await api.app.inject({ method: 'POST', url, ...(payload ? { payload } : {}) });
  return { status: answer.statusCode, body: answer.json() };
};

test('passkeys are offered where the address has a name, and nowhere else', async () => {
  const waysOf = async (api: TestApi) =>
    (await api.app.inject({ method: 'GET', url: '/api/sessions/ways' })).json();
  expect(await waysOf(named)).toEqual({ passkey: true, provider: null });
  expect(await waysOf(numbered)).toEqual({ passkey: false, provider: null });
  expect(await post(numbered, '/api/sessions/passkey/options')).toMatchObject({
    status: 404,
    body: { code: 'passkeys_off' },
  });
  const user = await addUser(numbered, firm, 'advisor');
  const ask = await askAs(numbered, user);
  expect((await ask('GET', '/api/passkeys')).body).toEqual({ offered: false, items: [] });
  expect((await ask('POST', '/api/passkeys/options', { password: user.password })).status).toBe(404);
});

test('what is asked of the browser: this site, a verified user, and no key that the account has', async () => {
  const user = await addUser(named, firm, 'advisor');
  const ask = await askAs(named, user);
  expect(await ask('POST', '/api/passkeys/options', { password: user.password })).toMatchObject({
    status: 200,
    body: {
      rp: { id: 'advisors.example' },
      user: { name: user.email },
      attestation: 'none',
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    },
  });
  expect((await post(named, '/api/sessions/passkey/options')).body).toMatchObject({
    rpId: 'advisors.example',
    userVerification: 'required',
  });
});

test('nonsense for an answer is refused, and many refusals close the network', async () => {
  const part = 'AAAA';
  const credential = {
    id: part,
    rawId: part,
    type: 'public-key',
    response: { clientDataJSON: part, authenticatorData: part, signature: part },
  };
  expect(await post(named, '/api/sessions/passkey', { credential })).toMatchObject({
    status: 401,
    body: { code: 'passkey_refused' },
  });
  const ask = await askAs(named, await addUser(named, firm, 'advisor'));
  const response = { clientDataJSON: part, attestationObject: part };
  const added = await ask('POST', '/api/passkeys', {
    name: 'Laptop',
    credential: { ...credential, response },
  });
  expect(added).toMatchObject({ status: 401, body: { code: 'passkey_refused' } });
  let code = '';
  for (let tries = 0; tries < 200 && code !== 'too_many_requests'; tries += 1)
    code = (await post(named, '/api/sessions/passkey', { credential })).body.code;
  expect(code).toBe('too_many_requests');
});
