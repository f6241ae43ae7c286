import { z } from 'zod';

const Port = z.coerce.number().int().min(1).max(65_535);
const common = {
  HEALTH_HOST: z
    .string()
    .min(1)
    .default('127.0.0.1')
    .describe('where health and metrics are served; only an internal network may reach it'),
  HEALTH_PORT: Port.describe(
    'port of `/live`, `/ready` and `/metrics`; the API serves none when it is left out',
  ),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error']).default('info').describe('the least that is logged'),
};
const database = {
  DATABASE_URL: z.url().describe('the database as role `app_rw`, behind row-level security'),
  KEYS_DIR: z
    .string()
    .min(1)
    .describe(
      'folder of the keys: one key-encryption key a firm, the codec, links; in no backup of the database',
    ),
};

/** Where messages go, and whether webhooks may call addresses that are not on the public internet. */
const outside = {
  SMTP_URL: z.url().optional().describe('the mail server that sends, with its credentials'),
  TWILIO_API_BASE: z
    .url()
    .optional()
    .describe('another address that speaks the API of Twilio; for trying things out'),
  WEBHOOKS_MAY_CALL_PRIVATE: z
    .stringbool()
    .default(false)
    .describe('webhooks may call private addresses; for trying things out, refused when a channel is real'),
};

/** Whoever writes to real people must not be able to be pointed at the machines behind the firewall. */
function privateOnlyWhenNothingIsReal(
  settings: z.infer<z.ZodObject<typeof outside>>,
  check: z.core.$RefinementCtx,
): void {
  if (!settings.WEBHOOKS_MAY_CALL_PRIVATE) return;
  const real = [
    // what is not known here may be real
    ...(settings.SMTP_URL && isHere(settings.SMTP_URL) ? [] : ['SMTP_URL']),
    ...(settings.TWILIO_API_BASE && isHere(settings.TWILIO_API_BASE) ? [] : ['TWILIO_API_BASE']),
  ];
  if (real.length === 0) return;
  const message = `must be off while a channel is real (${real.join(', ')})`;
  check.addIssue({ code: 'custom', path: ['WEBHOOKS_MAY_CALL_PRIVATE'], message });
}

const isHere = (url: string): boolean => ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(url).hostname);

/** Settings of each process of this app, by environment variable. */
export const WorkerSettings = z
  .object({
    ...common,
    ...database,
    ...outside,
    TEMPORAL_ADDRESS: z.string().min(1).describe('`host:port` of the Temporal server'),
    WORKFLOW_BUNDLE: z.string().min(1).describe('file of the built workflows'),
    BUILD_ID: z
      .string()
      .min(1)
      .optional()
      .describe('version of this build; made of the bundle when left out'),
    PUBLIC_URL: z.url().describe('where people reach the product: links in messages begin with it'),
    MAIL_DOMAIN: z
      .string()
      .min(3)
      .describe('the domain of reply and return-path addresses; its MX is the inbound listener'),
    SMTP_URL: z.url().describe('the mail server that sends, with its credentials'),
    TWILIO_ACCOUNT_SID: z.string().min(1).describe('the account that sends texts'),
    TWILIO_AUTH_TOKEN: z
      .string()
      .min(1)
      .describe('its token: sends, and proves that a webhook is from Twilio'),
    SDK_METRICS_PORT: Port.optional().describe(
      'metrics of the Temporal SDK: latency of the task queues; none when it is left out',
    ),
  })
  .superRefine(privateOnlyWhenNothingIsReal);
export type WorkerSettings = z.infer<typeof WorkerSettings>;

/** What fills the demo firm sends as a worker does, to a sandbox. */
export const DemoSettings = z.object({
  ...database,
  ...outside,
  DEMO_FILE: z.string().min(1).describe('where the sign-in of the demo firm is, with its id'),
  PUBLIC_URL: z.url(),
  MAIL_DOMAIN: z.string().min(3),
  SMTP_URL: z.url(),
  TWILIO_ACCOUNT_SID: z.string().min(1),
  TWILIO_AUTH_TOKEN: z.string().min(1),
});

export const RelaySettings = z
  .object({
    ...common,
    ...database,
    ...outside,
    DATABASE_RELAY_URL: z.url().describe('the database as role `app_relay`, which sees events of all firms'),
    TEMPORAL_ADDRESS: z.string().min(1),
  })
  .superRefine(privateOnlyWhenNothingIsReal);

export const InboundMailSettings = z.object({
  ...common,
  ...database,
  MAIL_DOMAIN: z.string().min(3),
  INBOUND_SMTP_HOST: z.string().min(1).describe('where mail is taken'),
  INBOUND_SMTP_PORT: Port.describe('port where mail is taken'),
  MAIL_DNS_SERVERS: z
    .string()
    .default('')
    .transform((text) => text.split(',').filter(Boolean))
    .describe("`address:port`, comma-separated; the system's own when left out"),
});

export const SealerSettings = z.object({
  ...common,
  DATABASE_SEALER_URL: z.url().describe('the database as role `app_sealer`, which chains the audit log'),
  ANCHORS_DIR: z
    .string()
    .min(1)
    .describe('where the heads of the audit chains are copied: outside the database, appended to only'),
});

/** Parses once at the start. All faults are listed together, and a fault ends the start. */
export function readSettings<T>(schema: z.ZodType<T>): T {
  const read = schema.safeParse(process.env);
  if (read.success) return read.data;
  const faults = read.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  process.stderr.write(`settings: ${faults.join('; ')}\n`);
  process.exit(1);
}
