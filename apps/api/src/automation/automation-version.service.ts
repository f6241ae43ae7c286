import { Injectable } from '@nestjs/common';
import type {
  Automation,
  AutomationVersionList,
  AutomationVersionDetail,
  DefinitionDifference,
  Publishing,
  PublishingPreview,
  VersionRejection,
  VersionStep,
} from '@rap/contracts/automation/http';
import { versionsOf, workingVersion } from '@rap/database/automation/automation-drafts';
import { publishVersion } from '@rap/database/automation/automation-publishing';
import type { AutomationVersionEntity } from '@rap/database/automation/automation.entity';
import { definitionContext } from '@rap/database/automation/definition-context';
import { insideByVersion } from '@rap/database/automation/inside';
import {
  approveVersion,
  rejectVersion,
  submitVersion,
  type StatusChange,
} from '@rap/database/automation/version-approval';
import type { FirmContext } from '@rap/database/tenancy/context';
import { diffDefinitions } from '@rap/domain/automation/definition/diff';
import { problemPath } from '@rap/domain/automation/definition/problem-path';
import { previewPublishing } from '@rap/domain/automation/definition/publishing';
import { authorise } from '../http/authorise.ts';
import type { Principal } from '../http/edge.ts';
import { invalid, notFound, ProblemError, stale } from '../http/problem-error.ts';
import { presentAutomation, presentVersion } from './automation-presenter.ts';
import { findAutomation } from './find-automation.ts';

/** The way of a version from draft to live, and what was live before. */
@Injectable()
export class AutomationVersionService {
  async list(ctx: FirmContext, me: Principal, id: string): Promise<AutomationVersionList> {
    authorise(me, 'automation.read');
    const { id: automationId } = await findAutomation(ctx, id, { archived: true });
    const inside = new Map(
      (await insideByVersion(ctx, automationId)).map(({ version, people }) => [version, people]),
    );
    const rows = await versionsOf(ctx, automationId);
    return { items: rows.map((row) => ({ ...presentVersion(row), inside: inside.get(row.number) ?? 0 })) };
  }

  async get(ctx: FirmContext, me: Principal, id: string, number: number): Promise<AutomationVersionDetail> {
    authorise(me, 'automation.read');
    const row = await this.find(ctx, id, number);
    return { ...presentVersion(row), definition: row.definition };
  }

  /** What differs from another version, in words; either may be the older one. */
  async difference(
    ctx: FirmContext,
    me: Principal,
    id: string,
    to: number,
    from: number,
  ): Promise<DefinitionDifference> {
    authorise(me, 'automation.read');
    const [before, after] = [await this.find(ctx, id, from), await this.find(ctx, id, to)];
    const { names } = await definitionContext(ctx, before.automationId);
    const changes = diffDefinitions(before.definition, after.definition, names);
    return { from, to, changes: changes.map((change) => ({ ...change, details: [...change.details] })) };
  }

  async submit(ctx: FirmContext, me: Principal, id: string, step: VersionStep): Promise<Automation> {
    authorise(me, 'automation.draft');
    const row = await this.working(ctx, id);
    return this.moved(ctx, id, await submitVersion(ctx, row, step.version, step.note ?? null));
  }

  async approve(ctx: FirmContext, me: Principal, id: string, step: VersionStep): Promise<Automation> {
    authorise(me, 'automation.approve');
    const row = await this.working(ctx, id);
    return this.moved(ctx, id, await approveVersion(ctx, row, step.version, step.note));
  }

  async reject(ctx: FirmContext, me: Principal, id: string, step: VersionRejection): Promise<Automation> {
    authorise(me, 'automation.approve');
    const row = await this.working(ctx, id);
    return this.moved(ctx, id, await rejectVersion(ctx, row, step.version, step.note));
  }

  /** What publishing would mean for those inside and those who come, before it is done. */
  async preview(
    ctx: FirmContext,
    me: Principal,
    id: string,
    inside: Publishing['inside'],
  ): Promise<PublishingPreview> {
    authorise(me, 'automation.read');
    const automation = await findAutomation(ctx, id);
    const [newest] = await versionsOf(ctx, automation.id);
    const { entersNew, sentences } = previewPublishing(
      inside,
      await insideByVersion(ctx, automation.id),
      newest?.number ?? 1,
    );
    return { entersNew, sentences: [...sentences] };
  }

  async publish(ctx: FirmContext, me: Principal, id: string, asked: Publishing): Promise<Automation> {
    authorise(me, 'automation.publish');
    const row = await this.working(ctx, id);
    const { version, note, inside } = asked;
    const published = await publishVersion(ctx, row, version, {
      inside,
      ...(note === undefined ? {} : { note }),
    });
    switch (published.outcome) {
      case 'published':
        return presentAutomation(ctx, await findAutomation(ctx, id));
      case 'problems':
        throw invalid(
          published.problems.map((problem) => ({
            field: problemPath(problem) || 'automation',
            code: problem.code,
            message: problem.message,
          })),
        );
      default:
        return this.moved(ctx, id, published);
    }
  }

  private async moved(ctx: FirmContext, id: string, change: StatusChange): Promise<Automation> {
    switch (change.outcome) {
      case 'written':
        return presentAutomation(ctx, await findAutomation(ctx, id));
      case 'missing':
        throw notFound('automation');
      case 'stale':
        throw stale(presentVersion(change.current));
      case 'own_work':
        throw new ProblemError(403, 'four_eyes', 'Somebody else has to approve it', {
          detail: 'Your firm wants two people to look at an automation before it goes live.',
        });
      case 'not_now':
        throw new ProblemError(409, 'not_now', `This cannot be done while the version is ${change.status}`, {
          detail: 'The way is: draft, submitted, approved, live.',
        });
    }
  }

  private async working(ctx: FirmContext, id: string): Promise<AutomationVersionEntity> {
    return workingVersion(ctx, (await findAutomation(ctx, id)).id);
  }

  private async find(ctx: FirmContext, id: string, number: number): Promise<AutomationVersionEntity> {
    const automation = await findAutomation(ctx, id, { archived: true });
    const row = (await versionsOf(ctx, automation.id)).find((version) => version.number === number);
    if (!row) throw notFound('version');
    return row;
  }
}
