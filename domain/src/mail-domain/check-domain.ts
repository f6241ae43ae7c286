import type { DomainRecordCheck } from '@rap/contracts/domain-check';
import type { DnsAnswers } from './dns-answer.ts';
import { dmarcHosts, judgeDmarc } from './judge-dmarc.ts';
import { dkimHost, judgeDkim, type PublicKey } from './judge-dkim.ts';
import { judgeSpf } from './judge-spf.ts';
import { walkSpf } from './spf-record.ts';

/** What a domain is checked against. */
export interface DomainAsked {
  /** in the From of mail */
  readonly domain: string;
  /** the domain of the return path */
  readonly returnPath: string;
  /** that mail of the domain is signed with; undefined when it leaves unsigned */
  readonly key: PublicKey | undefined;
  /** the SPF mechanism of the server that sends; undefined when nobody has told */
  readonly server: string | undefined;
}

/** A label may begin with an underscore: policies and keys stand under such names. */
const HOST = /^(?=.{1,253}$)([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/;

/** The names whose TXT records have to be asked next; empty when all is known that there is to know. */
export function namesToAsk({ domain, returnPath, key }: DomainAsked, answers: DnsAnswers): string[] {
  const names = [
    ...dmarcHosts(domain),
    ...(key ? [dkimHost(domain, key)] : []),
    ...walkSpf(returnPath, answers).missing,
    ...walkSpf(domain, answers).missing,
  ];
  return [...new Set(names)].filter((name) => !answers.has(name) && HOST.test(name));
}

/** Every record that receivers ask for, judged. */
export function checkDomain(asked: DomainAsked, answers: DnsAnswers): DomainRecordCheck[] {
  const { domain, returnPath, key, server } = asked;
  const spf = judgeSpf({ domain: returnPath, server, isReturnPath: true }, answers);
  const dkim = judgeDkim(domain, key, answers);
  return [
    spf,
    ...(domain === returnPath ? [] : [judgeSpf({ domain, server, isReturnPath: false }, answers)]),
    dkim,
    judgeDmarc({ domain, returnPath, spf: spf.tone, dkim: dkim.tone }, answers),
  ];
}
