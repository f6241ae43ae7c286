import type { Delivery, Enrolment, EnrolmentStep, Receipt } from '@rap/contracts/automation/enrolment-http';
import { runIdOf } from '@rap/contracts/automation/run';
import type { DeliveryEntity } from '@rap/database/delivery/delivery.entity';
import type { EnrolmentStory } from '@rap/database/enrolment/enrolment-queries';
import { drawnStep } from '@rap/domain/automation/definition/lowered-id';
import type { Explanation } from '@rap/domain/automation/definition/why';

export function presentEnrolment({
  enrolment,
  automationName,
  versionNumber,
  definition,
  steps,
}: EnrolmentStory): Enrolment {
  return {
    id: enrolment.id,
    automationId: enrolment.automationId,
    automationName,
    versionNumber,
    personId: enrolment.personId,
    status: enrolment.status,
    n: enrolment.state.n,
    at: drawnStep(enrolment.at),
    atLabel: labelIn(definition, enrolment.at),
    waitsFor: enrolment.why,
    wakeAt: enrolment.wakeAt?.toISOString() ?? null,
    outcome: enrolment.outcome,
    paused: enrolment.pauseMode,
    held: enrolment.holdReason,
    workflowId: runIdOf({ firmId: enrolment.firmId, enrolmentId: enrolment.id }),
    steps: steps.map((step) => presentStep(definition, step)),
  };
}

/** Every receipt, with its words and facts as the explanation tells them. */
export function presentReceipts({ definition, steps }: EnrolmentStory, { record }: Explanation): Receipt[] {
  const lines = new Map(record.map((line) => [line.n, line]));
  return steps.map((step) => ({
    ...presentStep(definition, step),
    visit: step.visit,
    kind: step.kind,
    words: lines.get(step.n)?.words ?? '',
    effectKey: step.key ?? null,
    eventSeq: step.eventSeq ?? null,
    facts: (lines.get(step.n)?.facts ?? []).map(({ label, value, source, asOfMs }) => ({
      label,
      value,
      source,
      asOf: asOfMs === undefined ? null : new Date(asOfMs).toISOString(),
    })),
  }));
}

const presentStep = (
  definition: EnrolmentStory['definition'],
  step: EnrolmentStory['steps'][number],
): EnrolmentStep => ({
  n: step.n,
  step: drawnStep(step.node),
  label: labelIn(definition, step.node),
  port: step.port,
  at: new Date(step.atMs).toISOString(),
  note: step.note ?? null,
});

const labelIn = ({ nodes }: EnrolmentStory['definition'], node: string): string =>
  node === 'END' ? 'The end' : (nodes[drawnStep(node)]?.label ?? drawnStep(node));

export const presentDelivery = (row: DeliveryEntity): Delivery => ({
  id: row.id,
  personId: row.personId,
  effectKey: row.effectKey,
  channel: row.channel,
  purpose: row.purpose,
  state: row.state,
  providerState: row.providerState,
  reason: row.reason,
  checks: [...(row.checks ?? [])],
  occurredAt: row.occurredAt.toISOString(),
});
