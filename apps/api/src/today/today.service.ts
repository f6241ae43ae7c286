import { Injectable } from '@nestjs/common';
import type {
  Decided,
  Decision,
  Finding,
  FindingNoted,
  ReplyHandled,
  ReplyHandling,
  Today,
  TodayLooked,
  TodaySeen,
} from '@rap/contracts/today';
import { ApprovalEntity, decideApproval } from '@rap/database/approval/approval';
import { CommunicationEntity } from '@rap/database/communication/communication.entity';
import { openUnknowns, settleFinding } from '@rap/database/delivery/findings';
import { updateRecord } from '@rap/database/records/write-record';
import type { FirmContext } from '@rap/database/tenancy/context';
import { openQuestions, submittedByOthers } from '@rap/database/today/decisions-waiting';
import { doneByAutomations, lastLooked, markLooked } from '@rap/database/today/done-by-automations';
import { openReplies } from '@rap/database/today/replies';
import { mayDecide } from '@rap/domain/approval/may-decide';
import { fullName } from '@rap/domain/person/full-name';
import { sinceLooked } from '@rap/domain/today/since-looked';
import { allows, authorise } from '../http/authorise.ts';
import type { Principal } from '../http/edge.ts';
import { notFound, ProblemError, stale } from '../http/problem-error.ts';
import { found, settled } from '../http/settled.ts';

/** As much as one reads in a morning; the rest comes up when these are done. */
const MOST = 50;
const EXCERPT = 160;

const reply = { what: 'message', show: presentReply };
const approval = { what: 'approval', show: presentDecided };

/** What needs the reader now. Whoever may not see a part is answered without it. */
@Injectable()
export class TodayService {
  async get(ctx: FirmContext, me: Principal): Promise<Today> {
    authorise(me, 'task.read');
    const replies = allows(me, 'message.read') ? await openReplies(ctx, MOST) : [];
    const questions = allows(me, 'person.read') ? await openQuestions(ctx, MOST) : [];
    const unknowns = allows(me, 'message.send') ? await openUnknowns(ctx, MOST) : [];
    const versions = allows(me, 'automation.approve') ? await submittedByOthers(ctx, MOST) : [];
    const looked = await lastLooked(ctx, me.userId);
    const since = new Date(sinceLooked(looked?.getTime() ?? null, ctx.now()));
    return {
      replies: replies.map(({ firstName, lastName, words, occurredAt, ...row }) => ({
        ...row,
        personName: fullName({ firstName, lastName }),
        words: excerptOf(words),
        occurredAt: occurredAt.toISOString(),
      })),
      questions: questions
        .filter((question) => mayDecide({ id: me.userId, role: me.role }, question))
        .map(({ firstName, lastName, askedAt, assigneeId: _asked, ...row }) => ({
          ...row,
          personName: fullName({ firstName, lastName }),
          askedAt: askedAt.toISOString(),
        })),
      unknowns: unknowns.map(({ firstName, lastName, words, handedAt, ...row }) => ({
        ...row,
        personName: fullName({ firstName, lastName }),
        words: excerptOf(words),
        handedAt: handedAt.toISOString(),
      })),
      versions,
      since: since.toISOString(),
      asOf: new Date(ctx.now()).toISOString(),
      automations: await doneByAutomations(ctx, since),
    };
  }

  async seen(ctx: FirmContext, me: Principal, { until }: TodaySeen): Promise<TodayLooked> {
    authorise(me, 'task.read');
    return { since: (await markLooked(ctx, me.userId, new Date(until))).toISOString() };
  }

  async handle(
    ctx: FirmContext,
    me: Principal,
    id: string,
    { handled, version }: ReplyHandling,
  ): Promise<ReplyHandled> {
    authorise(me, 'message.send');
    await found(ctx, CommunicationEntity, id, reply.what);
    const handledAt = handled ? new Date(ctx.now()) : null;
    return settled(ctx, reply, await updateRecord(ctx, CommunicationEntity, id, version, { handledAt }));
  }

  async tellFinding(ctx: FirmContext, me: Principal, id: string, finding: Finding): Promise<FindingNoted> {
    authorise(me, 'message.send');
    const settled = await settleFinding(ctx, id, finding);
    if (settled.outcome === 'missing') throw notFound('delivery');
    if (settled.outcome === 'over') {
      throw new ProblemError(409, 'over', 'Nobody has to find this out any more', {
        detail: 'Somebody else was first, or it is known how the message ended.',
      });
    }
    return { orderId: settled.orderId };
  }

  async decide(
    ctx: FirmContext,
    me: Principal,
    id: string,
    { decision, version }: Decision,
  ): Promise<Decided> {
    authorise(me, 'person.read');
    const row = await found(ctx, ApprovalEntity, id, approval.what);
    if (!mayDecide({ id: me.userId, role: me.role }, row)) {
      throw new ProblemError(403, 'forbidden', 'Somebody else was asked', {
        detail: 'Ask whom the automation asked, or an owner.',
      });
    }
    if (row.decision !== null) throw stale(presentDecided(ctx, row));
    return settled(ctx, approval, await decideApproval(ctx, id, version, decision));
  }
}

const excerptOf = (words: string | null): string =>
  (words ?? '').trim().replaceAll(/\s+/g, ' ').slice(0, EXCERPT);

function presentReply(_ctx: FirmContext, row: CommunicationEntity): ReplyHandled {
  return { id: row.id, version: row.version, handledAt: row.handledAt?.toISOString() ?? null };
}

function presentDecided(_ctx: FirmContext, row: ApprovalEntity): Decided {
  return { id: row.id, version: row.version, decision: row.decision };
}
