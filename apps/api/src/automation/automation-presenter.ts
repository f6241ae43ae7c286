import type { DefinitionProblem } from '@rap/contracts/automation/definition-problem';
import type {
  Automation,
  AutomationState,
  AutomationVersion,
  PlacedProblem,
} from '@rap/contracts/automation/http';
import { versionsOf } from '@rap/database/automation/automation-drafts';
import type { AutomationEntity, AutomationVersionEntity } from '@rap/database/automation/automation.entity';
import { definitionContext } from '@rap/database/automation/definition-context';
import { peopleInside } from '@rap/database/automation/inside';
import type { FirmContext } from '@rap/database/tenancy/context';
import { problemPath } from '@rap/domain/automation/definition/problem-path';
import { validate } from '@rap/domain/automation/definition/validate';
import { notFound } from '../http/problem-error.ts';

export function presentVersion(row: AutomationVersionEntity): AutomationVersion {
  return {
    id: row.id,
    version: row.version,
    number: row.number,
    status: row.status,
    planHash: row.planHash,
    author: row.author,
    approver: row.approver,
    note: row.note,
    publishedAt: row.publishedAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
  };
}

export const presentProblem = (problem: DefinitionProblem): PlacedProblem => ({
  ...problem,
  path: problemPath(problem),
});

/** An automation with the newest version of its drawing, and what stands between that and going live. */
export async function presentAutomation(ctx: FirmContext, row: AutomationEntity): Promise<Automation> {
  const [newest] = await versionsOf(ctx, row.id);
  if (!newest) throw notFound('automation');
  const { problems } = validate(newest.definition, await definitionContext(ctx, row.id));
  return {
    id: row.id,
    version: row.version,
    name: row.name,
    ownerId: row.ownerId,
    state: stateOf(row),
    liveNumber: row.liveNumber,
    stopped: row.stoppedAt !== null || row.finishingSince !== null,
    stopReason: row.stopReason,
    inside: await peopleInside(ctx, row.id),
    pause: row.pauseMode && row.pausedAt ? { mode: row.pauseMode, since: row.pausedAt.toISOString() } : null,
    archivedAt: row.archivedAt?.toISOString() ?? null,
    working: presentVersion(newest),
    definition: newest.definition,
    problems: problems.map(presentProblem),
  };
}

function stateOf(row: AutomationEntity): AutomationState {
  if (row.archivedAt) return 'archived';
  if (row.pauseMode && row.pauseMode !== 'endEveryone') return 'paused';
  if (row.stoppedAt) return 'stopped';
  if (row.finishingSince) return 'finishing';
  return row.liveHash === null ? 'draft' : 'live';
}
