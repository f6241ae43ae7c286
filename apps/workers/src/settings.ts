import { z } from 'zod';

const Port = z.coerce.number().int().min(1).max(65_535);
const common = {
  /** where health and metrics are served; only an internal network may reach it */
  HEALTH_HOST: z.string().min(1).default('127.0.0.1'),
  HEALTH_PORT: Port,
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
};
const database = { DATABASE_URL: z.url(), KEYS_DIR: z.string().min(1) };

/** Settings of each process of this app, by environment variable. */
export const WorkerSettings = z.object({
  ...common,
  ...database,
  TEMPORAL_ADDRESS: z.string().min(1),
  WORKFLOW_BUNDLE: z.string().min(1),
  BUILD_ID: z.string().min(1),
  PUBLIC_URL: z.url(),
  /** the domain of reply and return-path addresses; its MX is the inbound listener */
  MAIL_DOMAIN: z.string().min(3),
  SMTP_URL: z.url(),
  TWILIO_ACCOUNT_SID: z.string().min(1),
  TWILIO_AUTH_TOKEN: z.string().min(1),
  TWILIO_API_BASE: z.url().optional(),
  /** metrics of the Temporal SDK: latency of the task queues */
  SDK_METRICS_PORT: Port,
});
export type WorkerSettings = z.infer<typeof WorkerSettings>;

export const RelaySettings = z.object({
  ...common,
  ...database,
  DATABASE_RELAY_URL: z.url(),
  TEMPORAL_ADDRESS: z.string().min(1),
});

export const InboundMailSettings = z.object({
  ...common,
  ...database,
  MAIL_DOMAIN: z.string().min(3),
  INBOUND_SMTP_HOST: z.string().min(1),
  INBOUND_SMTP_PORT: Port,
  /** `address:port`, comma-separated; the system's own when left out */
  MAIL_DNS_SERVERS: z
    .string()
    .default('')
    .transform((text) => text.split(',').filter(Boolean)),
});

export const SealerSettings = z.object({
  ...common,
  DATABASE_SEALER_URL: z.url(),
  /** where the heads of the audit chains are copied: outside the database, appended to only */
  ANCHORS_DIR: z.string().min(1),
});

/** Parses once at the start. All faults are listed together, and a fault ends the start. */
export function readSettings<T>(schema: z.ZodType<T>): T {
  const read = schema.safeParse(process.env);
  if (read.success) return read.data;
  const faults = read.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  process.stderr.write(`settings: ${faults.join('; ')}\n`);
  process.exit(1);
}
