import { Injectable } from '@nestjs/common';
import type { Meeting, MeetingChanges, MeetingMove, MeetingsQuery, NewMeeting } from '@rap/contracts/meeting';
import type { Page } from '@rap/contracts/paging';
import {
  bookMeeting,
  changeMeeting,
  endMeeting,
  moveMeeting,
  type MeetingEnding,
  type MeetingOutcome,
} from '@rap/database/meeting/meeting-commands';
import { MeetingEntity } from '@rap/database/meeting/meeting.entity';
import { listRecords } from '@rap/database/records/list-records';
import { deleteRecord, restoreRecord } from '@rap/database/records/write-record';
import type { FirmContext } from '@rap/database/tenancy/context';
import { checkZone } from '../http/check-zone.ts';
import { ProblemError } from '../http/problem-error.ts';
import { authorise } from '../http/authorise.ts';
import { readCursor } from '../http/cursor.ts';
import type { Principal } from '../http/edge.ts';
import { found, paged, settled } from '../http/settled.ts';

const meeting = { what: 'meeting', show: presentMeeting };

@Injectable()
export class MeetingService {
  async list(ctx: FirmContext, me: Principal, query: MeetingsQuery): Promise<Page<Meeting>> {
    authorise(me, 'person.read');
    const { limit, after, deleted, sort, from, until, ...where } = query;
    const listed = await listRecords(ctx, MeetingEntity, {
      where,
      narrow: (meetings) => {
        if (from) meetings.andWhere('r.startsAt >= :from', { from });
        if (until) meetings.andWhere('r.startsAt < :until', { until });
      },
      order: { by: 'r.startsAt', type: 'timestamptz', descending: sort === 'latest' },
      limit,
      deleted,
      after: readCursor(after),
    });
    return paged(ctx, meeting, listed);
  }

  async get(ctx: FirmContext, me: Principal, id: string): Promise<Meeting> {
    authorise(me, 'person.read');
    return presentMeeting(ctx, await found(ctx, MeetingEntity, id, meeting.what));
  }

  async create(ctx: FirmContext, me: Principal, input: NewMeeting): Promise<Meeting> {
    authorise(me, 'person.change');
    checkZone(input.timeZone);
    return presentMeeting(ctx, await bookMeeting(ctx, input));
  }

  async change(ctx: FirmContext, me: Principal, id: string, input: MeetingChanges): Promise<Meeting> {
    authorise(me, 'person.change');
    const row = await found(ctx, MeetingEntity, id, meeting.what);
    return settled(ctx, meeting, await changeMeeting(ctx, row, input));
  }

  async move(ctx: FirmContext, me: Principal, id: string, input: MeetingMove): Promise<Meeting> {
    authorise(me, 'person.change');
    checkZone(input.timeZone);
    const row = await found(ctx, MeetingEntity, id, meeting.what);
    return this.done(ctx, await moveMeeting(ctx, row, input));
  }

  async end(
    ctx: FirmContext,
    me: Principal,
    id: string,
    ending: MeetingEnding,
    version: number,
  ): Promise<Meeting> {
    authorise(me, 'person.change');
    const row = await found(ctx, MeetingEntity, id, meeting.what);
    return this.done(ctx, await endMeeting(ctx, row, ending, version));
  }

  private done(ctx: FirmContext, outcome: MeetingOutcome): Promise<Meeting> {
    if (outcome.outcome !== 'over') return settled(ctx, meeting, outcome);
    throw new ProblemError(409, 'over', `This meeting is ${WORDS[outcome.status]}`, {
      detail: 'Book another one instead.',
    });
  }

  async remove(ctx: FirmContext, me: Principal, id: string, version: number): Promise<Meeting> {
    authorise(me, 'person.change');
    return settled(ctx, meeting, await deleteRecord(ctx, MeetingEntity, id, version));
  }

  async restore(ctx: FirmContext, me: Principal, id: string, version: number): Promise<Meeting> {
    authorise(me, 'person.change');
    return settled(ctx, meeting, await restoreRecord(ctx, MeetingEntity, id, version));
  }
}

const WORDS = {
  booked: 'booked',
  cancelled: 'cancelled',
  no_show: 'noted as a no-show',
  ended: 'over',
} as const;

function presentMeeting(_ctx: FirmContext, row: MeetingEntity): Meeting {
  return {
    id: row.id,
    version: row.version,
    personId: row.personId,
    hostId: row.hostId,
    title: row.title,
    startsAt: row.startsAt.toISOString(),
    endsAt: row.endsAt.toISOString(),
    timeZone: row.timeZone,
    place: row.place,
    status: row.status,
    createdAt: row.createdAt.toISOString(),
    deletedAt: row.deletedAt?.toISOString() ?? null,
  };
}
