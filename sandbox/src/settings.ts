import { z } from 'zod';

export const DnsName = z.string().min(1).max(253);
export const DnsTexts = z.array(z.string().max(2_000)).max(10);
const Port = z.coerce.number().int().min(0).max(65_535);

const DnsZone = z.record(DnsName, DnsTexts);

/** The sandbox's settings, from the environment. Ports may be 0: the system then picks a free one. */
export const SandboxSettings = z.object({
  SANDBOX_PORT: Port.describe('pages and the Twilio stand-in'),
  SANDBOX_SMTP_PORT: Port.describe('where the product hands its e-mail'),
  SANDBOX_DNS_PORT: Port.optional().describe(
    'answers mail authentication (DKIM keys, DMARC) for the people of the sandbox',
  ),
  SANDBOX_DNS_ZONE: z
    .string()
    .transform((text, check) => {
      const read = DnsZone.safeParse(JSON.parse(text));
      if (read.success) return read.data;
      check.addIssue({ code: 'custom', message: 'name each record, with a list of its texts' });
      return z.NEVER;
    })
    .optional()
    .describe('TXT records of single names, as JSON'),
  INBOUND_SMTP_HOST: z.string().min(1).describe('where replies are delivered'),
  INBOUND_SMTP_PORT: Port,
  PUBLIC_URL: z.url().describe("the product's own origin, for inbound texts and one-click unsubscribe"),
  TWILIO_ACCOUNT_SID: z.string().regex(/^AC[0-9a-f]{32}$/i),
  TWILIO_AUTH_TOKEN: z.string().min(16),
  HEALTH_PORT: Port,
});
export type SandboxSettings = z.infer<typeof SandboxSettings>;

/** Reads the settings; throws one error that lists every fault by name. */
export function readSettings(environment: Record<string, string | undefined>): SandboxSettings {
  const read = SandboxSettings.safeParse(environment);
  if (read.success) return read.data;
  const faults = read.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new Error(`The sandbox cannot start:\n  ${faults.join('\n  ')}`);
}
