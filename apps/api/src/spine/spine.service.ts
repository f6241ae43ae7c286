import { Injectable } from '@nestjs/common';
import type {
  ConsumerState,
  DeadLetter,
  EventOf,
  EventSkipped,
  LaneOf,
  NewReplay,
  Replayed,
  StuckLane,
} from '@rap/contracts/spine';
import {
  consumerStates,
  deadLetters,
  replayConsumer,
  retryDeadLetter,
  retryLane,
  skipEvent,
  stuckLanes,
} from '@rap/database/spine/lane-care';
import type { FirmContext } from '@rap/database/tenancy/context';
import { authorise } from '../http/authorise.ts';
import type { Principal } from '../http/edge.ts';
import { notFound } from '../http/problem-error.ts';

/** How the firm's events are handed over, and what a person does when one cannot be. */
@Injectable()
export class SpineService {
  async consumers(ctx: FirmContext, me: Principal): Promise<{ consumers: ConsumerState[] }> {
    authorise(me, 'spine.read');
    return { consumers: await consumerStates(ctx) };
  }

  async stuck(ctx: FirmContext, me: Principal): Promise<{ items: StuckLane[] }> {
    authorise(me, 'spine.read');
    return { items: await stuckLanes(ctx) };
  }

  async dead(ctx: FirmContext, me: Principal): Promise<{ items: DeadLetter[] }> {
    authorise(me, 'spine.read');
    return { items: await deadLetters(ctx) };
  }

  async retry(ctx: FirmContext, me: Principal, lane: LaneOf): Promise<void> {
    authorise(me, 'spine.control');
    if (!(await retryLane(ctx, lane))) throw notFound('lane with events that wait');
  }

  async skip(ctx: FirmContext, me: Principal, event: EventSkipped): Promise<void> {
    authorise(me, 'spine.control');
    if (!(await skipEvent(ctx, event))) throw notFound('event that a lane stands at');
  }

  async retryDead(ctx: FirmContext, me: Principal, event: EventOf): Promise<void> {
    authorise(me, 'spine.control');
    if (!(await retryDeadLetter(ctx, event))) throw notFound('open dead letter');
  }

  async replay(ctx: FirmContext, me: Principal, input: NewReplay): Promise<Replayed> {
    authorise(me, 'spine.control');
    const subjects = await replayConsumer(ctx, input);
    if (subjects === undefined) throw notFound('consumer');
    return { subjects };
  }
}
