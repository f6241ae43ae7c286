import { z } from 'zod';

/** Settings of the API, by environment variable. */
export const Settings = z.object({
  /** where it listens; left out, this machine alone reaches it */
  HOST: z.string().min(1).optional(),
  PORT: z.coerce.number().int().min(0).max(65_535),
  PUBLIC_URL: z.url().transform((url) => url.replace(/\/$/, '')),
  DATABASE_URL: z.url(),
  KEYS_DIR: z.string().min(1),
  TEMPORAL_ADDRESS: z.string().min(1),
  /** whose page may have payloads decoded, for operators; nobody's when left out */
  TEMPORAL_UI_URL: z.url().optional(),
  TWILIO_AUTH_TOKEN: z.string().min(1),
  /** where health and metrics are served; only an internal network may reach it; without a port there are none */
  HEALTH_HOST: z.string().min(1).optional(),
  HEALTH_PORT: z.coerce.number().int().min(1).max(65_535).optional(),
  LOG_LEVEL: z.enum(['silent', 'debug', 'info', 'warn', 'error']).default('info'),
  /** page of addresses: the file that the starter writes */
  ADDRESSES_FILE: z.string().min(1).optional(),
  /** seeds a demo firm on an empty database, and writes its sign-in there (mode 0600) */
  DEMO_FILE: z.string().min(1).optional(),
});
export type Settings = z.infer<typeof Settings>;

/** Parses once at the start. All faults are listed together, and a fault ends the start. */
export function readSettings(): Settings {
  const read = Settings.safeParse(process.env);
  if (read.success) return read.data;
  const faults = read.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  process.stderr.write(`settings: ${faults.join('; ')}\n`);
  process.exit(1);
}
