import { placesOf, type Places } from '@rap/domain/places/places';
import { isTimeZone } from '@rap/domain/time/zoned';
import type { FirmContext } from '../tenancy/context.ts';

/** What a place is made of, for queries that ask for more than that: of `app.person p join app.firm f`. */
export const PLACE_COLUMNS = `case when p.time_zone_source = 'address' then null else p.time_zone end as stated_zone, p.state, f.time_zone as firm_zone,
            (select n.e164 from app.person_phone n where n.firm_id = p.firm_id and n.person_id = p.id and n.removed_at is null
              order by n.is_primary desc, n.created_at limit 1) as phone`;

export interface PlaceRow {
  stated_zone: string | null;
  state: string | null;
  phone: string | null;
  firm_zone: string;
}

export interface Whereabouts {
  readonly places: Places;
  readonly zone: string;
}

/**
 * Everywhere the person may be, and the clock that their dates are read on: theirs when it is known, else the firm's. A zone
 * that was taken from the address is no more than the address says, so it never stands for the other zones of the state.
 */
export async function whereabouts(ctx: FirmContext, personId: string): Promise<Whereabouts> {
  const rows: PlaceRow[] = await ctx.em.query(
    `select ${PLACE_COLUMNS}
       from app.person p join app.firm f on f.firm_id = p.firm_id where p.firm_id = $1 and p.id = $2`,
    [ctx.firmId, personId],
  );
  const row = rows[0];
  if (!row) throw new Error(`person ${personId} is not there`);
  return whereaboutsIn(row);
}

export function whereaboutsIn(row: PlaceRow): Whereabouts {
  const timeZone = row.stated_zone && isTimeZone(row.stated_zone) ? row.stated_zone : null;
  const places = placesOf({ timeZone, state: row.state, phone: row.phone });
  return { places, zone: places.zones[0] ?? row.firm_zone };
}
