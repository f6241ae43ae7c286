import { z } from 'zod';
import { readProxies } from './http/trusted-proxies.ts';

const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'];

/** Settings of the API, by environment variable. */
export const Settings = z.object({
  HOST: z
    .string()
    .min(1)
    .optional()
    .describe('where the API listens; left out, this machine alone reaches it'),
  PORT: z.coerce.number().int().min(0).max(65_535).describe('port of the API'),
  TRUSTED_PROXIES: z
    .string()
    .transform(readProxies)
    .optional()
    .describe(
      'addresses or networks of the proxies before the API, with commas: only they may say in `X-Forwarded-For` who asks; left out, nobody may',
    ),
  PUBLIC_URL: z
    .url()
    .transform((url) => url.replace(/\/$/, ''))
    .describe('where people reach the product: links in messages begin with it'),
  DATABASE_URL: z.url().describe('the database as role `app_rw`, behind row-level security'),
  DATABASE_OWNER_URL: z
    .url()
    .optional()
    .describe(
      'the database as role `app_owner`, for erasing firms by the API; left out, only `npm run firm:erase` does',
    ),
  EXPORTS_DIR: z
    .string()
    .min(1)
    .optional()
    .describe('folder of the readable exports that erasures by the API make'),
  KEYS_DIR: z
    .string()
    .min(1)
    .describe(
      'folder of the keys: one key-encryption key a firm, the codec, links; in no backup of the database',
    ),
  TEMPORAL_ADDRESS: z.string().min(1).describe('`host:port` of the Temporal server'),
  TEMPORAL_UI_URL: z
    .url()
    .optional()
    .describe("whose page may have payloads decoded, for operators; nobody's when left out"),
  TWILIO_AUTH_TOKEN: z.string().min(1).describe('its token: sends, and proves that a webhook is from Twilio'),
  MAIL_DOMAIN: z
    .string()
    .min(3)
    .optional()
    .describe('the domain of reply and return-path addresses; its MX is the inbound listener'),
  MAIL_DNS_SERVERS: z
    .string()
    .transform((text) => text.split(',').filter(Boolean))
    .optional()
    .describe("`address:port`, comma-separated; the system's own when left out"),
  MAIL_SPF: z
    .string()
    .regex(
      /^(include|ip4|ip6|a|mx|exists):[^\s]+$/i,
      'give one mechanism, for example include:spf.mail.example',
    )
    .optional()
    .describe(
      'the mechanism of SPF that names the mail server that sends, for the check of a domain and the record to copy',
    ),
  DKIM_PUBLIC_KEYS_DIR: z
    .string()
    .min(1)
    .optional()
    .describe(
      'folder of the public halves, `selector._domainkey.example.com.pub`: what the DNS of their domains has to show',
    ),
  SMTP_URL: z.url().optional().describe('the mail server that sends, with its credentials'),
  TWILIO_API_BASE: z
    .url()
    .optional()
    .describe('another address that speaks the API of Twilio; for trying things out'),
  SANDBOX_URL: z
    .url()
    .transform((url) => url.replace(/\/$/, ''))
    .optional()
    .describe('where the sandbox is: a channel that ends there is named so; any other is named real'),
  SANDBOX_SMTP_URL: z.url().optional().describe('the mail server of the sandbox'),
  HEALTH_HOST: z
    .string()
    .min(1)
    .optional()
    .describe('where health and metrics are served; only an internal network may reach it'),
  HEALTH_PORT: z.coerce
    .number()
    .int()
    .min(1)
    .max(65_535)
    .optional()
    .describe('port of `/live`, `/ready` and `/metrics`; the API serves none when it is left out'),
  LOG_LEVEL: z
    .enum(['silent', 'debug', 'info', 'warn', 'error'])
    .default('info')
    .describe('the least that is logged'),
  ADDRESSES_FILE: z
    .string()
    .min(1)
    .optional()
    .describe('page of addresses: the file that `npm start` writes'),
  STUDIO_DIR: z.string().min(1).optional().describe('folder of the built studio, served from this origin'),
  DEMO_FILE: z
    .string()
    .min(1)
    .optional()
    .describe('seeds a demo firm on an empty database, and writes its sign-in there (mode 0600)'),
  OIDC_ISSUER: z
    .url()
    .refine((url) => url.startsWith('https:') || LOOPBACK.includes(new URL(url).hostname), 'must be https')
    .optional()
    .describe(
      'an OpenID provider to sign in with, e.g. `https://firm.us.auth0.com/`; plain http on this machine only',
    ),
  OIDC_CLIENT_ID: z.string().min(1).optional().describe('our id at the OpenID provider'),
  OIDC_CLIENT_SECRET: z.string().min(1).optional().describe('our secret at the OpenID provider'),
  WEBHOOKS_MAY_CALL_PRIVATE: z
    .stringbool()
    .default(false)
    .describe('webhooks may call private addresses; for trying things out, refused when a channel is real'),
});
export type Settings = z.infer<typeof Settings>;

/** Parses once at the start. All faults are listed together, and a fault ends the start. */
export function readSettings(): Settings {
  const read = Settings.superRefine(oidcIsWhole).superRefine(erasureIsWhole).safeParse(process.env);
  if (read.success) return read.data;
  const faults = read.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  process.stderr.write(`settings: ${faults.join('; ')}\n`);
  process.exit(1);
}

/** An erasure exports first: the one setting without the other would be a route that always fails. */
function erasureIsWhole(settings: Settings, context: z.RefinementCtx<Settings>): void {
  if ((settings.DATABASE_OWNER_URL === undefined) === (settings.EXPORTS_DIR === undefined)) return;
  const missing = settings.EXPORTS_DIR === undefined ? 'EXPORTS_DIR' : 'DATABASE_OWNER_URL';
  context.addIssue({ code: 'custom', path: [missing], message: 'is missing: set both or none' });
}

/** Half of an OpenID provider would be a sign-in that fails at each try: it ends the start. */
function oidcIsWhole(settings: Settings, context: z.RefinementCtx<Settings>): void {
  const parts = ['OIDC_ISSUER', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET'] as const;
  const missing = parts.filter((name) => settings[name] === undefined);
  if (missing.length === 0 || missing.length === parts.length) return;
  for (const name of missing) {
    context.addIssue({ code: 'custom', path: [name], message: 'is missing: set all three or none' });
  }
}
