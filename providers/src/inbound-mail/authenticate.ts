import { type AuthenticateResult, type DNSResolver, authenticate } from 'mailauth';

/** Results of SPF (RFC 7208), DKIM (RFC 6376) and DMARC (RFC 9989) as words: `pass`, `fail`, `none`, ... */
export interface MailAuthentication {
  /**
   * `pass`: the domain in From stands behind the message. `fail`: it does not, or nobody can tell. `later`: a DNS server did
   * not answer; the sender should be asked to try again.
   */
  readonly verdict: 'pass' | 'fail' | 'later';
  readonly spf: string;
  readonly dkim: string;
  readonly dmarc: string;
}

export interface MailEnvelope {
  readonly remoteIp: string;
  readonly helo: string;
  /** null: the empty return path */
  readonly envelopeFrom: string | null;
}

/** `(name, type) -> records` as `dns.promises.resolve` answers; rejects with `ENOTFOUND` or `ENODATA` when there are none. */
export type MailDnsResolver = DNSResolver;

/** Checks who really sent a message. */
export async function authenticateMail(
  raw: Buffer,
  envelope: MailEnvelope,
  settings: { hostname: string; resolver: MailDnsResolver },
): Promise<MailAuthentication> {
  const result = await authenticate(raw, {
    ip: envelope.remoteIp,
    helo: envelope.helo,
    sender: envelope.envelopeFrom ?? '',
    mta: settings.hostname,
    resolver: settings.resolver,
    // rsa-sha1 signatures prove nothing any more (RFC 8301)
    rejectRsaSha1: true,
    disableArc: true,
    disableBimi: true,
  });
  const spf = result.spf ? result.spf.status.result : 'none';
  const dkimResults = result.dkim.results.map((signature) => signature.status.result);
  const dkim = dkimResults.find((word) => word === 'pass') ?? dkimResults[0] ?? 'none';
  const dmarc = result.dmarc ? result.dmarc.status.result : 'none';
  const verdict = standsBehind(result)
    ? 'pass'
    : [spf, dmarc, ...dkimResults].includes('temperror')
      ? 'later'
      : 'fail';
  return { verdict, spf, dkim, dmarc };
}

/**
 * DMARC's own answer; a domain without a DMARC record is judged by the same rule: one aligned, passing check. A signature
 * that leaves the end of the body unsigned (`l=`) does not count, because anybody could have written that end.
 */
function standsBehind({ dkim, spf, dmarc }: AuthenticateResult): boolean {
  if (!dmarc) return false;
  if (dmarc.status.result === 'pass') {
    return dmarc.alignment.dkim.underSized === undefined || dmarc.alignment.spf.result !== undefined;
  }
  if (dmarc.status.result !== 'none') return false;
  const signed = dkim.results.some(
    ({ status }) => status.result === 'pass' && status.aligned && !status.underSized,
  );
  const author = dmarc.status.header?.from?.toLowerCase();
  const path = spf && spf.status.result === 'pass' ? spf.domain?.toLowerCase() : undefined;
  return signed || (author !== undefined && path !== undefined && sameOrganization(author, path));
}

function sameOrganization(author: string, path: string): boolean {
  return author === path || path.endsWith(`.${author}`) || author.endsWith(`.${path}`);
}
