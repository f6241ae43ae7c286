import { Injectable } from '@nestjs/common';
import type { LegalHold, LegalHolds } from '@rap/contracts/legal-hold';
import {
  legalHolds,
  openMatter,
  placeLegalHold,
  releaseLegalHold,
  type LegalHoldEntity,
} from '@rap/database/erasure/legal-hold';
import type { FirmContext } from '@rap/database/tenancy/context';
import { authorise } from '../http/authorise.ts';
import type { Principal } from '../http/edge.ts';
import { settled, type Shown } from '../http/settled.ts';

const SHOWN: Shown<LegalHoldEntity, LegalHold> = { what: 'legal hold', show };

@Injectable()
export class LegalHoldService {
  async list(ctx: FirmContext, me: Principal): Promise<LegalHolds> {
    authorise(me, 'legal_hold.read');
    const items: LegalHold[] = [];
    for (const row of await legalHolds(ctx)) items.push(await show(ctx, row));
    return { items };
  }

  async place(ctx: FirmContext, me: Principal, matter: string): Promise<LegalHold> {
    authorise(me, 'legal_hold.change');
    return show(ctx, await placeLegalHold(ctx, matter));
  }

  async release(ctx: FirmContext, me: Principal, id: string, version: number): Promise<LegalHold> {
    authorise(me, 'legal_hold.change');
    return settled(ctx, SHOWN, await releaseLegalHold(ctx, id, version));
  }
}

async function show(ctx: FirmContext, row: LegalHoldEntity): Promise<LegalHold> {
  return {
    id: row.id,
    version: row.version,
    matter: await openMatter(ctx, row),
    since: row.since.toISOString(),
    releasedAt: row.releasedAt?.toISOString() ?? null,
  };
}
