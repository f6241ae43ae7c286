import { Injectable } from '@nestjs/common';
import { FirmSettings } from '@rap/contracts/firm-settings';
import { SendingRules, type SendingRulesChanges, type StopSwitch } from '@rap/contracts/sending-rules';
import { archiveBacklog } from '@rap/database/delivery/archive-ledger';
import { FirmEntity } from '@rap/database/firm/firm.entity';
import { changeSettings } from '@rap/database/firm/sending-rules';
import { firmSettings } from '@rap/database/firm/firm-settings';
import { Directory } from '@rap/database/identity/directory';
import type { FirmContext } from '@rap/database/tenancy/context';
import type { StateHours } from '@rap/contracts/state-hours';
import { canonicalJson } from '@rap/domain/automation/definition/canonical-json';
import { looserThanDefault, STATE_HOURS_BY_DEFAULT } from '@rap/domain/consent/sending-hours';
import { isState } from '@rap/domain/places/places';
import { STATE_NAMES } from '@rap/domain/places/state-names';
import { readPhone } from '@rap/domain/messages/phone';
import { authorise } from '../http/authorise.ts';
import type { Principal } from '../http/edge.ts';
import { invalid, stale } from '../http/problem-error.ts';

/** A Twilio messaging service instead of a number. */
const MESSAGING_SERVICE = /^MG[0-9a-f]{32}$/i;
const DOMAIN = /^([a-z0-9-]{1,63}\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/i;

@Injectable()
export class SendingRulesService {
  private readonly directory: Directory;

  constructor(directory: Directory) {
    this.directory = directory;
  }

  async get(ctx: FirmContext, me: Principal): Promise<SendingRules> {
    authorise(me, 'settings.read');
    return present(ctx, await ctx.em.getRepository(FirmEntity).findOneByOrFail({ firmId: ctx.firmId }));
  }

  async change(
    ctx: FirmContext,
    me: Principal,
    { version, reason, ...changes }: SendingRulesChanges,
  ): Promise<SendingRules> {
    authorise(me, 'settings.change');
    checkSenders(changes);
    await checkHours(ctx, changes.stateHours ?? [], reason);
    await this.takeNumbers(ctx, changes);
    // what is not named is not changed: an undefined would wipe it out
    const named = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
    const written = await changeSettings(ctx, named, { version, ...(reason ? { reason } : {}) });
    if (written.outcome === 'stale') throw stale(await present(ctx, written.firm));
    return present(ctx, written.firm);
  }

  async stop(ctx: FirmContext, me: Principal, { on, reason }: StopSwitch): Promise<SendingRules> {
    authorise(me, 'settings.change');
    const { firm } = await changeSettings(ctx, { stopSending: on }, { reason });
    return present(ctx, firm);
  }

  /** Texts to these numbers are this firm's from now on; a number that is another firm's is refused. */
  private async takeNumbers(ctx: FirmContext, { smsFrom, smsNumbers }: Partial<FirmSettings>): Promise<void> {
    const single = smsFrom && !MESSAGING_SERVICE.test(smsFrom) ? [{ number: smsFrom, field: 'smsFrom' }] : [];
    const several = (smsNumbers ?? []).map((number, at) => ({ number, field: `smsNumbers.${at}` }));
    for (const { number, field } of [...single, ...several]) {
      await this.directory.put(ctx, 'phone', number, ctx.firmId);
      const [holder] = await this.directory.find('phone', number);
      if (holder && holder.firmId !== ctx.firmId) {
        const message = 'Texts to this number go elsewhere: give a number of your own.';
        throw invalid([{ field, code: 'number_taken', message }]);
      }
    }
  }
}

/** Stricter hours are free. Longer ones than a state's default are a decision that somebody answers for: they say why, once. */
async function checkHours(
  ctx: FirmContext,
  stateHours: readonly StateHours[],
  reason: string | undefined,
): Promise<void> {
  const seen = new Set<string>();
  for (const [at, { state }] of stateHours.entries()) {
    const field = `stateHours.${at}.state`;
    if (!isState(state))
      throw invalid([{ field, code: 'unknown_state', message: 'There is no such state.' }]);
    if (seen.has(state))
      throw invalid([{ field, code: 'twice', message: 'This state stands here twice: leave one.' }]);
    seen.add(state);
  }
  const standing = (await firmSettings(ctx)).stateHours.map((own) => canonicalJson(own));
  const looser = stateHours.filter((own) => looserThanDefault(own) && !standing.includes(canonicalJson(own)));
  if (looser.length === 0 || reason) return;
  const states = looser.map(({ state }) => STATE_NAMES[state] ?? state).join(', ');
  const message = `These hours are longer than the default of ${states}: say why, for the firm's history.`;
  throw invalid([{ field: 'reason', code: 'reason_needed', message }]);
}

function checkSenders({ smsFrom, emailDomain }: Partial<FirmSettings>): void {
  if (smsFrom && !MESSAGING_SERVICE.test(smsFrom)) {
    const read = readPhone(smsFrom);
    if (!read.ok || read.e164 !== smsFrom) {
      const message = 'Give a number like +12165550100, or the id of a messaging service (MG...).';
      throw invalid([{ field: 'smsFrom', code: 'sender_unreadable', message }]);
    }
  }
  if (emailDomain && !DOMAIN.test(emailDomain)) {
    const message = 'Give the domain alone, for example harbor.example.';
    throw invalid([{ field: 'emailDomain', code: 'domain_unreadable', message }]);
  }
}

async function present(ctx: FirmContext, firm: FirmEntity): Promise<SendingRules> {
  const { count, since } = await archiveBacklog(ctx);
  return SendingRules.parse({
    ...FirmSettings.parse(firm.settings),
    version: firm.version,
    stateHoursByDefault: STATE_HOURS_BY_DEFAULT,
    archiveOwed: count,
    archiveOwedSince: since?.toISOString() ?? null,
  });
}
