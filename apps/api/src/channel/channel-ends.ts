import type { ChannelEnd, ChannelEnds } from '@rap/contracts/channel-ends';
import type { Settings } from '../settings.ts';

type Addresses = Pick<Settings, 'SMTP_URL' | 'TWILIO_API_BASE' | 'SANDBOX_SMTP_URL' | 'SANDBOX_URL'>;

/**
 * A channel ends in the sandbox only when its address is the sandbox's own. A mail server of this machine is none: it may
 * pass on what it is given.
 */
export function channelEnds({
  SMTP_URL,
  TWILIO_API_BASE,
  SANDBOX_SMTP_URL,
  SANDBOX_URL,
}: Addresses): ChannelEnds {
  return {
    email: endOf(SMTP_URL, SANDBOX_SMTP_URL, SANDBOX_URL && `${SANDBOX_URL}/mail`),
    sms: endOf(TWILIO_API_BASE, SANDBOX_URL, SANDBOX_URL && `${SANDBOX_URL}/phones`),
  };
}

function endOf(
  address: string | undefined,
  sandbox: string | undefined,
  opens: string | undefined,
): ChannelEnd {
  const same = address !== undefined && sandbox !== undefined && hostOf(address) === hostOf(sandbox);
  return same ? { mode: 'sandbox', opens: opens ?? null } : { mode: 'real', opens: null };
}

/** With its port. */
const hostOf = (url: string): string => new URL(url).host.toLowerCase();
