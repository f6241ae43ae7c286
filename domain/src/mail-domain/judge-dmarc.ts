import type { DomainFinding, DomainRecordCheck, DomainTone } from '@rap/contracts/domain-check';
import { finding, readTags, recordCheck, textsOf, unanswered, type DnsAnswers } from './dns-answer.ts';

const POLICIES = ['none', 'quarantine', 'reject'];
/** Receivers ask no further up than this (RFC 9989, 4.10). */
const MOST_NAMES = 8;

export interface DmarcAsked {
  /** in the From of our mail */
  readonly domain: string;
  readonly returnPath: string;
  readonly spf: DomainTone;
  readonly dkim: DomainTone;
}

/** The names where a policy may stand: the domain's own, then those above it that are more than an ending. */
export function dmarcHosts(domain: string): string[] {
  const labels = domain.split('.');
  return labels
    .map((_, at) => `_dmarc.${labels.slice(at).join('.')}`)
    .slice(0, Math.max(1, labels.length - 1))
    .slice(0, MOST_NAMES);
}

/** What receivers are told to do with mail that only says that it is the domain's, and whether ours is told apart from it. */
export function judgeDmarc(asked: DmarcAsked, answers: DnsAnswers): DomainRecordCheck {
  const own = `_dmarc.${asked.domain}`;
  const hosts = dmarcHosts(asked.domain);
  const host = hosts.find((name) => recordsAt(name, answers).length > 0) ?? own;
  const found = recordsAt(host, answers);
  const check = (findings: DomainFinding[], expected: string | null): DomainRecordCheck =>
    recordCheck({ kind: 'dmarc', host, found, expected, findings });
  const silent = hosts.map((name) => unanswered(name, answers.get(name))).find((one) => one !== undefined);
  const [record] = found;
  if (record === undefined) {
    if (silent) return check([silent], null);
    const words = `${asked.domain} has no DMARC record. Large mailbox providers want one before they take mail that goes to many.`;
    return check([finding('fault', 'dmarc_missing', words)], first(asked.domain));
  }
  if (found.length > 1) {
    const words = `${host} has ${found.length} DMARC records, and receivers then read none: leave one (RFC 7489, 6.6.3).`;
    return check([finding('fault', 'dmarc_several', words)], null);
  }
  const tags = readTags(record);
  const inherited = host !== own;
  const policy = ((inherited && tags?.get('sp')) || tags?.get('p') || '').toLowerCase();
  if (!tags || !POLICIES.includes(policy)) {
    const words = 'The record cannot be read, so receivers are told nothing: put the one below in its place.';
    return check([finding('fault', 'dmarc_unreadable', words)], first(asked.domain));
  }
  const findings = [
    ...policyOf(policy, tags),
    ...(inherited ? [finding('ok', 'dmarc_inherited', `The policy is that of ${host.slice(7)}.`)] : []),
    whetherOursPasses(asked, tags, organisationOf(asked.domain, answers), policy),
  ];
  // the way up is one step at a time, when all of the domain's mail passes
  return check(findings, policy === 'none' ? record.replace(/\bp\s*=\s*none/i, 'p=quarantine') : null);
}

const first = (domain: string): string => `v=DMARC1; p=none; rua=mailto:postmaster@${domain}`;

const recordsAt = (host: string, answers: DnsAnswers): string[] =>
  textsOf(answers.get(host)).filter((text) => /^v\s*=\s*DMARC1\s*(;|$)/.test(text));

function policyOf(policy: string, tags: ReadonlyMap<string, string>): DomainFinding[] {
  const share = Number(tags.get('pct') ?? 100);
  if (policy === 'none') {
    const words =
      'It asks receivers to do nothing with forged mail (p=none). When your reports show that all your mail passes, ask for quarantine.';
    return [finding('hint', 'dmarc_none', words)];
  }
  if (share < 100)
    return [
      finding('hint', 'dmarc_share', `It goes for ${share} of 100 forged messages only (pct=${share}).`),
    ];
  const deed = policy === 'reject' ? 'refuse forged mail' : 'put forged mail aside';
  return [finding('ok', 'dmarc_policy', `It asks receivers to ${deed} (p=${policy}).`)];
}

/** The domain whose names belong together: the highest one that has a record, else the domain itself (RFC 9989, 4.10.2). */
function organisationOf(domain: string, answers: DnsAnswers): string {
  const host = dmarcHosts(domain).findLast((name) => recordsAt(name, answers).length > 0);
  return host?.slice('_dmarc.'.length) ?? domain;
}

/** Signature or return path has to be the domain's own and right (RFC 7489, 3.1 and 4.2). */
function whetherOursPasses(
  { domain, returnPath, spf, dkim }: DmarcAsked,
  tags: ReadonlyMap<string, string>,
  organisation: string,
  policy: string,
): DomainFinding {
  const right = (tone: DomainTone): boolean => tone === 'ok' || tone === 'hint';
  // the signature is always made in the name of the domain in From, so that it is aligned even where adkim=s
  if (right(dkim)) return finding('ok', 'passes_by_dkim', 'Mail from here passes by its signature.');
  const strict = tags.get('aspf')?.toLowerCase() === 's';
  const aligned = strict
    ? returnPath === domain
    : returnPath === organisation || returnPath.endsWith(`.${organisation}`);
  if (aligned && right(spf))
    return finding('ok', 'passes_by_spf', 'Mail from here passes by its return path.');
  if (dkim === 'unknown' || (aligned && spf === 'unknown'))
    return finding('unknown', 'passes_unknown', 'Whether mail from here passes cannot be told now.');
  const why = aligned
    ? 'neither its signature nor its return path is right'
    : `it has no right signature, and its return path, ${returnPath}, is not the domain's own`;
  return finding(
    'fault',
    'does_not_pass',
    `Mail from here does not pass: ${why}.${policy === 'none' ? '' : ' Receivers are asked to keep it away.'}`,
  );
}
