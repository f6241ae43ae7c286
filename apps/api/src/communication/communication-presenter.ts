import type { Communication } from '@rap/contracts/communication';
import type { CommunicationEntity } from '@rap/database/communication/communication.entity';
import { openCommunication } from '@rap/database/communication/store-communication';
import type { FirmContext } from '@rap/database/tenancy/context';

/** A message as the API shows it, with its words opened. */
export async function presentCommunication(
  ctx: FirmContext,
  row: CommunicationEntity,
): Promise<Communication> {
  return {
    id: row.id,
    personId: row.personId,
    channel: row.channel,
    direction: row.direction,
    ...(await openCommunication(ctx, row)),
    threadId: row.threadId,
    inReplyTo: row.inReplyTo,
    automatic: row.automatic,
    authenticated: row.authenticated,
    occurredAt: row.occurredAt.toISOString(),
  };
}
