// The key that mail of the demo firm's domain is signed with, and its record.
import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Makes the key once. Two folders: whoever checks signatures is not given what makes them. */
export function dkimKey(folder, name) {
  const [privateKeys, publicKeys] = [join(folder, 'private'), join(folder, 'public')];
  for (const one of [privateKeys, publicKeys]) mkdirSync(one, { recursive: true, mode: 0o700 });
  const file = join(privateKeys, `${name}.pem`);
  if (!existsSync(file)) {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    writeFileSync(file, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  }
  const publicKey = createPublicKey(readFileSync(file, 'utf8'));
  writeFileSync(join(publicKeys, `${name}.pub`), publicKey.export({ type: 'spki', format: 'pem' }));
  const published = publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
  return { privateKeys, publicKeys, record: `v=DKIM1; k=rsa; p=${published}` };
}
