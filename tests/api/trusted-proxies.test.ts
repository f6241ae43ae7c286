import { afterAll, beforeAll, expect, test } from 'vitest';
import { Limits } from '@rap/api/http/limits';
import { Settings } from '@rap/api/settings';
import { startApi, type TestApi } from '../support/build/api.ts';
import { openWorld, type TestWorld } from '../support/build/world.ts';

const CLOSED = '203.0.113.9';
const PROXY = '10.1.2.3';
const STRANGER = '198.51.100.7';

let world: TestWorld;
let behind: TestApi;
let plain: TestApi;
beforeAll(async () => {
  world = await openWorld();
  behind = await startApi({ TRUSTED_PROXIES: ['10.0.0.0/8', '2001:db8::/32'] }, world);
  plain = await startApi({}, world);
  // whoever is taken for this address is answered 429
  const limits = plain.app.get(Limits);
  await Promise.all(Array.from({ length: 100 }, () => limits.noteFailure(CLOSED)));
});
afterAll(async () => {
  await behind?.close();
  await plain?.close();
  await world?.close();
});

/** Whether the API took the one who asked for the closed address. */
async function takenForClosed(api: TestApi, remoteAddress: string, forwarded?: string): Promise<boolean> {
  const answer = await api.app.inject({
    method: 'POST',
    url: '/api/sessions',
    remoteAddress,
    headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
    payload: { email: 'somebody@harbor.example', password: 'x' },
  });
  expect([401, 429]).toContain(answer.statusCode);
  return answer.statusCode === 429;
}

test.each([
  ['a client behind the proxy has its own address', PROXY, CLOSED, true],
  ['another one is another', PROXY, '203.0.113.10', false],
  [
    'what a client wrote into the header itself stands left of what the proxy saw',
    PROXY,
    `${CLOSED}, ${STRANGER}`,
    false,
  ],
  ['and does not hide it either', PROXY, `${STRANGER}, ${CLOSED}`, true],
  ['a second proxy on the way is passed over', PROXY, `${CLOSED}, 10.9.9.9`, true],
  ['by IPv6 too', '2001:db8::1', CLOSED, true],
  ['as a mapped address too', '::ffff:10.1.2.3', CLOSED, true],
  ['somebody who is no proxy cannot choose an address', STRANGER, CLOSED, false],
  ['nor get rid of their own', CLOSED, STRANGER, true],
  ['the proxy alone is itself', PROXY, undefined, false],
] as const)('%s', async (_case, from, forwarded, taken) => {
  expect(await takenForClosed(behind, from, forwarded)).toBe(taken);
});

test('without the setting the header is ignored, whoever sends it', async () => {
  expect(await takenForClosed(plain, PROXY, CLOSED)).toBe(false);
  expect(await takenForClosed(plain, '127.0.0.1', CLOSED)).toBe(false);
  expect(await takenForClosed(plain, CLOSED, '203.0.113.10')).toBe(true);
});

test('a setting that is no list of networks, or that trusts everybody, is a fault that names its part', () => {
  const read = (text?: string) => Settings.shape.TRUSTED_PROXIES.safeParse(text);
  expect(read()).toMatchObject({ success: true, data: undefined });
  expect(read('')).toMatchObject({ success: true, data: [] });
  expect(read(' 10.0.0.0/8, 192.0.2.7 ,fd00::/16')).toMatchObject({
    success: true,
    data: ['10.0.0.0/8', '192.0.2.7', 'fd00::/16'],
  });
  for (const [text, words] of [
    ['proxy.internal', /proxy\.internal: is no address/],
    ['10.0.0.0/8, 10.0.0.0/x', /10\.0\.0\.0\/x: has no number/],
    ['10.0.0.0/33', /has no number/],
    ['0.0.0.0/0', /too wide/],
    ['::/0', /too wide/],
    ['1', /is no address/],
  ] as const) {
    const refused = read(text);
    expect(refused.success, text).toBe(false);
    expect(refused.error?.issues[0]?.message).toMatch(words);
  }
});
