import { z } from 'zod';

/** What a person may be in a firm. Platform operators stand outside firms and are not a role. */
export const Role = z
  .enum(['owner', 'advisor', 'assistant', 'compliance', 'operations'])
  .meta({ id: 'Role' });
export type Role = z.infer<typeof Role>;

/**
 * Who acts, as written to audit rows and record versions. Never empty, also for machines:
 * `user:<id>`, `key:<id>` (API key), `run:<workflow id>`, `system:<name>`, `public:<form id>`, `operator:<identity id>`.
 */
export type Actor =
  | `user:${string}`
  | `key:${string}`
  | `run:${string}`
  | `system:${string}`
  | `public:${string}`
  | `operator:${string}`;

/** Where a change comes from. Only `live` starts automations unless a trigger says otherwise. */
export const Origin = z.enum(['live', 'import', 'backfill', 'restore', 'simulation']);
export type Origin = z.infer<typeof Origin>;
