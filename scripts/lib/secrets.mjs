// The secrets of one installation: made once, random, readable by its owner only.
import { createHmac, randomBytes } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';

/** Reads the file, making it first. Passwords of database roles are derived from one root, so a new role needs no new entry. */
export function installSecrets(path) {
  if (!existsSync(path)) {
    const made = {
      databaseRoot: randomBytes(32).toString('hex'),
      twilioAccountSid: `AC${randomBytes(16).toString('hex')}`,
      twilioAuthToken: randomBytes(16).toString('hex'),
    };
    writeFileSync(path, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600 });
  }
  chmodSync(path, 0o600);
  const secrets = JSON.parse(readFileSync(path, 'utf8'));
  return {
    ...secrets,
    databasePassword: (role) =>
      createHmac('sha256', secrets.databaseRoot).update(role).digest('hex').slice(0, 32),
  };
}
