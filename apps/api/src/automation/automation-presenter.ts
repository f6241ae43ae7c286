import type { DefinitionProblem } from '@rap/contracts/automation/definition-problem';
import type { Automation, AutomationVersion } from '@rap/contracts/automation/http';
import type { AutomationEntity, AutomationVersionEntity } from '@rap/database/automation/automation.entity';

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
  };
}

export function presentAutomation(
  automation: AutomationEntity,
  newest: AutomationVersionEntity,
  problems: readonly DefinitionProblem[],
): Automation {
  return {
    id: automation.id,
    version: automation.version,
    name: automation.name,
    liveNumber: automation.liveNumber,
    stopped: automation.stoppedAt !== null,
    working: presentVersion(newest),
    definition: newest.definition,
    problems: [...problems],
  };
}
