import { randomUUID } from 'node:crypto';
import type { DraftDefinition } from '@rap/contracts/automation/definition';
import type { RunState } from '@rap/contracts/automation/run';
import { enrol } from '@rap/database/enrolment/enrol';
import { publishAutomation } from './automation.ts';
import { buildPerson } from './person.ts';
import type { TestFirm } from './world.ts';

const NOTE_AFTER_A_WEEK: DraftDefinition = {
  schema: 1,
  name: 'Note after a week',
  trigger: { kind: 'manual', params: {}, next: 'week' },
  nodes: {
    week: {
      kind: 'wait.for',
      label: 'Wait a week',
      params: { for: { value: 7, unit: 'days' } },
      ports: { next: 'note' },
    },
    note: {
      kind: 'note',
      label: 'Leave a note',
      params: { text: 'A week has passed.' },
      ports: { next: 'END' },
    },
  },
  goals: [],
  settings: { reentry: 'never', failureStop: { pct: 50, min: 10 }, maxSteps: 50 },
};

/** Publishes an automation that waits a week and then leaves a note. */
export const buildNoteAutomation = (firm: TestFirm): Promise<string> =>
  publishAutomation(firm, { definition: NOTE_AFTER_A_WEEK, templates: {} });

export interface Enrolled {
  readonly personId: string;
  readonly enrolmentId: string;
  readonly state: RunState;
}

/** Puts a person, a new one by default, into an automation, as the relay would, without a workflow. */
export async function enrolPerson(firm: TestFirm, automationId: string, known?: string): Promise<Enrolled> {
  const personId = known ?? (await buildPerson(firm)).id;
  return firm.run(async (ctx) => {
    const rows: { live_hash: string; stopped: boolean }[] = await ctx.em.query(
      `select live_hash, coalesce(stopped_at, finishing_since) is not null as stopped from app.automation where id = $1`,
      [automationId],
    );
    const { live_hash: planHash = '', stopped = true } = rows[0] ?? {};
    const automation = { automationId, planHash, rules: { reentry: 'never' as const }, stopped };
    const request = { automation, personId, eventId: randomUUID(), eventSeq: 1, nowMs: ctx.now() };
    const outcome = await enrol(ctx, request, () => Promise.resolve(true));
    if (outcome.outcome !== 'enrolled') throw new Error(outcome.reason);
    return { personId, enrolmentId: outcome.enrolmentId, state: outcome.state };
  });
}
