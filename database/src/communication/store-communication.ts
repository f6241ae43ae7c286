import { addressHash } from '../consent/address.ts';
import { newId } from '../records/new-id.ts';
import { insertRecord } from '../records/write-record.ts';
import type { FirmContext } from '../tenancy/context.ts';
import { CommunicationEntity } from './communication.entity.ts';

export interface NewCommunication {
  readonly id?: string;
  readonly personId: string | null;
  readonly channel: CommunicationEntity['channel'];
  readonly direction: 'in' | 'out';
  /** the other side's address or number */
  readonly address: string;
  readonly subject?: string;
  readonly body: string;
  /** a new thread begins when left out */
  readonly threadId?: string;
  readonly inReplyTo?: string;
  /** with angle brackets; makes a repeated hand-over the same message */
  readonly messageId?: string;
  readonly providerId?: string;
  readonly automatic: boolean;
  readonly authenticated?: boolean;
  readonly occurredAtMs: number;
}

/** Keeps one message, sealed and searchable; a message that came before is found by its own or the provider's id. */
export async function storeCommunication(
  ctx: FirmContext,
  message: NewCommunication,
): Promise<{ row: CommunicationEntity; created: boolean }> {
  const messageIdHash = message.messageId ? await hashMessageId(ctx, message.messageId) : null;
  const known = await findKnown(ctx, message, messageIdHash);
  if (known) return { row: known, created: false };
  const id = message.id ?? newId();
  const place = (column: string) => ({ table: 'app.communication', column, rowId: id });
  const occurredAt = new Date(message.occurredAtMs);
  const row = await insertRecord(ctx, CommunicationEntity, {
    id,
    personId: message.personId,
    channel: message.channel,
    direction: message.direction,
    addressSealed: await ctx.sealer.seal(place('address'), message.address),
    addressHash: await hashOf(ctx, message),
    subjectSealed: await ctx.sealer.seal(place('subject'), message.subject ?? null),
    bodySealed: await ctx.sealer.seal(place('body'), message.body),
    threadId: message.threadId ?? id,
    inReplyTo: message.inReplyTo ?? null,
    messageIdHash,
    messageIdSealed: await ctx.sealer.seal(place('message_id'), message.messageId ?? null),
    providerId: message.providerId ?? null,
    automatic: message.automatic,
    authenticated: message.authenticated ?? null,
    occurredAt,
  });
  const tokens = await ctx.sealer.tokens('message', `${message.subject ?? ''} ${message.body}`);
  await ctx.em.query(
    `insert into app.message_search (message_id, person_id, sent_at, tokens) values ($1, $2, $3, $4::bigint[])`,
    [id, message.personId, occurredAt, tokens],
  );
  return { row, created: true };
}

/** Our outgoing message of a Message-ID, for replies that name it. */
export async function findByMessageId(
  ctx: FirmContext,
  direction: 'in' | 'out',
  messageId: string,
): Promise<CommunicationEntity | undefined> {
  const messageIdHash = await hashMessageId(ctx, messageId);
  const found = await ctx.em
    .getRepository(CommunicationEntity)
    .findOneBy({ firmId: ctx.firmId, direction, messageIdHash });
  return found ?? undefined;
}

/** The words of a message the actor may see. */
export async function openCommunication(
  ctx: FirmContext,
  row: CommunicationEntity,
): Promise<{ address: string; subject: string | null; body: string }> {
  const place = (column: string) => ({ table: 'app.communication', column, rowId: row.id });
  return {
    address: await ctx.sealer.open(place('address'), row.addressSealed),
    subject: await ctx.sealer.open(place('subject'), row.subjectSealed),
    body: await ctx.sealer.open(place('body'), row.bodySealed),
  };
}

/** Addresses that messages can be sent to are found by one hash, whatever they are asked for. */
const hashOf = (ctx: FirmContext, { channel, address }: NewCommunication): Promise<Buffer> =>
  channel === 'email' || channel === 'sms'
    ? addressHash(ctx, channel, address)
    : ctx.sealer.hash('address', `${channel}:${address.trim()}`);

const hashMessageId = (ctx: FirmContext, messageId: string): Promise<Buffer> =>
  ctx.sealer.hash('message', `message-id:${messageId}`);

async function findKnown(
  ctx: FirmContext,
  { channel, direction, providerId }: NewCommunication,
  messageIdHash: Buffer | null,
): Promise<CommunicationEntity | null> {
  const repository = ctx.em.getRepository(CommunicationEntity);
  if (messageIdHash) {
    const byId = await repository.findOneBy({ firmId: ctx.firmId, direction, messageIdHash });
    if (byId) return byId;
  }
  return providerId ? repository.findOneBy({ firmId: ctx.firmId, channel, providerId }) : null;
}
