import { installKey } from '@rap/database/sealing/install-key';
import type { DkimKeys } from '@rap/providers/smtp/dkim-keys';
import { createMailAddresses, type MailAddresses } from '@rap/providers/smtp/return-path';

/** What an installation sends with, besides the firm's own settings. */
export interface SendingIdentity {
  readonly mailAddresses: MailAddresses;
  /** signs unsubscribe links */
  readonly linkKey: Buffer;
  /** where those links lead */
  readonly publicUrl: string;
  /** signs mail from the domains that have a key */
  readonly dkim?: DkimKeys;
}

/** From the folder of keys and the settings of a worker. */
export async function loadSendingIdentity(
  { KEYS_DIR, MAIL_DOMAIN, PUBLIC_URL }: Readonly<Record<'KEYS_DIR' | 'MAIL_DOMAIN' | 'PUBLIC_URL', string>>,
  dkim?: DkimKeys,
): Promise<SendingIdentity> {
  return {
    mailAddresses: createMailAddresses(await installKey(KEYS_DIR, 'mail-addresses'), MAIL_DOMAIN),
    linkKey: await installKey(KEYS_DIR, 'links'),
    publicUrl: PUBLIC_URL,
    ...(dkim ? { dkim } : {}),
  };
}
