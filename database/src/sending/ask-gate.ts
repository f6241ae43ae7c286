import type { Channel, GateDecision, OptOutScope, OptOutSource, Purpose } from '@rap/contracts/consent';
import { FirmSettings } from '@rap/contracts/firm-settings';
import { addressHash } from '../consent/address.ts';
import { PLACE_COLUMNS, whereaboutsIn, type PlaceRow } from '../person/person-zone.ts';
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
  /** a user's test to their own address */
  readonly ownTest?: boolean;
}

/**
 * Asks the gate with everything as it stands in this transaction, under a lock on the person's budget: two messages to one
 * person are counted one after the other, so caps cannot race. `ctx.now()` is the clock at the hand-over.
 */
export async function askGate(ctx: FirmContext, question: GateQuestion): Promise<GateDecision> {
  const { channel, purpose, recipient } = question;
  if (recipient.person) await lockBudget(ctx, recipient.person.id);
  const known = await readForGate(ctx, channel, recipient);
  return decide({
    channel,
    purpose,
    nowMs: ctx.now(),
    notAfterMs: question.notAfterMs,
    ...(question.answersKeywordAtMs === undefined ? {} : { answersKeywordAtMs: question.answersKeywordAtMs }),
    ...(question.ownTest ? { ownTest: true } : {}),
    ...known,
  });
}

/** The first message to somebody makes the row; whoever waits for another's insert finds it then. */
async function lockBudget(ctx: FirmContext, personId: string): Promise<void> {
  const lock = (): Promise<unknown[]> =>
    ctx.em.query(`select 1 from app.send_budget where firm_id = $1 and person_id = $2 for update`, [
      ctx.firmId,
      personId,
    ]);
  if ((await lock()).length > 0) return;
  const made: unknown[] = await ctx.em.query(
    `insert into app.send_budget (person_id) values ($1) on conflict (firm_id, person_id) do nothing returning 1`,
    [personId],
  );
  if (made.length === 0) await lock();
}

interface GateRow extends PlaceRow {
  settings: unknown;
  permissions: { purpose: Purpose }[];
  opt_outs: { scope: OptOutScope; source: OptOutSource }[];
  hold: string | null;
  sent: number[];
  heard: string | null;
}

/**
 * All that the gate knows of a person's channel, whatever the message: as it stands, under no lock. An agreement that waits
 * for the phone's own YES is none yet; what left or may have left counts for a week.
 * Of a number that is nobody's it knows the opt-outs alone, so nothing but the answer to a keyword passes.
 */
export async function readForGate(
  ctx: FirmContext,
  channel: Channel,
  recipient: Recipient,
): Promise<
  Omit<GateInput, 'channel' | 'purpose' | 'nowMs' | 'notAfterMs' | 'answersKeywordAtMs' | 'ownTest'>
> {
  const rows: GateRow[] = await ctx.em.query(
    `select f.settings, ${PLACE_COLUMNS},
            (select coalesce(jsonb_agg(jsonb_build_object('purpose', g.purpose)), '[]') from app.permission g
              where g.firm_id = $1 and g.person_id = $2 and g.channel = $3 and g.address_hash = $4
                and g.withdrawn_at is null and not g.awaits_yes) as permissions,
            (select coalesce(jsonb_agg(jsonb_build_object('scope', o.scope, 'source', o.source)), '[]') from app.opt_out o
              where o.firm_id = $1 and o.channel = $3 and o.address_hash = $4 and o.lifted_at is null) as opt_outs,
            ${HOLD} as hold,
            (select coalesce(jsonb_agg(app.epoch_ms(d.occurred_at)), '[]') from app.delivery d
              where d.firm_id = $1 and d.person_id = $2 and d.channel = $3
                and d.state in ('handing_over', 'accepted', 'unknown') and d.occurred_at > $5) as sent,
            (select app.epoch_ms(max(c.occurred_at)) from app.communication c
              where c.firm_id = $1 and c.person_id = $2 and c.channel = $3 and c.direction = 'in' and not c.automatic) as heard
       from app.firm f left join app.person p on p.firm_id = f.firm_id and p.id = $2
      where f.firm_id = $1 and ($2::uuid is null or p.id is not null)`,
    [
      ctx.firmId,
      recipient.person?.id ?? null,
      channel,
      await addressHash(ctx, channel, recipient.address),
      new Date(ctx.now() - 7 * 86_400_000),
    ],
  );
  const row = rows[0];
  if (!row) throw new Error(`person ${recipient.person?.id} is not there`);
  const settings = FirmSettings.parse(row.settings);
  return {
    ...(recipient.fault ? { addressFault: recipient.fault } : {}),
    permissions: row.permissions,
    optOuts: row.opt_outs,
    ...(row.hold === null ? {} : { hold: { reason: row.hold } }),
    places: recipient.person ? whereaboutsIn(row).places : { zones: [], states: [] },
    firm: {
      stopSending: settings.stopSending,
      blackoutDays: settings.blackoutDays,
      safeHoursOnly: settings.sendingHours === 'safe',
      stateHours: settings.stateHours,
      perDay: channel === 'sms' ? settings.maxTextsPerDay : settings.maxEmailsPerDay,
      perWeek: channel === 'sms' ? settings.maxTextsPerWeek : settings.maxEmailsPerWeek,
      conversationMinutes: settings.conversationMinutes,
    },
    sentAtMs: row.sent,
    ...(row.heard === null ? {} : { lastInboundMs: Number(row.heard) }),
  };
}

/** Why everything for a person stands still, of several reasons the oldest: of firm $1 and person $2. */
const HOLD = `(select h.reason from app.person_hold h
  where h.firm_id = $1 and h.person_id = $2 and h.released_at is null order by h.since limit 1)`;

export async function holdOn(ctx: FirmContext, personId: string): Promise<{ hold?: { reason: string } }> {
  const rows: { reason: string | null }[] = await ctx.em.query(`select ${HOLD} as reason`, [
    ctx.firmId,
    personId,
  ]);
  const reason = rows[0]?.reason ?? null;
  return reason === null ? {} : { hold: { reason } };
}
