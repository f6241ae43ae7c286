import type { Channel, GateDecision, Purpose } from '@rap/contracts/consent';
import { addressHash } from '../consent/address.ts';
import { consentAt } from '../consent/consent-commands.ts';
import { firmSettings } from '../firm/firm-settings.ts';
import { whereabouts } from '../person/person-zone.ts';
import type { FirmContext } from '../tenancy/context.ts';
import { decide, type GateInput } from '@rap/domain/consent/gate';
import type { Recipient } from './recipient.ts';

export interface GateQuestion {
  readonly channel: Channel;
  readonly purpose: Purpose;
  readonly recipient: Recipient;
  readonly notAfterMs: number;
  /** when the number sent the keyword that this answers, epoch ms */
  readonly answersKeywordAtMs?: number;
}

/**
 * Asks the gate with everything as it stands in this transaction, under a lock on the person's budget: two messages to one
 * person are counted one after the other, so caps cannot race. `ctx.now()` is the clock at the hand-over.
 */
export async function askGate(ctx: FirmContext, question: GateQuestion): Promise<GateDecision> {
  const { channel, purpose, recipient } = question;
  const personId = recipient.person.id;
  await ctx.em.query(
    `insert into app.send_budget (person_id) values ($1) on conflict (firm_id, person_id) do nothing`,
    [personId],
  );
  await ctx.em.query(`select 1 from app.send_budget where firm_id = $1 and person_id = $2 for update`, [
    ctx.firmId,
    personId,
  ]);
  const known = await readForGate(ctx, channel, recipient);
  return decide({
    channel,
    purpose,
    nowMs: ctx.now(),
    notAfterMs: question.notAfterMs,
    ...(question.answersKeywordAtMs === undefined ? {} : { answersKeywordAtMs: question.answersKeywordAtMs }),
    ...known,
  });
}

/** All that the gate knows of a person's channel, whatever the message: as it stands, under no lock. */
export async function readForGate(
  ctx: FirmContext,
  channel: Channel,
  recipient: Recipient,
): Promise<Omit<GateInput, 'channel' | 'purpose' | 'nowMs' | 'notAfterMs' | 'answersKeywordAtMs'>> {
  const personId = recipient.person.id;
  const hash = await addressHash(ctx, channel, recipient.address);
  const settings = await firmSettings(ctx);
  return {
    ...(recipient.fault ? { addressFault: recipient.fault } : {}),
    ...(await consentAt(ctx, personId, channel, hash)),
    ...(await holdOn(ctx, personId)),
    places: (await whereabouts(ctx, personId)).places,
    firm: {
      stopSending: settings.stopSending,
      blackoutDays: settings.blackoutDays,
      safeHoursOnly: settings.sendingHours === 'safe',
      perDay: channel === 'sms' ? settings.maxTextsPerDay : settings.maxEmailsPerDay,
      perWeek: channel === 'sms' ? settings.maxTextsPerWeek : settings.maxEmailsPerWeek,
      conversationMinutes: settings.conversationMinutes,
    },
    ...(await historyOf(ctx, personId, channel)),
  };
}

/** What left or may have left within a week, and when the person last wrote. */
async function historyOf(
  ctx: FirmContext,
  personId: string,
  channel: Channel,
): Promise<{ sentAtMs: number[]; lastInboundMs?: number }> {
  const sent: { occurred_at: Date }[] = await ctx.em.query(
    `select occurred_at from app.delivery
      where firm_id = $1 and person_id = $2 and channel = $3 and state in ('handing_over', 'accepted', 'unknown') and occurred_at > $4`,
    [ctx.firmId, personId, channel, new Date(ctx.now() - 7 * 86_400_000)],
  );
  const heard: { at: Date | null }[] = await ctx.em.query(
    `select max(occurred_at) as at from app.communication
      where firm_id = $1 and person_id = $2 and channel = $3 and direction = 'in' and not automatic`,
    [ctx.firmId, personId, channel],
  );
  const lastInbound = heard[0]?.at;
  return {
    sentAtMs: sent.map((row) => row.occurred_at.getTime()),
    ...(lastInbound ? { lastInboundMs: lastInbound.getTime() } : {}),
  };
}

export async function holdOn(ctx: FirmContext, personId: string): Promise<{ hold?: { reason: string } }> {
  const rows: { reason: string }[] = await ctx.em.query(
    `select reason from app.person_hold where firm_id = $1 and person_id = $2 and released_at is null order by since limit 1`,
    [ctx.firmId, personId],
  );
  return rows[0] ? { hold: { reason: rows[0].reason } } : {};
}
