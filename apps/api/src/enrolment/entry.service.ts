import { Injectable } from '@nestjs/common';
import type { EnrolByHand, EnrolledByHand } from '@rap/contracts/automation/http';
import type { Entrances, Why } from '@rap/contracts/automation/enrolment-http';
import { Cond } from '@rap/contracts/automation/plan';
import { definitionContext } from '@rap/database/automation/definition-context';
import { entryHistory, type EntryHistory } from '@rap/database/enrolment/entry-queries';
import { askToEnrol, entrancesByHand } from '@rap/database/enrolment/enrol-by-hand';
import { FirmEntity } from '@rap/database/firm/firm.entity';
import { PersonEntity } from '@rap/database/person/person.entity';
import type { FirmContext } from '@rap/database/tenancy/context';
import { whyHere, whyNotEntered, whyNotNow } from '@rap/domain/automation/definition/why';
import { whyNotInside } from '@rap/domain/automation/definition/why-entry';
import { instantWords } from '@rap/domain/automation/definition/why-words';
import { authorise } from '../http/authorise.ts';
import type { Principal } from '../http/edge.ts';
import { notFound, ProblemError } from '../http/problem-error.ts';
import { found } from '../http/settled.ts';
import { findAutomation } from '../automation/find-automation.ts';
import { findStory, journeyOf, presentWhy } from './enrolment.service.ts';

const NO_PERSON = { outcome: 'refused', code: 'not_found', words: 'There is no such person.' } as const;

/** How people come into automations, and why they did not. */
@Injectable()
export class EntryService {
  /** Why somebody is, or is not, inside: whoever is inside is told as of where they stand. */
  async why(ctx: FirmContext, me: Principal, personId: string, automationId: string): Promise<Why> {
    authorise(me, 'person.read');
    await found(ctx, PersonEntity, personId, 'person');
    const history = await entryHistory(ctx, personId, automationId);
    if (!history) throw notFound('automation');
    const last = history.refusals.at(-1);
    const { enrolment } = history;
    if (enrolment && (enrolment.status !== 'ended' || !last || last.at < enrolment.startedAt)) {
      return presentWhy(whyHere(await journeyOf(ctx, await findStory(ctx, enrolment.id))));
    }
    const firm = await ctx.em.getRepository(FirmEntity).findOneByOrFail({ firmId: ctx.firmId });
    const { names } = await definitionContext(ctx, automationId);
    const sentence = whyNotInside({
      tell: instantWords(firm.timeZone, ctx.now()),
      names,
      trigger: history.trigger,
      filter: Cond.safeParse(history.filter).data,
      publishedAtMs: history.publishedAt?.getTime() ?? null,
      refusal: last && { reason: last.reason, atMs: last.at.getTime() },
      events: history.events.map(({ origin, payload, at }) => ({ origin, payload, atMs: at.getTime() })),
    });
    return { sentence, record: refusalsOf(history) };
  }

  /** What somebody could be put into by hand, before it is done. */
  async entrances(ctx: FirmContext, me: Principal, personId: string): Promise<Entrances> {
    authorise(me, 'automation.enrol');
    await found(ctx, PersonEntity, personId, 'person');
    const entrances = await entrancesByHand(ctx, personId);
    return {
      items: entrances.map(({ refused, ...automation }) => ({
        ...automation,
        refused: refused === undefined ? null : whyNotNow(refused),
      })),
    };
  }

  /** Asks the relay to put people in; who could not enter as things stand is answered so at once. */
  async enrol(ctx: FirmContext, me: Principal, id: string, asked: EnrolByHand): Promise<EnrolledByHand> {
    authorise(me, 'automation.enrol');
    const automation = await findAutomation(ctx, id);
    const answer = await askToEnrol(ctx, automation.id, [...new Set(asked.personIds)]);
    if (answer.outcome === 'not_by_hand') {
      throw new ProblemError(409, 'not_by_hand', 'People are not put into this automation by hand', {
        detail: 'Only an automation that is live and begins "by hand" takes people so.',
      });
    }
    return {
      results: answer.people.map(({ personId, refused }) => {
        if (refused === undefined) return { personId, outcome: 'asked', code: null, words: null };
        if (refused === 'not_found') return { personId, ...NO_PERSON };
        return { personId, outcome: 'refused', code: refused, words: whyNotEntered(refused) };
      }),
    };
  }
}

const refusalsOf = ({ refusals }: EntryHistory): Why['record'] =>
  refusals.map(({ seq, reason, at }) => ({
    n: seq,
    at: at.toISOString(),
    label: 'Not entered',
    words: whyNotEntered(reason),
  }));
