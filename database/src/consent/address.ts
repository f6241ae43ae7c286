import type { Channel } from '@rap/contracts/consent';
import type { FirmContext } from '../tenancy/context.ts';

/** An address as it is compared: lower case for e-mail, E.164 for texts. */
export const normaliseAddress = (channel: Channel, address: string): string =>
  channel === 'email' ? address.trim().toLowerCase() : address.trim();

/** The keyed hash by which an address is found without being readable. */
export function addressHash(ctx: FirmContext, channel: Channel, address: string): Promise<Buffer> {
  return ctx.sealer.hash('address', `${channel}:${normaliseAddress(channel, address)}`);
}
