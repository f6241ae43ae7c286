import { Injectable } from '@nestjs/common';
import type {
  AttentionQuery,
  Delivery,
  Enrolment,
  NeedingAttention,
  Passed,
  PeopleInsideQuery,
  PeoplePassedQuery,
  PersonInside,
  PersonPassed,
  Receipt,
  Why,
} from '@rap/contracts/automation/enrolment-http';
import type { Page } from '@rap/contracts/paging';
import { definitionContext } from '@rap/database/automation/definition-context';
import { passedByStep, peoplePassed } from '@rap/database/automation/passed';
import { DeliveryEntity } from '@rap/database/delivery/delivery.entity';
import { runsNeedingAttention, type StandingRun } from '@rap/database/enrolment/attention';
import { storiesOfPerson, storyOf, type EnrolmentStory } from '@rap/database/enrolment/enrolment-queries';
import { peopleStanding, type StandingPerson } from '@rap/database/enrolment/people-inside';
import { FirmEntity } from '@rap/database/firm/firm.entity';
import type { FirmContext } from '@rap/database/tenancy/context';
import { drawnStep } from '@rap/domain/automation/definition/lowered-id';
import { whyHere, whyStep, type Explanation, type Journey } from '@rap/domain/automation/definition/why';
import { instantWords } from '@rap/domain/automation/definition/why-words';
import { may } from '@rap/domain/policy/abilities';
import { authorise } from '../http/authorise.ts';
import { readCursor, writeCursor } from '../http/cursor.ts';
import type { Principal } from '../http/edge.ts';
import { notFound } from '../http/problem-error.ts';
import { findAutomation } from '../automation/find-automation.ts';
import { presentDelivery, presentEnrolment, presentReceipts } from './enrolment-presenter.ts';

/** What became of the people inside automations, and why. */
@Injectable()
export class EnrolmentService {
  async list(ctx: FirmContext, me: Principal, personId: string): Promise<{ items: Enrolment[] }> {
    authorise(me, 'run.read');
    return { items: (await storiesOfPerson(ctx, personId)).map(presentEnrolment) };
  }

  async get(ctx: FirmContext, me: Principal, id: string): Promise<Enrolment> {
    authorise(me, 'run.read');
    return presentEnrolment(await findStory(ctx, id));
  }

  /** Every receipt. Facts say something about the person, so they are for those who may see people. */
  async receipts(ctx: FirmContext, me: Principal, id: string): Promise<{ items: Receipt[] }> {
    authorise(me, 'run.read');
    const story = await findStory(ctx, id);
    const seesFacts = may(me.role, 'person.read');
    const shown = seesFacts
      ? story
      : { ...story, steps: story.steps.map(({ facts: _hidden, ...step }) => step) };
    return { items: presentReceipts(shown, whyHere(await journeyOf(ctx, shown))) };
  }

  /** Why the person stands where they stand, or why a step did, or did not, do what it was there for. */
  async why(ctx: FirmContext, me: Principal, id: string, step: string | undefined): Promise<Why> {
    authorise(me, 'person.read');
    const story = await findStory(ctx, id);
    if (step !== undefined && !Object.hasOwn(story.definition.nodes, step)) throw notFound('step');
    const journey = await journeyOf(ctx, story);
    return presentWhy(step === undefined ? whyHere(journey) : whyStep(journey, step));
  }

  async attention(ctx: FirmContext, me: Principal, query: AttentionQuery): Promise<Page<NeedingAttention>> {
    authorise(me, 'run.read');
    const { automationId, limit, after } = query;
    const { rows, next } = await runsNeedingAttention(ctx, {
      limit,
      after: readCursor(after),
      ...(automationId === undefined ? {} : { automationId }),
    });
    return { items: rows.map(presentStanding), next: next ? writeCursor(next) : null };
  }

  /** Those inside whom the reader may see: who sees every book sees all of them. */
  async inside(
    ctx: FirmContext,
    me: Principal,
    automationId: string,
    { after, ...asked }: PeopleInsideQuery,
  ): Promise<Page<PersonInside>> {
    authorise(me, 'run.read');
    authorise(me, 'person.read');
    await findAutomation(ctx, automationId, { archived: true });
    const { rows, next } = await peopleStanding(ctx, automationId, {
      step: asked.step,
      version: asked.versionNumber,
      limit: asked.limit,
      after: readCursor(after),
    });
    return { items: rows.map(presentPersonInside), next: next ? writeCursor(next) : null };
  }

  async passed(ctx: FirmContext, me: Principal, automationId: string, days: number): Promise<Passed> {
    authorise(me, 'automation.read');
    await findAutomation(ctx, automationId, { archived: true });
    const { entered, counts } = await passedByStep(ctx, automationId, days);
    return {
      days,
      entered,
      steps: counts.flatMap(({ step, port, people }) => (port === null ? [{ step, people }] : [])),
      ways: counts.flatMap(({ step, port, people }) => (port === null ? [] : [{ step, port, people }])),
    };
  }

  async peoplePassed(
    ctx: FirmContext,
    me: Principal,
    automationId: string,
    { step, days, limit, after }: PeoplePassedQuery,
  ): Promise<Page<PersonPassed>> {
    authorise(me, 'run.read');
    authorise(me, 'person.read');
    await findAutomation(ctx, automationId, { archived: true });
    const from = { step, days, limit, after: readCursor(after) };
    const { rows, next } = await peoplePassed(ctx, automationId, from);
    const items = rows.map((row) => ({ ...row, at: row.at.toISOString() }));
    return { items, next: next ? writeCursor(next) : null };
  }

  async deliveries(ctx: FirmContext, me: Principal, personId: string): Promise<{ items: Delivery[] }> {
    authorise(me, 'delivery.read');
    const rows = await ctx.em
      .getRepository(DeliveryEntity)
      .find({ where: { firmId: ctx.firmId, personId }, order: { createdAt: 'DESC', id: 'DESC' }, take: 200 });
    return { items: rows.map(presentDelivery) };
  }
}

/** One run that the actor may see, or 404. */
export async function findStory(ctx: FirmContext, id: string): Promise<EnrolmentStory> {
  const story = await storyOf(ctx, id);
  if (!story) throw notFound('enrolment');
  return story;
}

/** What a sentence about a run is told from. */
export async function journeyOf(ctx: FirmContext, story: EnrolmentStory): Promise<Journey> {
  const { enrolment } = story;
  const firm = await ctx.em.getRepository(FirmEntity).findOneByOrFail({ firmId: ctx.firmId });
  const { names } = await definitionContext(ctx, enrolment.automationId);
  const standing = {
    node: enrolment.at,
    why: enrolment.out?.command.do === 'wait' ? enrolment.out.command.why : ('time' as const),
    untilMs: enrolment.wakeAt?.getTime() ?? null,
  };
  return {
    definition: story.definition,
    names,
    tell: instantWords(firm.timeZone, ctx.now()),
    steps: story.steps,
    deliveries: story.deliveries,
    ...(enrolment.status === 'ended' ? {} : { standing }),
  };
}

export const presentWhy = ({ sentence, record }: Explanation): Why => ({
  sentence,
  record: record.map(({ n, atMs, label, words }) => ({ n, at: new Date(atMs).toISOString(), label, words })),
});

const presentPersonInside = ({ at, label, since, wakeAt, ...person }: StandingPerson): PersonInside => ({
  ...person,
  step: drawnStep(at),
  label: label ?? 'The end',
  since: since.toISOString(),
  wakeAt: wakeAt?.toISOString() ?? null,
});

const presentStanding = (run: StandingRun): NeedingAttention => ({
  id: run.id,
  automationId: run.automationId,
  automationName: run.automationName,
  personId: run.personId,
  step: drawnStep(run.at),
  label: run.label ?? 'The end',
  n: run.state.n,
  code: run.state.attention?.code ?? 'unknown',
  message: run.state.attention?.message ?? '',
  since: new Date(run.state.nowMs).toISOString(),
});
