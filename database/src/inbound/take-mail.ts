import { findByMessageId, storeCommunication } from '../communication/store-communication.ts';
import { optOut } from '../consent/consent-commands.ts';
import { noteContact } from '../person/note-contact.ts';
import type { FirmContext } from '../tenancy/context.ts';

export interface TakenMail {
  /** the thread whose reply address it came to */
  readonly threadId: string;
  readonly messageId: string | null;
  readonly inReplyTo: string | null;
  readonly from: string;
  readonly subject: string;
  readonly text: string;
  /** written by a machine (RFC 3834) or a list: kept, and nothing reacts */
  readonly automatic: boolean;
  /** the sender proved to be the one it names */
  readonly authenticated: boolean;
}

/** Keeps a reply, once by its Message-ID, with its person and thread; only an authenticated person's own words are an event. */
export async function takeMail(ctx: FirmContext, mail: TakenMail): Promise<void> {
  const threads: { person_id: string | null }[] = await ctx.em.query(
    `select person_id from app.communication where firm_id = $1 and thread_id = $2 and direction = 'out' limit 1`,
    [ctx.firmId, mail.threadId],
  );
  const personId = threads[0]?.person_id ?? null;
  const answered = mail.inReplyTo ? await findByMessageId(ctx, 'out', mail.inReplyTo) : undefined;
  const { row, created } = await storeCommunication(ctx, {
    personId,
    channel: 'email',
    direction: 'in',
    address: mail.from,
    subject: mail.subject,
    body: mail.text,
    threadId: mail.threadId,
    ...(answered ? { inReplyTo: answered.id } : {}),
    ...(mail.messageId ? { messageId: mail.messageId } : {}),
    automatic: mail.automatic,
    authenticated: mail.authenticated,
    occurredAtMs: ctx.now(),
  });
  if (!created || !personId || mail.automatic || !mail.authenticated) return;
  await noteContact(ctx, personId);
  const payload = { communicationId: row.id, threadId: row.threadId, inReplyTo: answered?.id ?? null };
  ctx.emit({ subjectId: personId, kind: 'email.received', payload });
}

/** Notes that a message came back; an address that does not work, now and later, is closed and marked. */
export async function takeBounce(
  ctx: FirmContext,
  deliveryId: string,
  bounce: { hard: boolean },
): Promise<void> {
  const rows: { id: string; person_id: string; address_sealed: Buffer }[] = await ctx.em
    .query(
      `update app.delivery set provider_state = 'bounced' where firm_id = $1 and id = $2 and provider_state is distinct from 'bounced'
     returning id, person_id, address_sealed`,
      [ctx.firmId, deliveryId],
    )
    .then((result: [{ id: string; person_id: string; address_sealed: Buffer }[], number]) => result[0]);
  const row = rows[0];
  if (!row) return;
  if (bounce.hard) {
    const place = { table: 'app.delivery', column: 'address', rowId: row.id };
    const address = await ctx.sealer.open(place, row.address_sealed);
    await optOut(ctx, {
      channel: 'email',
      address,
      scope: 'all',
      source: 'hard_bounce',
      personId: row.person_id,
    });
    await ctx.em.query(
      `update app.person_email set bounced_at = $3 where firm_id = $1 and address_norm = $2 and bounced_at is null`,
      [ctx.firmId, address.trim().toLowerCase(), new Date(ctx.now())],
    );
  }
  ctx.emit({
    subjectId: row.person_id,
    kind: 'email.bounced',
    payload: { deliveryId: row.id, permanent: bounce.hard },
  });
}

/** Unsubscribes the address of a delivery from marketing, by its link or the mail program's button; once is enough. */
export async function unsubscribe(
  ctx: FirmContext,
  deliveryId: string,
  source: 'link' | 'one_click',
): Promise<boolean> {
  const rows: { id: string; person_id: string; channel: 'email' | 'sms'; address_sealed: Buffer }[] =
    await ctx.em.query(
      `select id, person_id, channel, address_sealed from app.delivery where firm_id = $1 and id = $2`,
      [ctx.firmId, deliveryId],
    );
  const row = rows[0];
  if (!row) return false;
  const address = await ctx.sealer.open(
    { table: 'app.delivery', column: 'address', rowId: row.id },
    row.address_sealed,
  );
  await optOut(ctx, { channel: row.channel, address, scope: 'marketing', source, personId: row.person_id });
  return true;
}
