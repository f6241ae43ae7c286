import { Resolver } from 'node:dns/promises';
import type { DnsAnswer } from '@rap/domain/mail-domain/dns-answer';

/** Asks the DNS for the TXT records of a name. Never throws for what the DNS does, and connects to nothing else. */
export type AskTxt = (name: string) => Promise<DnsAnswer>;

export interface TxtResolverSettings {
  /** `address` or `address:port` of the DNS servers; none: those of the system */
  readonly servers?: readonly string[];
  /** of one try; there are two */
  readonly timeoutMs?: number;
}

export function createTxtResolver({ servers = [], timeoutMs = 2_000 }: TxtResolverSettings = {}): AskTxt {
  const resolver = new Resolver({ timeout: timeoutMs, tries: 2 });
  if (servers.length > 0) resolver.setServers([...servers]);
  return async (name) => {
    try {
      // a record comes in strings of at most 255 bytes, which belong together without a space (RFC 7208, 3.3)
      const records = await resolver.resolveTxt(name);
      return { of: 'found', texts: records.map((strings) => strings.join('')) };
    } catch (error) {
      return answerOf(error instanceof Error && 'code' in error ? String(error.code) : '');
    }
  };
}

function answerOf(code: string): DnsAnswer {
  switch (code) {
    case 'ENOTFOUND':
      return { of: 'no_name' };
    case 'ENODATA':
      return { of: 'no_record' };
    case 'ESERVFAIL':
    case 'EREFUSED':
    case 'EBADRESP':
    case 'EFORMERR':
    case 'ENOTIMP':
      return { of: 'failed', why: 'server' };
    default:
      return { of: 'failed', why: 'timeout' };
  }
}
