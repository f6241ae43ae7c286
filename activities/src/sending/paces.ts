import type { Channel } from '@rap/contracts/consent';
import type { ProviderPace } from '@rap/database/delivery/provider-bucket';

/** Careful paces: mail servers and carriers both punish bursts. */
export const PACES: Readonly<Record<Channel, ProviderPace>> = {
  email: { provider: 'smtp', account: 'default', perSecond: 20, burst: 40 },
  sms: { provider: 'twilio', account: 'default', perSecond: 10, burst: 20 },
};
