import { Injectable } from '@nestjs/common';
import type { HeldMessage, HeldMessages } from '@rap/contracts/recovery';
import type { DeliveryEntity } from '@rap/database/delivery/delivery.entity';
import { decideHeld, heldDeliveries, type RecoveryDecision } from '@rap/database/recovery/held-deliveries';
import type { FirmContext } from '@rap/database/tenancy/context';
import { authorise } from '../http/authorise.ts';
import type { Principal } from '../http/edge.ts';
import { notFound } from '../http/problem-error.ts';

/** What a restored system holds back until a person has decided. */
@Injectable()
export class RecoveryService {
  async list(ctx: FirmContext, me: Principal): Promise<HeldMessages> {
    authorise(me, 'delivery.read');
    return { items: (await heldDeliveries(ctx)).map(present) };
  }

  /** The row is what counts: whoever waits to send it asks again within five minutes. */
  async decide(
    ctx: FirmContext,
    me: Principal,
    id: string,
    decision: RecoveryDecision,
  ): Promise<HeldMessage> {
    authorise(me, 'delivery.release');
    const row = await decideHeld(ctx, id, decision);
    if (!row) throw notFound('held message');
    return present(row);
  }
}

const present = (row: DeliveryEntity): HeldMessage => ({
  deliveryId: row.id,
  personId: row.personId,
  channel: row.channel,
  purpose: row.purpose,
  templateKey: row.templateKey,
  dueAt: row.dueAt.toISOString(),
  notAfter: row.notAfter.toISOString(),
});
