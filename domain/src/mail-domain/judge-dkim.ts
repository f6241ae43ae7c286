import type { DomainFinding, DomainRecordCheck } from '@rap/contracts/domain-check';
import { finding, readTags, recordCheck, textsOf, unanswered, type DnsAnswers } from './dns-answer.ts';

/** The public half of a key that mail of a domain is signed with. */
export interface PublicKey {
  readonly selector: string;
  /** base64 of its SubjectPublicKeyInfo */
  readonly publicKey: string;
}

export const dkimHost = (domain: string, { selector }: PublicKey): string =>
  `${selector}._domainkey.${domain}`;

/** The record of a key (RFC 6376, 3.6.1). */
export const dkimRecord = ({ publicKey }: PublicKey): string => `v=DKIM1; k=rsa; p=${publicKey}`;

/** Whether the DNS has the key that mail of the domain is signed with. */
export function judgeDkim(
  domain: string,
  key: PublicKey | undefined,
  answers: DnsAnswers,
): DomainRecordCheck {
  if (!key) {
    const words = `Mail from ${domain} leaves without a signature: whoever runs this installation makes a key for it, and then the record stands here.`;
    return recordCheck({
      kind: 'dkim',
      host: `…._domainkey.${domain}`,
      found: [],
      expected: null,
      findings: [finding('fault', 'dkim_no_key', words)],
    });
  }
  const host = dkimHost(domain, key);
  const answer = answers.get(host);
  // an empty p is a key that was taken back, and is a record too
  const found = textsOf(answer).filter((text) => /(^|;)\s*(v\s*=\s*DKIM1|p\s*=)/i.test(text));
  const findings = judge(host, found, key, unanswered(host, answer));
  const right = findings.every(({ tone }) => tone === 'ok' || tone === 'unknown');
  return recordCheck({ kind: 'dkim', host, found, expected: right ? null : dkimRecord(key), findings });
}

function judge(
  host: string,
  found: readonly string[],
  key: PublicKey,
  silent: DomainFinding | undefined,
): DomainFinding[] {
  if (silent) return [silent];
  const [record] = found;
  if (record === undefined)
    return [
      finding(
        'fault',
        'dkim_missing',
        `There is no record ${host}: mail is signed, and nobody can check it.`,
      ),
    ];
  if (found.length > 1) {
    const words = `${host} has ${found.length} records, and receivers read any of them: leave one (RFC 6376, 3.6.2.2).`;
    return [finding('fault', 'dkim_several', words)];
  }
  const tags = readTags(record);
  if (!tags || (tags.has('v') && tags.get('v') !== 'DKIM1') || !tags.has('p'))
    return [
      finding('fault', 'dkim_unreadable', 'The record cannot be read: put the one below in its place.'),
    ];
  const published = (tags.get('p') ?? '').replace(/\s+/g, '');
  if (published === '')
    return [
      finding('fault', 'dkim_revoked', 'The key was taken back: its record is empty (RFC 6376, 3.6.1).'),
    ];
  if (published !== key.publicKey || (tags.get('k') ?? 'rsa') !== 'rsa')
    return [
      finding(
        'fault',
        'dkim_other_key',
        'Another key stands there than mail is signed with: no signature is right.',
      ),
    ];
  const hashes = tags
    .get('h')
    ?.split(':')
    .map((hash) => hash.trim());
  if (hashes && !hashes.includes('sha256'))
    return [
      finding('fault', 'dkim_no_sha256', 'It allows no signature by SHA-256, which mail is signed by.'),
    ];
  const testing = tags
    .get('t')
    ?.split(':')
    .some((flag) => flag.trim() === 'y');
  return testing
    ? [
        finding(
          'hint',
          'dkim_testing',
          'It says that the domain only tries DKIM out (t=y): receivers need not heed it.',
        ),
      ]
    : [finding('ok', 'dkim_right', 'It is the key that mail is signed with.')];
}
