import type { MeetingChanges, MeetingMove, NewMeeting } from '@rap/contracts/meeting';
import { noteContact } from '../person/note-contact.ts';
import { emitFieldChanges } from '../records/field-changes.ts';
import { insertRecord, updateRecord, type WriteOutcome } from '../records/write-record.ts';
import type { FirmContext } from '../tenancy/context.ts';
import { MeetingEntity } from './meeting.entity.ts';

/** How a booked meeting comes to its end; each raises its event once, because only a booked one can. */
const ENDINGS = {
  cancelled: 'meeting.cancelled',
  no_show: 'meeting.noShow',
  ended: 'meeting.ended',
} as const;
export type MeetingEnding = keyof typeof ENDINGS;

export async function bookMeeting(ctx: FirmContext, input: NewMeeting): Promise<MeetingEntity> {
  const meeting = await insertRecord(ctx, MeetingEntity, {
    ...input,
    startsAt: new Date(input.startsAt),
    endsAt: new Date(input.endsAt),
    occurredAt: new Date(ctx.now()),
  });
  ctx.emit({ subjectId: meeting.personId, kind: 'meeting.booked', payload: payloadOf(meeting) });
  return meeting;
}

/** Changes what is named; the time is changed by moving it. */
export async function changeMeeting(
  ctx: FirmContext,
  meeting: MeetingEntity,
  { version, ...changes }: MeetingChanges,
): Promise<WriteOutcome<MeetingEntity>> {
  const written = await updateRecord(ctx, MeetingEntity, meeting.id, version, changes);
  if (written.outcome === 'written') {
    const about = { subjectId: meeting.personId, record: 'meeting', recordId: meeting.id } as const;
    emitFieldChanges(ctx, about, meeting, written.row, Object.keys(changes));
  }
  return written;
}

export type MeetingOutcome =
  | WriteOutcome<MeetingEntity>
  /** it is not booked any more */
  | { readonly outcome: 'over'; readonly status: MeetingEntity['status'] };

/** Gives a booked meeting another time. The time that it has already changes nothing and raises nothing. */
export async function moveMeeting(
  ctx: FirmContext,
  meeting: MeetingEntity,
  { version, startsAt, endsAt, timeZone }: MeetingMove,
): Promise<MeetingOutcome> {
  if (meeting.status !== 'booked') return { outcome: 'over', status: meeting.status };
  const previousStartsAt = meeting.startsAt.toISOString();
  const [from, until] = [new Date(startsAt), new Date(endsAt)];
  const written = await updateRecord(ctx, MeetingEntity, meeting.id, version, {
    startsAt: from,
    endsAt: until,
    timeZone,
  });
  if (written.outcome === 'written' && previousStartsAt !== from.toISOString()) {
    const payload = { ...payloadOf(written.row), previousStartsAt };
    ctx.emit({ subjectId: meeting.personId, kind: 'meeting.moved', payload });
  }
  return written;
}

/** Cancels a booked meeting, or notes how it went. One that was held counts as contact. */
export async function endMeeting(
  ctx: FirmContext,
  meeting: MeetingEntity,
  ending: MeetingEnding,
  version: number,
): Promise<MeetingOutcome> {
  if (meeting.status !== 'booked') return { outcome: 'over', status: meeting.status };
  const written = await updateRecord(ctx, MeetingEntity, meeting.id, version, { status: ending });
  if (written.outcome === 'written') {
    if (ending === 'ended') await noteContact(ctx, meeting.personId);
    ctx.emit({ subjectId: meeting.personId, kind: ENDINGS[ending], payload: payloadOf(written.row) });
  }
  return written;
}

const payloadOf = ({ id, startsAt, endsAt, hostId }: MeetingEntity) => ({
  meetingId: id,
  startsAt: startsAt.toISOString(),
  endsAt: endsAt.toISOString(),
  hostId,
});
