import type { TaskTemplateItem } from '@rap/contracts/task-template';
import { addDays, instantOf, wallClock } from '@rap/domain/time/zoned';
import { FirmEntity } from '../firm/firm.entity.ts';
import { createTask } from '../task/task-commands.ts';
import type { TaskEntity } from '../task/task.entity.ts';
import type { FirmContext } from '../tenancy/context.ts';
import type { TaskTemplateEntity } from './task-template.entity.ts';

/** In the morning, by the clock of the firm. */
const DUE_MINUTES = 9 * 60;

export interface TemplateUse {
  /** `YYYY-MM-DD`; today in the firm's zone when left out */
  readonly startsOn?: string | undefined;
  readonly personId: string | null;
  readonly starterId: string;
  /** the advisor of the person, if there is one */
  readonly advisorId: string | null;
}

/** Makes every task of the list, in the transaction of the context. */
export async function useTemplate(
  ctx: FirmContext,
  { items }: TaskTemplateEntity,
  { startsOn, personId, starterId, advisorId }: TemplateUse,
): Promise<TaskEntity[]> {
  const { timeZone } = await ctx.em.getRepository(FirmEntity).findOneByOrFail({ firmId: ctx.firmId });
  const first = startsOn ?? wallClock(ctx.now(), timeZone).date;
  const whose: Record<TaskTemplateItem['assignee'], string | null> = {
    starter: starterId,
    advisor: advisorId,
    nobody: null,
  };
  const made: TaskEntity[] = [];
  for (const { title, detail, dueInDays, assignee, priority } of items) {
    const dueAt =
      dueInDays === null
        ? null
        : new Date(instantOf(addDays(first, dueInDays), DUE_MINUTES, timeZone)).toISOString();
    const assigneeId = whose[assignee];
    made.push(
      await createTask(ctx, { title, detail: detail || null, personId, assigneeId, priority, dueAt }),
    );
  }
  return made;
}
