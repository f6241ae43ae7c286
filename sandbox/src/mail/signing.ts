import { generateKeyPairSync } from 'node:crypto';

/** The key by which every domain of the sandbox signs its mail; made at each start, published by the sandbox's DNS. */
export interface SigningKey {
  readonly selector: string;
  /** PEM */
  readonly privateKey: string;
  /** the TXT record of `<selector>._domainkey.<domain>` (RFC 6376, 3.6.1) */
  readonly record: string;
}

export function createSigningKey(): SigningKey {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const published = publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
  return {
    selector: 'sandbox',
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    record: `v=DKIM1; k=rsa; p=${published}`,
  };
}
