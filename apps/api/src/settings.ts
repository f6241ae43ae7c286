import { z } from 'zod';

/** Settings of the API, by environment variable. */
export const Settings = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535),
  HOST: z.string().min(1).default('127.0.0.1'),
  /** the origin that browsers see; cookies are `Secure` when it is https */
  PUBLIC_URL: z.url(),
  DATABASE_URL: z.url(),
  TEMPORAL_ADDRESS: z.string().min(1),
  KEYS_DIR: z.string().min(1),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  /** addresses or networks of proxies whose X-Forwarded-For is believed, separated by commas */
  TRUSTED_PROXIES: z
    .string()
    .default('')
    .transform((text) => text.split(',').map((part) => part.trim()).filter(Boolean)),
  /** JSON of the starter with `addresses`; shown at `/` */
  ADDRESSES_FILE: z.string().min(1).optional(),
  /** where the sign-in of the demo firm is written; with it, an empty database gets the demo firm */
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
