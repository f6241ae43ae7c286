import { ORDER_KEY } from '../delivery/delivery-keys.ts';
import type { FirmContext } from '../tenancy/context.ts';

/** What is older than that is history, not work of today. */
const REPLY_DAYS = 60;

export interface OpenReply {
  readonly id: string;
  readonly version: number;
  readonly personId: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly channel: 'email' | 'sms';
  readonly words: string | null;
  readonly occurredAt: Date;
}

/**
 * The last inbound message of each person that waits for somebody: no person has written, called or said that it is done
 * since. What an automation sent is no answer, nor what a keyword is answered with.
 */
export async function openReplies(ctx: FirmContext, limit: number): Promise<OpenReply[]> {
  const rows: (Omit<OpenReply, 'words'> & { bodySealed: Buffer })[] = await ctx.em.query(
    `select c.id, c.version, c.person_id as "personId", p.first_name as "firstName", p.last_name as "lastName",
            c.channel, c.body_sealed as "bodySealed", c.occurred_at as "occurredAt"
       from app.communication c
       join app.person p on p.firm_id = c.firm_id and p.id = c.person_id and p.deleted_at is null
      where c.firm_id = $1 and c.direction = 'in' and c.handled_at is null and not c.automatic and c.deleted_at is null
        and c.channel in ('email', 'sms') and c.occurred_at >= $2
        and not exists (select from app.communication l
          where l.firm_id = c.firm_id and l.person_id = c.person_id and l.deleted_at is null
            and (l.occurred_at, l.id) > (c.occurred_at, c.id)
            and (l.channel in ('email', 'sms') and l.direction = 'in' and not l.automatic
              or l.direction = 'out' and not l.automatic and (l.channel in ('phone', 'letter') or exists (select from app.delivery d
                where d.firm_id = l.firm_id and d.communication_id = l.id and d.effect_key ^@ $4))))
      order by c.occurred_at desc, c.id desc limit $3`,
    [ctx.firmId, new Date(ctx.now() - REPLY_DAYS * 86_400_000), limit, ORDER_KEY],
  );
  const opened: OpenReply[] = [];
  for (const { bodySealed, ...row } of rows) {
    const place = { table: 'app.communication', column: 'body', rowId: row.id };
    opened.push({ ...row, words: await ctx.sealer.open(place, bodySealed) });
  }
  return opened;
}
