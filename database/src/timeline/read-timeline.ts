import type { TimelineKind } from '@rap/contracts/timeline';
import { checkPlace, NoSuchPlace } from '../records/list-records.ts';
import type { FirmContext } from '../tenancy/context.ts';
import { armsOf, armSql, hasNumbers, type ArmName } from './timeline-arms.ts';

/** Which item, and when it happened. What it says is read for the items of a page alone. */
export interface TimelineEntry {
  readonly arm: ArmName;
  readonly id: string;
  /** of a step the number of its receipt, else 0 */
  readonly n: number;
  readonly at: Date;
  /** the instant as Postgres writes it: a JavaScript date drops microseconds */
  readonly place: string;
}

export type TimelineFrom =
  { readonly towards: 'older' | 'newer'; readonly place?: TimelinePlace } | { readonly around: Date };

type TimelinePlace = Pick<TimelineEntry, 'arm' | 'id' | 'n' | 'place'>;

export interface TimelineSlice {
  /** newest first */
  readonly entries: readonly TimelineEntry[];
  readonly hasOlder: boolean;
  readonly hasNewer: boolean;
}

/** A part of a person's timeline. Whether the actor may see the person is asked before; rows of other books stay unseen. */
export async function readTimeline(
  ctx: FirmContext,
  personId: string,
  kinds: readonly TimelineKind[],
  limit: number,
  from: TimelineFrom,
): Promise<TimelineSlice> {
  const arms = armsOf(kinds);
  const read = (towards: 'older' | 'newer', place: TimelinePlace | Date | undefined, most: number) =>
    readTowards(ctx, personId, arms, towards, place, most);
  if ('around' in from) {
    const newer = await read('newer', from.around, Math.floor(limit / 2));
    const older = await read('older', from.around, limit - Math.floor(limit / 2));
    return {
      entries: [...newer.entries.toReversed(), ...older.entries],
      hasOlder: older.more,
      hasNewer: newer.more,
    };
  }
  const { entries, more } = await read(from.towards, from.place, limit);
  // where one comes from, there is something
  return from.towards === 'older'
    ? { entries, hasOlder: more, hasNewer: from.place !== undefined }
    : { entries: entries.toReversed(), hasOlder: true, hasNewer: more };
}

export const timelineSql = (
  arms: readonly ArmName[],
  towards: 'older' | 'newer',
  placed: ArmName | 'instant',
): string => {
  const direction = towards === 'older' ? 'desc' : 'asc';
  return `select arm, id, n, at, at::text as place from (
      ${arms.map((arm) => armSql(arm, towards, placed)).join('\n      union all\n      ')}) items
    order by at ${direction}, rank ${direction}, id ${direction}, n ${direction} limit $4`;
};

async function readTowards(
  ctx: FirmContext,
  personId: string,
  arms: readonly ArmName[],
  towards: 'older' | 'newer',
  place: TimelinePlace | Date | undefined,
  most: number,
): Promise<{ entries: TimelineEntry[]; more: boolean }> {
  if (arms.length === 0) return { entries: [], more: false };
  const at = place === undefined ? 'infinity' : place instanceof Date ? place.toISOString() : place.place;
  const placed = place === undefined || place instanceof Date ? undefined : place;
  if (placed) {
    checkPlace({ type: 'timestamptz' }, { value: at, id: placed.id });
    if (!arms.includes(placed.arm)) throw new NoSuchPlace();
  }
  const key = placed ? [placed.id, ...(hasNumbers(placed.arm) ? [placed.n] : [])] : [];
  const rows: TimelineEntry[] = await ctx.em.query(timelineSql(arms, towards, placed?.arm ?? 'instant'), [
    ctx.firmId,
    personId,
    at,
    most + 1,
    ...key,
  ]);
  return { entries: rows.slice(0, most), more: rows.length > most };
}
