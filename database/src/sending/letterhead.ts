import { FirmSettings } from '@rap/contracts/firm-settings';
import type { TemplateWords } from '@rap/contracts/template';
import { PLACE_COLUMNS, whereaboutsIn, type PlaceRow } from '../person/person-zone.ts';
import { wordsOf } from '../template/template-queries.ts';
import type { FirmContext } from '../tenancy/context.ts';

/** What a message is written with, besides the person's own fields. */
export interface Letterhead {
  readonly firm: {
    readonly name: string;
    readonly phone: string | null;
    readonly postalAddress: string | null;
  };
  readonly settings: FirmSettings;
  /** the person's advisor, as long as they are with the firm */
  readonly owner?: {
    readonly name: string;
    readonly email: string;
    readonly bookingLink: string | null;
    readonly title: string | null;
    readonly phone: string | null;
  };
  /** when the person's next booked meeting starts, epoch ms */
  readonly meetingAtMs?: number;
  /** the clock on which the person reads dates */
  readonly zone: string;
  /** of the template that was asked for; undefined when it is not there */
  readonly template?: TemplateWords;
}

interface Row extends PlaceRow {
  name: string;
  firm_phone: string | null;
  postal_address: string | null;
  settings: unknown;
  owner: NonNullable<Letterhead['owner']> | null;
  meeting_at: string | null;
  template: Parameters<typeof wordsOf>[0] | null;
}

/** Without a person it is the firm's alone. A wording is found by key and number, also when it is retired: a plan keeps the number it was published with. */
export async function readLetterhead(
  ctx: FirmContext,
  personId: string | null,
  template?: { readonly key: string; readonly version: number },
): Promise<Letterhead> {
  const rows: Row[] = await ctx.em.query(
    `select f.name, f.phone as firm_phone, f.postal_address, f.settings, ${PLACE_COLUMNS},
            (select jsonb_build_object('name', u.display_name, 'email', u.email, 'bookingLink', u.booking_link,
                    'title', u.title, 'phone', u.phone) from app.user u
              where u.firm_id = $1 and u.id = p.owner_id and u.status = 'active') as owner,
            (select app.epoch_ms(min(m.starts_at)) from app.meeting m
              where m.firm_id = $1 and m.person_id = $2 and m.status = 'booked' and m.starts_at > $3 and m.deleted_at is null) as meeting_at,
            (select jsonb_build_object('channel', t.channel, 'subject', v.subject, 'html', v.html, 'body', v.body)
               from app.template t join app.template_version v on v.firm_id = t.firm_id and v.template_id = t.id
              where t.firm_id = $1 and t.key = $4 and v.number = $5) as template
       from app.firm f left join app.person p on p.firm_id = f.firm_id and p.id = $2
      where f.firm_id = $1 and ($2::uuid is null or p.id is not null)`,
    [ctx.firmId, personId, new Date(ctx.now()), template?.key ?? null, template?.version ?? null],
  );
  const row = rows[0];
  if (!row) throw new Error(`person ${personId} is not there`);
  return {
    firm: { name: row.name, phone: row.firm_phone, postalAddress: row.postal_address },
    settings: FirmSettings.parse(row.settings),
    zone: whereaboutsIn(row).zone,
    ...(row.owner ? { owner: row.owner } : {}),
    ...(row.meeting_at === null ? {} : { meetingAtMs: Number(row.meeting_at) }),
    ...(row.template ? { template: wordsOf(row.template) } : {}),
  };
}
