import type { Definition } from '@rap/contracts/automation/definition';
import type { Facts, TraceStep } from '@rap/contracts/automation/run';
import type { GateCheck } from '@rap/contracts/consent';
import type { DeliveryReason } from '@rap/domain/automation/definition/why-unsent';
import { openFacts, type StoredStep } from './run-store.ts';
import type { FirmContext } from '../tenancy/context.ts';
import { EnrolmentEntity } from './enrolment.entity.ts';

/** One enrolment with what it takes to tell its story. */
export interface EnrolmentStory {
  readonly enrolment: EnrolmentEntity;
  readonly automationName: string;
  /** the newest that was published with their plan */
  readonly versionNumber: number | null;
  /** as it was published: labels and rules of the version the person follows */
  readonly definition: Definition;
  readonly steps: readonly TraceStep[];
  /** the gate's words by effect key without the run's prefix */
  readonly deliveries: ReadonlyMap<string, DeliveryReason>;
}

/** All runs of a person that the actor may see, newest first. */
export async function storiesOfPerson(ctx: FirmContext, personId: string): Promise<EnrolmentStory[]> {
  const rows = await ctx.em
    .getRepository(EnrolmentEntity)
    .find({ where: { firmId: ctx.firmId, personId }, order: { createdAt: 'DESC', id: 'DESC' } });
  const stories: EnrolmentStory[] = [];
  for (const row of rows) stories.push(await tell(ctx, row));
  return stories;
}

export async function storyOf(ctx: FirmContext, id: string): Promise<EnrolmentStory | undefined> {
  const row = await ctx.em.getRepository(EnrolmentEntity).findOneBy({ firmId: ctx.firmId, id });
  return row ? tell(ctx, row) : undefined;
}

async function tell(ctx: FirmContext, enrolment: EnrolmentEntity): Promise<EnrolmentStory> {
  const plans: { definition: Definition; name: string; number: number | null }[] = await ctx.em.query(
    `select p.definition, a.name,
            (select max(v.number) from app.automation_version v
              where v.firm_id = p.firm_id and v.automation_id = p.automation_id and v.plan_hash = p.hash) as number
       from app.plan p join app.automation a on a.firm_id = p.firm_id and a.id = p.automation_id
      where p.firm_id = $1 and p.hash = $2`,
    [ctx.firmId, enrolment.planHash],
  );
  const plan = plans[0];
  if (!plan) throw new Error(`there is no plan ${enrolment.planHash}`);
  const rows: { step: StoredStep['step']; facts_sealed: Buffer | null }[] = await ctx.em.query(
    `select step, facts_sealed from app.step_event where firm_id = $1 and enrolment_id = $2 order by n`,
    [ctx.firmId, enrolment.id],
  );
  const steps: TraceStep[] = [];
  for (const row of rows) {
    const { facts: _sources, ...step } = row.step;
    const facts: Facts | undefined = await openFacts(ctx, enrolment.id, step.n, row.facts_sealed);
    steps.push(facts ? { ...step, facts } : step);
  }
  return {
    enrolment,
    automationName: plan.name,
    versionNumber: plan.number,
    definition: plan.definition,
    steps,
    deliveries: await deliveryWords(ctx, `run:${ctx.firmId}:${enrolment.id}:`),
  };
}

async function deliveryWords(ctx: FirmContext, prefix: string): Promise<Map<string, DeliveryReason>> {
  const rows: { effect_key: string; checks: GateCheck[] | null }[] = await ctx.em.query(
    `select effect_key, checks from app.delivery where firm_id = $1 and effect_key ^@ $2`,
    [ctx.firmId, prefix],
  );
  return new Map(
    rows.flatMap((row) => {
      const failed = row.checks?.find((check) => !check.passed);
      return failed
        ? [[row.effect_key.slice(prefix.length), { words: failed.words, check: failed.check }]]
        : [];
    }),
  );
}
