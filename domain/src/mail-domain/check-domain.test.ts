import { describe, expect, test } from 'vitest';
import { checkDomain, namesToAsk, type DomainAsked } from './check-domain.ts';
import type { DnsAnswer } from './dns-answer.ts';

const KEY = { selector: 's1', publicKey: 'MIIBIjANBgkq' };
const SERVER = 'include:spf.mail.example';
const asked: DomainAsked = {
  domain: 'harbor.example',
  returnPath: 'reply.harbor.example',
  key: KEY,
  server: SERVER,
};

type Zone = Readonly<Record<string, readonly string[] | DnsAnswer>>;
const RIGHT: Zone = {
  'reply.harbor.example': ['google-site-verification=x', `v=spf1 ${SERVER} -all`],
  'spf.mail.example': ['v=spf1 ip4:192.0.2.0/24 -all'],
  's1._domainkey.harbor.example': ['v=DKIM1; k=rsa; p=MIIBIjANBgkq'],
  '_dmarc.harbor.example': ['v=DMARC1; p=reject'],
};

/** Asks as the API does, of names that are not in the zone none, and judges. */
function check(changes: Zone = {}, more: Partial<DomainAsked> = {}) {
  const zone: Zone = { ...RIGHT, ...changes };
  const what = { ...asked, ...more };
  const answers = new Map<string, DnsAnswer>();
  let rounds = 0;
  for (let names = namesToAsk(what, answers); names.length > 0; names = namesToAsk(what, answers)) {
    rounds += 1;
    if (rounds > 30) throw new Error('it never ends');
    for (const name of names) {
      const own = zone[name] ?? { of: 'no_name' };
      answers.set(name, 'of' in own ? own : { of: 'found', texts: own });
    }
  }
  const records = checkDomain(what, answers);
  const of = (kind: string) => {
    const record = records.find((one) => one.kind === kind);
    if (!record) throw new Error(`no ${kind}`);
    return { ...record, codes: record.findings.map(({ code }) => code) };
  };
  return { spf: of('spf'), dkim: of('dkim'), dmarc: of('dmarc'), records, answers };
}

test('where every record is right, nothing has to be put anywhere', () => {
  const { records } = check();
  expect(records.map(({ tone }) => tone)).toEqual(['ok', 'ok', 'ok', 'ok']);
  expect(records.map(({ expected }) => expected)).toEqual([null, null, null, null]);
});

describe('SPF (RFC 7208)', () => {
  const at = (...texts: string[]): Zone => ({ 'reply.harbor.example': texts });
  test.each<[string, Zone, string, string, string | null]>([
    ['no record', at('something else'), 'fault', 'spf_missing', `v=spf1 ${SERVER} ~all`],
    [
      'several records',
      at('v=spf1 a -all', 'v=spf1 mx ~all'),
      'fault',
      'spf_several',
      `v=spf1 a mx ${SERVER} -all`,
    ],
    [
      'a term that is none',
      at('v=spf1 includes:x.example -all'),
      'fault',
      'spf_unreadable',
      `v=spf1 ${SERVER} ~all`,
    ],
    ['another server', at('v=spf1 mx -all'), 'fault', 'server_missing', `v=spf1 mx ${SERVER} -all`],
    ['a record without an end', at('v=spf1 mx'), 'fault', 'server_missing', `v=spf1 mx ${SERVER} ~all`],
    ['everybody', at(`v=spf1 ${SERVER} +all`), 'fault', 'spf_allows_everybody', null],
    ['an open end', at(`v=spf1 ${SERVER} ?all`), 'hint', 'spf_open_end', null],
    [
      'an include of nothing',
      at(`v=spf1 ${SERVER} include:gone.example -all`),
      'fault',
      'spf_empty_include',
      null,
    ],
    [
      'no such name',
      { 'reply.harbor.example': { of: 'no_name' } },
      'fault',
      'no_such_name',
      `v=spf1 ${SERVER} ~all`,
    ],
    [
      'no answer',
      { 'reply.harbor.example': { of: 'failed', why: 'timeout' } },
      'unknown',
      'dns_timeout',
      null,
    ],
    ['an error', { 'reply.harbor.example': { of: 'failed', why: 'server' } }, 'unknown', 'dns_failed', null],
    [
      'an include that does not answer',
      { 'spf.mail.example': { of: 'failed', why: 'timeout' } },
      'unknown',
      'dns_timeout',
      null,
    ],
  ])('%s', (_what, zone, tone, code, expected) => {
    const { spf } = check(zone);
    expect(spf.codes).toContain(code);
    expect(spf).toMatchObject({ tone, expected });
  });

  test('the server may be named by what is included or redirected to', () => {
    expect(
      check({ ...at('v=spf1 redirect=all.example'), 'all.example': [`v=spf1 ${SERVER} -all`] }).spf.tone,
    ).toBe('ok');
    expect(check(at('v=spf1 include:spf.mail.example/24 -all')).spf.tone).toBe('fault');
  });

  test('ten lookups are read and eleven are not, counted through what is included', () => {
    const hosts = (n: number) => Array.from({ length: n }, (_, no) => `a:h${no}.example`).join(' ');
    const nested = (n: number): Zone => ({
      ...at(`v=spf1 ${SERVER} include:more.example -all`),
      'more.example': [`v=spf1 ${hosts(n)} -all`],
    });
    expect(check(nested(8)).spf.codes).not.toContain('spf_too_many_lookups');
    expect(check(nested(9)).spf.codes).toContain('spf_too_many_lookups');
  });

  test('a record that includes itself ends, as too many lookups', () => {
    const { spf, answers } = check(at('v=spf1 include:reply.harbor.example -all'));
    expect(spf.codes).toContain('spf_too_many_lookups');
    expect(answers.size).toBeLessThan(10);
  });

  test('who does not know the server says so, and offers no record that leaves it out', () => {
    const { spf } = check(at('v=spf1 mx -all'), { server: undefined });
    expect(spf).toMatchObject({ tone: 'unknown', expected: null, codes: ['server_unknown'] });
    expect(check(at(), { server: undefined }).spf).toMatchObject({ tone: 'fault', expected: null });
  });

  test("the sender's own domain needs no record for this mail, but one that is broken is told", () => {
    const own = (zone: Zone) => check(zone).records[1];
    expect(own({})).toMatchObject({ host: 'harbor.example', tone: 'ok' });
    expect(own({ 'harbor.example': ['v=spf1 -all', 'v=spf1 mx -all'] })).toMatchObject({ tone: 'fault' });
    expect(check({}, { returnPath: 'harbor.example' }).records).toHaveLength(3);
  });
});

describe('DKIM (RFC 6376)', () => {
  const at = (...texts: string[]): Zone => ({ 's1._domainkey.harbor.example': texts });
  test.each<[string, Zone, string, string]>([
    ['no record', at(), 'fault', 'dkim_missing'],
    ['several', at('v=DKIM1; p=MIIBIjANBgkq', 'v=DKIM1; p=other'), 'fault', 'dkim_several'],
    ['another key', at('v=DKIM1; k=rsa; p=QUJD'), 'fault', 'dkim_other_key'],
    ['another kind of key', at('v=DKIM1; k=ed25519; p=MIIBIjANBgkq'), 'fault', 'dkim_other_key'],
    ['a key that was taken back', at('v=DKIM1; p='), 'fault', 'dkim_revoked'],
    ['nonsense', at('v=DKIM1; p'), 'fault', 'dkim_unreadable'],
    ['an old hash only', at('v=DKIM1; h=sha1; p=MIIBIjANBgkq'), 'fault', 'dkim_no_sha256'],
    ['a trial', at('v=DKIM1; t=y:s; p=MIIBIjANBgkq'), 'hint', 'dkim_testing'],
    ['a key with a break in it', at('p=MIIBIj ANBgkq'), 'ok', 'dkim_right'],
  ])('%s', (_what, zone, tone, code) => {
    const { dkim } = check(zone);
    expect(dkim).toMatchObject({ tone, codes: [code] });
    expect(dkim.expected).toBe(tone === 'ok' ? null : 'v=DKIM1; k=rsa; p=MIIBIjANBgkq');
  });

  test('a domain without a key is told that its mail is unsigned, and nothing is asked', () => {
    const { dkim, answers } = check({}, { key: undefined });
    expect(dkim).toMatchObject({ tone: 'fault', codes: ['dkim_no_key'] });
    expect([...answers.keys()].join()).not.toContain('domainkey');
  });
});

describe('DMARC (RFC 7489)', () => {
  const at = (...texts: string[]): Zone => ({ '_dmarc.harbor.example': texts });
  test.each<[string, Zone, string, string, string | null]>([
    ['no record', at(), 'fault', 'dmarc_missing', 'v=DMARC1; p=none; rua=mailto:postmaster@harbor.example'],
    ['several', at('v=DMARC1; p=none', 'v=DMARC1; p=reject'), 'fault', 'dmarc_several', null],
    [
      'no policy',
      at('v=DMARC1; rua=mailto:a@b.example'),
      'fault',
      'dmarc_unreadable',
      'v=DMARC1; p=none; rua=mailto:postmaster@harbor.example',
    ],
    [
      'nothing is done',
      at('v=DMARC1; p=none; rua=mailto:a@b.example'),
      'hint',
      'dmarc_none',
      'v=DMARC1; p=quarantine; rua=mailto:a@b.example',
    ],
    ['a share', at('v=DMARC1; p=reject; pct=20'), 'hint', 'dmarc_share', null],
    [
      'no answer',
      { '_dmarc.harbor.example': { of: 'failed', why: 'timeout' } },
      'unknown',
      'dns_timeout',
      null,
    ],
  ])('%s', (_what, zone, tone, code, expected) => {
    const { dmarc } = check(zone);
    expect(dmarc.codes).toContain(code);
    expect(dmarc).toMatchObject({ tone, expected });
  });

  test("a domain below another has the other's policy for such domains", () => {
    const below = { domain: 'mail.harbor.example', key: undefined, returnPath: 'reply.harbor.example' };
    const { dmarc } = check({ '_dmarc.harbor.example': ['v=DMARC1; p=reject; sp=none'] }, below);
    expect(dmarc.host).toBe('_dmarc.harbor.example');
    expect(dmarc.codes).toEqual(['dmarc_none', 'dmarc_inherited', 'passes_by_spf']);
  });

  const unsigned: Zone = { 's1._domainkey.harbor.example': [] };
  test.each<[string, Zone, Partial<DomainAsked>, string]>([
    ['signed and right', {}, {}, 'passes_by_dkim'],
    ['unsigned, the return path is its own', unsigned, {}, 'passes_by_spf'],
    [
      'unsigned, and it wants the very same name',
      { ...unsigned, ...at('v=DMARC1; p=reject; aspf=s') },
      {},
      'does_not_pass',
    ],
    [
      'unsigned, the return path is another house',
      { ...unsigned, 'bounces.example': [`v=spf1 ${SERVER} -all`] },
      { returnPath: 'bounces.example' },
      'does_not_pass',
    ],
    [
      'unsigned, the return path is not right',
      { ...unsigned, 'reply.harbor.example': ['v=spf1 -all'] },
      {},
      'does_not_pass',
    ],
    [
      'the DNS does not say the key',
      { 's1._domainkey.harbor.example': { of: 'failed', why: 'timeout' }, 'reply.harbor.example': [] },
      {},
      'passes_unknown',
    ],
    [
      'a name that only ends alike',
      { ...unsigned, 'notharbor.example': [`v=spf1 ${SERVER} -all`] },
      { returnPath: 'notharbor.example' },
      'does_not_pass',
    ],
  ])('%s', (_what, zone, more, code) => {
    expect(check(zone, more).dmarc.codes).toContain(code);
  });
});

test('a name that is none is never asked', () => {
  const { answers, spf } = check({
    'reply.harbor.example': ['v=spf1 include:localhost include:%{i}._x.example include:a..b.example -all'],
  });
  expect([...answers.keys()].filter((name) => !name.endsWith('harbor.example'))).toEqual([]);
  expect(spf.codes).toContain('spf_not_followed');
});
