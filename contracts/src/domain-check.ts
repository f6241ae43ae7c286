import { z } from 'zod';

/** How one thing stands: `unknown` when the DNS did not answer, or nobody here can tell. */
export const DomainTone = z.enum(['ok', 'hint', 'unknown', 'fault']);
export type DomainTone = z.infer<typeof DomainTone>;

export const DomainFinding = z
  .object({
    tone: DomainTone,
    code: z.string().describe('stable, for programs'),
    words: z.string().describe('what was found, and what mends it'),
  })
  .meta({ id: 'DomainFinding' });
export type DomainFinding = z.infer<typeof DomainFinding>;

/** One record of the DNS that receivers of mail ask for. */
export const DomainRecordCheck = z
  .object({
    kind: z.enum(['spf', 'dkim', 'dmarc']).describe('RFC 7208, RFC 6376, RFC 7489'),
    host: z.string().describe('the name of the record; all of them are TXT records'),
    found: z.array(z.string()).describe('what stands there now'),
    expected: z.string().nullable().describe('the value to put there; null when what stands there is right'),
    tone: DomainTone.describe('the worst of the findings'),
    findings: z.array(DomainFinding).min(1),
  })
  .meta({ id: 'DomainRecordCheck' });
export type DomainRecordCheck = z.infer<typeof DomainRecordCheck>;

/** Whether receivers can tell that mail is the firm's own, by what the DNS said a moment ago. */
export const DomainCheck = z
  .object({
    domain: z.string().describe('that mail is sent from'),
    returnPath: z.string().describe('the domain that bounces go to: SPF is asked of it'),
    tone: DomainTone,
    records: z.array(DomainRecordCheck),
    checkedAt: z.iso.datetime(),
  })
  .meta({ id: 'DomainCheck' });
export type DomainCheck = z.infer<typeof DomainCheck>;
