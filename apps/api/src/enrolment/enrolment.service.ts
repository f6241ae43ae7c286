import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Delivery, Enrolment, RunControl, Why } from '@rap/contracts/automation/http';
import { runIdOf, type Control } from '@rap/contracts/automation/run';
import { DeliveryEntity } from '@rap/database/delivery/delivery.entity';
import { storiesOfPerson, storyOf, type EnrolmentStory } from '@rap/database/enrolment/enrolment-queries';
import { definitionContext } from '@rap/database/automation/definition-context';
import { FirmEntity } from '@rap/database/firm/firm.entity';
import { audit } from '@rap/database/records/record-change';
import type { FirmContext } from '@rap/database/tenancy/context';
import { TenantDb } from '@rap/database/tenancy/tenant-db';
import { drawnStep } from '@rap/domain/automation/definition/lowered-id';
import { instantWords } from '@rap/domain/automation/definition/why-words';
import { whyHere, whyStep, type Journey } from '@rap/domain/automation/definition/why';
import type { AutomationRuns } from '@rap/providers/temporal/automation-runs';
import { authorise } from '../http/authorise.ts';
import type { Principal } from '../http/edge.ts';
import { notFound, ProblemError } from '../http/problem-error.ts';
import { RUNS } from '../tokens.ts';

@Injectable()
export class EnrolmentService {
  private readonly db: TenantDb;
  private readonly runs: AutomationRuns;

  constructor(db: TenantDb, @Inject(RUNS) runs: AutomationRuns) {
    this.db = db;
    this.runs = runs;
  }

  async list(ctx: FirmContext, me: Principal, personId: string): Promise<{ items: Enrolment[] }> {
    authorise(me, 'run.read');
    return { items: (await storiesOfPerson(ctx, personId)).map(present) };
  }

  async get(ctx: FirmContext, me: Principal, id: string): Promise<Enrolment> {
    authorise(me, 'run.read');
    return present(await this.find(ctx, id));
  }

  /** Why the person stands where they stand, or why a step did, or did not, do what it was there for. */
  async why(ctx: FirmContext, me: Principal, id: string, step: string | undefined): Promise<Why> {
    authorise(me, 'person.read');
    const story = await this.find(ctx, id);
    if (step !== undefined && !Object.hasOwn(story.definition.nodes, step)) throw notFound('step');
    const firm = await ctx.em.getRepository(FirmEntity).findOneByOrFail({ firmId: ctx.firmId });
    const { names } = await definitionContext(ctx, story.enrolment.automationId);
    const { enrolment } = story;
    const journey: Journey = {
      definition: story.definition,
      names,
      tell: instantWords(firm.timeZone, ctx.now()),
      steps: story.steps,
      deliveries: story.deliveries,
      ...(enrolment.status === 'ended'
        ? {}
        : {
            standing: {
              node: enrolment.at,
              why: enrolment.out?.command.do === 'wait' ? enrolment.out.command.why : 'time',
              untilMs: enrolment.wakeAt?.getTime() ?? null,
            },
          }),
    };
    const { sentence, record } = step === undefined ? whyHere(journey) : whyStep(journey, step);
    return {
      sentence,
      record: record.map(({ n, atMs, label, words }) => ({
        n,
        at: new Date(atMs).toISOString(),
        label,
        words,
      })),
    };
  }

  /** The intent is on record before the run hears of it. */
  async control(me: Principal, id: string, wish: RunControl): Promise<{ n: number }> {
    authorise(me, 'run.control');
    const control: Control = { id: randomUUID(), ...wish };
    await this.db.run(me.who, async (ctx) => {
      const { enrolment } = await this.find(ctx, id);
      if (enrolment.status === 'ended') throw new ProblemError(409, 'ended', 'This run has ended');
      await audit(ctx, `app.enrolment.${wish.do}`, { enrolmentId: id });
    });
    const taken = await this.runs.control(runIdOf({ firmId: me.who.firmId, enrolmentId: id }), control);
    if (taken === 'gone') throw new ProblemError(409, 'ended', 'This run has ended');
    if (taken === 'stale') {
      throw new ProblemError(409, 'stale_version', 'The run has moved on since you looked', {
        detail: 'Look again, then decide.',
      });
    }
    return taken;
  }

  async deliveries(ctx: FirmContext, me: Principal, personId: string): Promise<{ items: Delivery[] }> {
    authorise(me, 'delivery.read');
    const rows = await ctx.em
      .getRepository(DeliveryEntity)
      .find({ where: { firmId: ctx.firmId, personId }, order: { createdAt: 'DESC', id: 'DESC' }, take: 200 });
    return { items: rows.map(presentDelivery) };
  }

  private async find(ctx: FirmContext, id: string): Promise<EnrolmentStory> {
    const story = await storyOf(ctx, id);
    if (!story) throw notFound('enrolment');
    return story;
  }
}

function present({ enrolment, automationName, definition, steps }: EnrolmentStory): Enrolment {
  const labelOf = (node: string): string =>
    node === 'END' ? 'The end' : (definition.nodes[drawnStep(node)]?.label ?? drawnStep(node));
  return {
    id: enrolment.id,
    automationId: enrolment.automationId,
    automationName,
    personId: enrolment.personId,
    status: enrolment.status,
    at: drawnStep(enrolment.at),
    atLabel: labelOf(enrolment.at),
    waitsFor: enrolment.why,
    wakeAt: enrolment.wakeAt?.toISOString() ?? null,
    outcome: enrolment.outcome,
    workflowId: runIdOf({ firmId: enrolment.firmId, enrolmentId: enrolment.id }),
    steps: steps.map((step) => ({
      n: step.n,
      step: drawnStep(step.node),
      label: labelOf(step.node),
      port: step.port,
      at: new Date(step.atMs).toISOString(),
      note: step.note ?? null,
    })),
  };
}

const presentDelivery = (row: DeliveryEntity): Delivery => ({
  id: row.id,
  personId: row.personId,
  channel: row.channel,
  purpose: row.purpose,
  state: row.state,
  providerState: row.providerState,
  reason: row.reason,
  checks: [...(row.checks ?? [])],
  occurredAt: row.occurredAt.toISOString(),
});
