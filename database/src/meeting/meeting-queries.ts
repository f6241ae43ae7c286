import { IsNull, MoreThan } from 'typeorm';
import type { FirmContext } from '../tenancy/context.ts';
import { MeetingEntity } from './meeting.entity.ts';

/** The person's next booked meeting. */
export async function nextMeetingOf(ctx: FirmContext, personId: string): Promise<MeetingEntity | undefined> {
  const next = await ctx.em.getRepository(MeetingEntity).findOne({
    where: {
      firmId: ctx.firmId,
      personId,
      status: 'booked',
      startsAt: MoreThan(new Date(ctx.now())),
      deletedAt: IsNull(),
    },
    order: { startsAt: 'ASC' },
  });
  return next ?? undefined;
}
