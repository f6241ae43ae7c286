import { findRecord } from '../records/write-record.ts';
import type { FirmContext } from '../tenancy/context.ts';
import { CommunicationEntity } from './communication.entity.ts';

/** How a reply belongs to what it answers (RFC 5322, 3.6.4). */
export interface ReplyThread {
  /** the message that is answered */
  readonly id: string;
  readonly threadId: string;
  /** Message-IDs with angle brackets, oldest first, the answered one last; empty when none is known */
  readonly references: readonly string[];
}

/** As many as a header needs: mail programs look at the last ones. */
const MOST_REFERENCES = 20;

/** The thread of a message, as a reply has to name it. Undefined when the message is not there. */
export async function threadOf(ctx: FirmContext, communicationId: string): Promise<ReplyThread | undefined> {
  const answered = await findRecord(ctx, CommunicationEntity, communicationId);
  if (!answered) return undefined;
  const before = await ctx.em
    .getRepository(CommunicationEntity)
    .createQueryBuilder('c')
    .where('c.firmId = :firmId and c.threadId = :threadId and c.id <> :id', {
      firmId: ctx.firmId,
      threadId: answered.threadId,
      id: answered.id,
    })
    .andWhere('c.occurredAt <= :at and c.messageIdSealed is not null', { at: answered.occurredAt })
    .orderBy('c.occurredAt', 'DESC')
    .limit(MOST_REFERENCES - 1)
    .getMany();
  const references: string[] = [];
  for (const row of [...before.toReversed(), answered]) {
    const place = { table: 'app.communication', column: 'message_id', rowId: row.id };
    const messageId = await ctx.sealer.open(place, row.messageIdSealed);
    if (messageId) references.push(messageId);
  }
  return { id: answered.id, threadId: answered.threadId, references };
}
