import { Body, Controller, Delete, Get, Patch, Post, Query } from '@nestjs/common';
import { Meeting, MeetingsQuery, NewMeeting, MeetingChanges, MeetingMove } from '@rap/contracts/meeting';
import { pageOf, type Page, VersionQuery, VersionSeen } from '@rap/contracts/paging';
import type { FirmContext } from '@rap/database/tenancy/context';
import { Answers, Creates, Id } from '../http/answers.ts';
import { Ctx, Me, type Principal } from '../http/edge.ts';
import { MeetingService } from './meeting.service.ts';

const MeetingPage = pageOf(Meeting, 'MeetingPage');

@Controller('meetings')
export class MeetingController {
  private readonly meetings: MeetingService;

  constructor(meetings: MeetingService) {
    this.meetings = meetings;
  }

  @Post()
  @Creates(Meeting)
  createMeeting(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Body({ schema: NewMeeting }) body: NewMeeting,
  ): Promise<Meeting> {
    return this.meetings.create(ctx, me, body);
  }

  @Get()
  @Answers(MeetingPage)
  listMeetings(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Query({ schema: MeetingsQuery }) query: MeetingsQuery,
  ): Promise<Page<Meeting>> {
    return this.meetings.list(ctx, me, query);
  }

  @Get(':id')
  @Answers(Meeting)
  getMeeting(@Ctx() ctx: FirmContext, @Me() me: Principal, @Id() id: string): Promise<Meeting> {
    return this.meetings.get(ctx, me, id);
  }

  @Patch(':id')
  @Answers(Meeting)
  changeMeeting(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @Body({ schema: MeetingChanges }) body: MeetingChanges,
  ): Promise<Meeting> {
    return this.meetings.change(ctx, me, id, body);
  }

  @Post(':id/move')
  @Answers(Meeting)
  moveMeeting(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @Body({ schema: MeetingMove }) body: MeetingMove,
  ): Promise<Meeting> {
    return this.meetings.move(ctx, me, id, body);
  }

  @Post(':id/cancel')
  @Answers(Meeting)
  cancelMeeting(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @Body({ schema: VersionSeen }) body: VersionSeen,
  ): Promise<Meeting> {
    return this.meetings.end(ctx, me, id, 'cancelled', body.version);
  }

  @Post(':id/no-show')
  @Answers(Meeting)
  noteNoShow(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @Body({ schema: VersionSeen }) body: VersionSeen,
  ): Promise<Meeting> {
    return this.meetings.end(ctx, me, id, 'no_show', body.version);
  }

  @Post(':id/end')
  @Answers(Meeting)
  endMeeting(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @Body({ schema: VersionSeen }) body: VersionSeen,
  ): Promise<Meeting> {
    return this.meetings.end(ctx, me, id, 'ended', body.version);
  }

  @Delete(':id')
  @Answers(Meeting)
  deleteMeeting(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @Query({ schema: VersionQuery }) query: VersionQuery,
  ): Promise<Meeting> {
    return this.meetings.remove(ctx, me, id, query.version);
  }

  @Post(':id/restore')
  @Answers(Meeting)
  restoreMeeting(
    @Ctx() ctx: FirmContext,
    @Me() me: Principal,
    @Id() id: string,
    @Query({ schema: VersionQuery }) query: VersionQuery,
  ): Promise<Meeting> {
    return this.meetings.restore(ctx, me, id, query.version);
  }
}
