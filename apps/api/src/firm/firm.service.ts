import { Injectable } from '@nestjs/common';
import type { Firm, FirmChanges } from '@rap/contracts/firm';
import { FirmSettings } from '@rap/contracts/firm-settings';
import { isSendingRule } from '@rap/contracts/sending-rules';
import { changeFirm } from '@rap/database/firm/change-firm';
import { FirmEntity } from '@rap/database/firm/firm.entity';
import type { FirmContext } from '@rap/database/tenancy/context';
import { authorise } from '../http/authorise.ts';
import { checkZone } from '../http/check-zone.ts';
import type { Principal } from '../http/edge.ts';
import { fieldProblems } from '../http/field-problems.ts';
import { invalid, stale } from '../http/problem-error.ts';

/** What a firm says of itself and decides for itself. */
@Injectable()
export class FirmService {
  async get(ctx: FirmContext, me: Principal): Promise<Firm> {
    authorise(me, 'settings.read');
    return present(await ctx.em.getRepository(FirmEntity).findOneByOrFail({ firmId: ctx.firmId }));
  }

  async change(ctx: FirmContext, me: Principal, input: FirmChanges): Promise<Firm> {
    authorise(me, 'settings.change');
    checkZone(input.timeZone);
    const { version, settings, ...plain } = input;
    const current = await ctx.em.getRepository(FirmEntity).findOneByOrFail({ firmId: ctx.firmId });
    const changes = settings ? { ...plain, settings: merged(current, settings) } : plain;
    const written = await changeFirm(ctx, version, changes);
    if (written.outcome === 'stale') throw stale(present(written.current));
    return present(written.row);
  }
}

function merged(current: FirmEntity, options: FirmChanges['settings'] & object): FirmSettings {
  if ('allowTestDurations' in options) {
    const message = 'Waits of seconds are for trials: this is decided when a firm is founded.';
    throw invalid([{ field: 'settings.allowTestDurations', code: 'fixed', message }]);
  }
  const elsewhere = Object.keys(options).filter(isSendingRule);
  if (elsewhere.length > 0) {
    const message = 'How the firm sends is checked where it is changed: use PATCH /api/sending-rules.';
    throw invalid(
      elsewhere.map((name) => ({ field: `settings.${name}`, code: 'changed_elsewhere', message })),
    );
  }
  const checked = FirmSettings.safeParse({ ...current.settings, ...options });
  if (checked.success) return checked.data;
  throw invalid(fieldProblems(checked.error.issues, 'settings'));
}

const present = (row: FirmEntity): Firm => ({
  id: row.firmId,
  version: row.version,
  name: row.name,
  timeZone: row.timeZone,
  states: row.states,
  phone: row.phone,
  postalAddress: row.postalAddress,
  settings: FirmSettings.parse(row.settings),
});
