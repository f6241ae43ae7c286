import { Injectable } from '@nestjs/common';
import type {
  Automation,
  AutomationCheck,
  AutomationChecked,
  AutomationDraft,
  AutomationHealth,
  AutomationsQuery,
  InsideByStep,
  NewAutomation,
} from '@rap/contracts/automation/http';
import type { Page } from '@rap/contracts/paging';
import type { DraftDefinition } from '@rap/contracts/automation/definition';
import {
  archiveAutomation,
  createAutomation,
  restoreAutomation,
  saveDraft,
  versionsOf,
} from '@rap/database/automation/automation-drafts';
import { AutomationEntity } from '@rap/database/automation/automation.entity';
import { definitionContext } from '@rap/database/automation/definition-context';
import { healthOfAutomations } from '@rap/database/automation/health';
import { insideByStep, insideByVersion, peopleInside } from '@rap/database/automation/inside';
import { BY_NAME_OR_TIME, listRecords } from '@rap/database/records/list-records';
import type { WriteOutcome } from '@rap/database/records/write-record';
import type { FirmContext } from '@rap/database/tenancy/context';
import { validate } from '@rap/domain/automation/definition/validate';
import { authorise } from '../http/authorise.ts';
import { readCursor } from '../http/cursor.ts';
import type { Principal } from '../http/edge.ts';
import { notFound, ProblemError, stale } from '../http/problem-error.ts';
import { paged, settled } from '../http/settled.ts';
import { presentAutomation, presentProblem, presentVersion } from './automation-presenter.ts';
import { findAutomation } from './find-automation.ts';

/** Nobody's: what is checked before it belongs to an automation. */
const NO_AUTOMATION = '00000000-0000-0000-0000-000000000000';

/** Drawing automations: drafts, checks, copies, and putting away what is no longer wanted. */
@Injectable()
export class AutomationService {
  async list(ctx: FirmContext, me: Principal, query: AutomationsQuery): Promise<Page<Automation>> {
    authorise(me, 'automation.read');
    const { limit, after, sort, archived, ownerId } = query;
    const listed = await listRecords(ctx, AutomationEntity, {
      where: { ownerId },
      narrow: (automations) => automations.andWhere('(r.archivedAt is not null) = :archived', { archived }),
      order: BY_NAME_OR_TIME[sort],
      limit,
      after: readCursor(after),
    });
    return paged(ctx, { show: presentAutomation }, listed);
  }

  async get(ctx: FirmContext, me: Principal, id: string): Promise<Automation> {
    authorise(me, 'automation.read');
    return presentAutomation(ctx, await findAutomation(ctx, id, { archived: true }));
  }

  async health(ctx: FirmContext, me: Principal): Promise<{ items: AutomationHealth[] }> {
    authorise(me, 'automation.read');
    const counts = await healthOfAutomations(ctx);
    return {
      items: counts.map((count) => ({ ...count, lastEntryAt: count.lastEntryAt?.toISOString() ?? null })),
    };
  }

  async inside(ctx: FirmContext, me: Principal, id: string, version?: number): Promise<InsideByStep> {
    authorise(me, 'automation.read');
    const { liveNumber } = await findAutomation(ctx, id, { archived: true });
    const byVersion = await insideByVersion(ctx, id);
    const older = byVersion.filter((one) => one.version !== liveNumber);
    return {
      steps: await insideByStep(ctx, id, version),
      older: older.reduce((sum, { people }) => sum + people, 0),
    };
  }

  /** A draft may be unfinished: what was typed is kept, with every problem in words. */
  async create(ctx: FirmContext, me: Principal, { definition }: NewAutomation): Promise<Automation> {
    authorise(me, 'automation.draft');
    return this.begin(ctx, me, definition);
  }

  async save(ctx: FirmContext, me: Principal, id: string, draft: AutomationDraft): Promise<Automation> {
    authorise(me, 'automation.draft');
    const { id: automationId } = await findAutomation(ctx, id);
    const saved = await saveDraft(ctx, automationId, draft.version, draft.definition);
    if (saved.outcome === 'missing') throw notFound('automation');
    if (saved.outcome === 'stale') {
      const { current } = saved;
      throw stale({ ...presentVersion(current), definition: current.definition });
    }
    return presentAutomation(ctx, await findAutomation(ctx, id));
  }

  async check(
    ctx: FirmContext,
    me: Principal,
    { definition, automationId }: AutomationCheck,
  ): Promise<AutomationChecked> {
    authorise(me, 'automation.read');
    if (automationId !== undefined) await findAutomation(ctx, automationId);
    const context = await definitionContext(ctx, automationId ?? NO_AUTOMATION);
    const { problems, definition: sound } = validate(definition, context);
    return { publishable: sound !== undefined, problems: problems.map(presentProblem) };
  }

  /** A copy of the newest version begins as a draft of its own; nobody is inside it. */
  async duplicate(
    ctx: FirmContext,
    me: Principal,
    id: string,
    name: string | undefined,
  ): Promise<Automation> {
    authorise(me, 'automation.draft');
    const original = await findAutomation(ctx, id, { archived: true });
    const [newest] = await versionsOf(ctx, original.id);
    if (!newest) throw notFound('automation');
    const copyName = name ?? `${newest.definition.name.slice(0, 110)} (copy)`;
    return this.begin(ctx, me, { ...newest.definition, name: copyName });
  }

  async archive(ctx: FirmContext, me: Principal, id: string, version: number): Promise<Automation> {
    authorise(me, 'automation.publish');
    const automation = await findAutomation(ctx, id);
    const entering = automation.liveHash !== null && !automation.stoppedAt;
    if (entering || automation.finishingSince || (await peopleInside(ctx, id)) > 0) {
      throw new ProblemError(409, 'still_running', 'People may still enter it, or are inside', {
        detail: 'Stop it first; it can be put away when the last one has come to the end.',
      });
    }
    return this.settled(ctx, await archiveAutomation(ctx, automation, version));
  }

  async restore(ctx: FirmContext, me: Principal, id: string, version: number): Promise<Automation> {
    authorise(me, 'automation.publish');
    const automation = await findAutomation(ctx, id, { archived: true });
    return this.settled(ctx, await restoreAutomation(ctx, automation, version));
  }

  private async begin(ctx: FirmContext, me: Principal, definition: DraftDefinition): Promise<Automation> {
    const { automation } = await createAutomation(ctx, { definition, ownerId: me.userId });
    return presentAutomation(ctx, automation);
  }

  private settled(ctx: FirmContext, written: WriteOutcome<AutomationEntity>): Promise<Automation> {
    return settled(ctx, { what: 'automation', show: presentAutomation }, written);
  }
}
