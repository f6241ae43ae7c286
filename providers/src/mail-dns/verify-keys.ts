import { createPublicKey } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PublicKey } from '@rap/domain/mail-domain/judge-dkim';

/** `selector._domainkey.example.com.pub`: the name under which the key stands in the DNS, and `.pub` */
const FILE = /^([a-z0-9-]+)\._domainkey\.([a-z0-9.-]+)\.pub$/;
/** what receivers have to be able to check at the least (RFC 8301, 3.2) */
const FEWEST_BITS = 1024;

/** The public half of the key that mail of a domain is signed with; undefined when it leaves unsigned. */
export type PublicKeys = (domain: string) => PublicKey | undefined;

/** Reads public keys only: whoever checks signatures needs no key that makes them. */
export async function loadPublicKeys(folder: string): Promise<PublicKeys> {
  const keys = new Map<string, PublicKey>();
  for (const name of await readdir(folder)) {
    const [, selector, domain] = FILE.exec(name) ?? [];
    if (!selector || !domain)
      throw new Error(`${name}: name public keys like selector._domainkey.example.com.pub`);
    const text = await readFile(join(folder, name), 'utf8');
    if (!text.includes('BEGIN PUBLIC KEY')) throw new Error(`${name}: put the public key there, as PEM`);
    const key = createPublicKey(text);
    if (key.asymmetricKeyType !== 'rsa' || (key.asymmetricKeyDetails?.modulusLength ?? 0) < FEWEST_BITS)
      throw new Error(`${name}: a DKIM key must be an RSA key of at least ${FEWEST_BITS} bits (RFC 8301)`);
    const publicKey = key.export({ type: 'spki', format: 'der' }).toString('base64');
    keys.set(domain, { selector, publicKey });
  }
  return (domain) => keys.get(domain.toLowerCase());
}
