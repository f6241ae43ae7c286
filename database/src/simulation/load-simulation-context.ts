import { FACT_CATALOGUE } from '@rap/contracts/automation/facts';
import { SimulationContext, type SimulatedChannel } from '@rap/contracts/automation/simulation-context';
import type { Channel } from '@rap/contracts/consent';
import { loadFacts } from '../facts/load-facts.ts';
import { firmSettings } from '../firm/firm-settings.ts';
import { FirmEntity } from '../firm/firm.entity.ts';
import { whereabouts } from '../person/person-zone.ts';
import { holdOn, readForGate } from '../sending/ask-gate.ts';
import { recipientOf } from '../sending/recipient.ts';
import type { FirmContext } from '../tenancy/context.ts';

/** Everything that a simulation of this person reads, as it stands in this transaction. Throws when they are not there. */
export async function loadSimulationContext(ctx: FirmContext, personId: string): Promise<SimulationContext> {
  const settings = await firmSettings(ctx);
  const firm = await ctx.em.getRepository(FirmEntity).findOneByOrFail({ firmId: ctx.firmId });
  const { places, zone } = await whereabouts(ctx, personId);
  const { hold } = await holdOn(ctx, personId);
  return SimulationContext.parse({
    personId,
    asOfMs: ctx.now(),
    zone,
    firmZone: firm.timeZone,
    facts: await loadFacts(ctx, personId, Object.keys(FACT_CATALOGUE), ctx.now()),
    places,
    hold: hold ?? null,
    firm: {
      stopSending: settings.stopSending,
      blackoutDays: settings.blackoutDays,
      safeHoursOnly: settings.sendingHours === 'safe',
      stateHours: settings.stateHours,
      conversationMinutes: settings.conversationMinutes,
    },
    email: await channelOf(ctx, personId, 'email'),
    sms: await channelOf(ctx, personId, 'sms'),
  });
}

async function channelOf(
  ctx: FirmContext,
  personId: string,
  channel: Channel,
): Promise<SimulatedChannel | null> {
  const recipient = await recipientOf(ctx, personId, channel);
  if (!recipient) return null;
  const { addressFault, permissions, optOuts, sentAtMs, lastInboundMs, firm } = await readForGate(
    ctx,
    channel,
    recipient,
  );
  return {
    addressFault: addressFault ?? null,
    permissions: [...permissions],
    optOuts: [...optOuts],
    sentAtMs: [...sentAtMs],
    lastInboundMs: lastInboundMs ?? null,
    perDay: firm.perDay,
    perWeek: firm.perWeek,
  };
}
