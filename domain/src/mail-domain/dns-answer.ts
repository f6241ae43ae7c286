import type { DomainFinding, DomainRecordCheck, DomainTone } from '@rap/contracts/domain-check';

/** What the DNS said of the TXT records of a name. */
export type DnsAnswer =
  | { readonly of: 'found'; readonly texts: readonly string[] }
  /** NXDOMAIN: the name does not exist */
  | { readonly of: 'no_name' }
  /** the name exists and has no TXT record */
  | { readonly of: 'no_record' }
  | { readonly of: 'failed'; readonly why: 'timeout' | 'server' };

/** By name, in small letters and without the last dot. */
export type DnsAnswers = ReadonlyMap<string, DnsAnswer>;

const WORST: readonly DomainTone[] = ['fault', 'unknown', 'hint', 'ok'];

export const worstOf = (tones: readonly DomainTone[]): DomainTone =>
  WORST.find((tone) => tones.includes(tone)) ?? 'ok';

export const finding = (tone: DomainTone, code: string, words: string): DomainFinding => ({
  tone,
  code,
  words,
});

export const recordCheck = (
  check: Omit<DomainRecordCheck, 'tone' | 'findings'> & { readonly findings: DomainFinding[] },
): DomainRecordCheck => ({ ...check, tone: worstOf(check.findings.map(({ tone }) => tone)) });

/** Why nothing can be said about a name; undefined when the DNS answered. */
export function unanswered(host: string, answer: DnsAnswer | undefined): DomainFinding | undefined {
  if (answer && answer.of !== 'failed') return undefined;
  return answer?.why === 'server'
    ? finding(
        'unknown',
        'dns_failed',
        `The DNS servers of ${host} answered with an error. Check again later.`,
      )
    : finding(
        'unknown',
        'dns_timeout',
        `The DNS did not answer in time for ${host}. Check again in a minute.`,
      );
}

export const textsOf = (answer: DnsAnswer | undefined): readonly string[] =>
  answer?.of === 'found' ? answer.texts : [];

/** `name=value` pairs with semicolons (RFC 6376, 3.2; RFC 7489, 6.3); undefined when a part is none. */
export function readTags(record: string): ReadonlyMap<string, string> | undefined {
  const tags = new Map<string, string>();
  const parts = record.split(';').map((part) => part.trim());
  for (const part of parts.filter(Boolean)) {
    const [, name, value] = /^([a-z][a-z0-9_]*)\s*=\s*(.*)$/is.exec(part) ?? [];
    if (name === undefined || value === undefined || tags.has(name)) return undefined;
    tags.set(name, value.trim());
  }
  return tags;
}
