import { createPrivateKey } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DkimKey } from './message.ts';

/** `selector._domainkey.example.com.pem`: the name under which the public key stands in the DNS, and `.pem` */
const FILE = /^([a-z0-9-]+)\._domainkey\.([a-z0-9.-]+)\.pem$/;

/** The key of a domain that mail is sent from; undefined when it has none. */
export type DkimKeys = (domain: string) => DkimKey | undefined;

/**
 * Reads the private keys that mail is signed with, one file a domain. A file that is none of them, or a key that cannot
 * sign, ends the start: mail that goes out unsigned looks the same to everybody but its readers' spam filters.
 */
export async function loadDkimKeys(folder: string): Promise<DkimKeys> {
  const keys = new Map<string, DkimKey>();
  for (const name of await readdir(folder)) {
    const [, selector, domain] = FILE.exec(name) ?? [];
    if (!selector || !domain)
      throw new Error(`${name}: name DKIM keys like selector._domainkey.example.com.pem`);
    const privateKey = await readFile(join(folder, name), 'utf8');
    if (createPrivateKey(privateKey).asymmetricKeyType !== 'rsa')
      throw new Error(`${name}: a DKIM key must be an RSA key (RFC 8301)`);
    keys.set(domain, { domain, selector, privateKey });
  }
  return (domain) => keys.get(domain.toLowerCase());
}
