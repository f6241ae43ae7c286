// `node scripts/migrate.mjs`: brings the schema up to date before a release. With DATABASE_ADMIN_URL (a superuser's) it makes
// the roles and the database first, each role with the password of its URL.
import { prepareDatabase } from './lib/postgres.mjs';

const ROLES = {
  app_owner: 'DATABASE_OWNER_URL',
  app_rw: 'DATABASE_URL',
  app_relay: 'DATABASE_RELAY_URL',
  app_sealer: 'DATABASE_SEALER_URL',
};
const missing = Object.values(ROLES).filter((name) => !process.env[name]);
if (missing.length > 0) {
  console.error(`settings: ${missing.map((name) => `${name}: missing`).join('; ')}`);
  process.exit(1);
}
const owner = new URL(process.env.DATABASE_OWNER_URL);
if (process.env.DATABASE_ADMIN_URL) {
  await prepareDatabase(process.env.DATABASE_ADMIN_URL, owner.pathname.slice(1), (role) =>
    ROLES[role] ? decodeURIComponent(new URL(process.env[ROLES[role]]).password) : undefined,
  );
}
const { migrate } = await import('@rap/database/migrate');
const done = await migrate(owner.href);
console.log(done.length > 0 ? `migrated: ${done.join(', ')}` : 'the schema is current');
