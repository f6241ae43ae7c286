import { Injectable } from '@nestjs/common';
import type { TemplateText } from '@rap/contracts/automation/automation-file';
import type { Automation, VersionStep } from '@rap/contracts/automation/http';
import type { FieldProblem } from '@rap/contracts/problem';
import {
  approveVersion,
  createAutomation,
  publishVersion,
  stopAutomation,
  submitVersion,
  versionsOf,
  workingVersion,
  type StatusChange,
} from '@rap/database/automation/automation-commands';
import { AutomationEntity, type AutomationVersionEntity } from '@rap/database/automation/automation.entity';
import { definitionContext } from '@rap/database/automation/definition-context';
import { findRecord } from '@rap/database/records/write-record';
import { importWording } from '@rap/database/template/template-commands';
import { liveTemplates, templateText } from '@rap/database/template/template-queries';
import type { FirmContext } from '@rap/database/tenancy/context';
import { validate } from '@rap/domain/automation/definition/validate';
import { exportYaml, importYaml } from '@rap/domain/automation/definition/yaml';
import { checkTemplate } from '@rap/domain/templates/render';
import { authorise } from '../http/authorise.ts';
import type { Principal } from '../http/edge.ts';
import { invalid, notFound, ProblemError, stale } from '../http/problem-error.ts';
import { presentAutomation, presentVersion } from './automation-presenter.ts';

const SCHEMA_URL = 'automation.schema.json';

@Injectable()
export class AutomationService {
  /**
   * Makes a draft of a file, and its texts the live ones of their keys, or drafts of them
   * where the firm wants four eyes. A fault anywhere and nothing is written.
   */
  async importFile(ctx: FirmContext, me: Principal, yaml: string): Promise<Automation> {
    authorise(me, 'automation.draft');
    const reading = importYaml(yaml);
    if (reading.outcome === 'refused') {
      throw invalid(
        reading.problems.map(({ line, column, message }) => ({
          field: `yaml:${line}:${column}`,
          code: 'file',
          message,
        })),
      );
    }
    const { automation: definition, templates } = reading.file;
    const faults = Object.entries(templates).flatMap(([key, text]) => templateFaults(key, text));
    if (faults.length > 0) throw invalid(faults);
    for (const [key, text] of Object.entries(templates)) {
      const taken = await importWording(ctx, { key, name: text.name, words: wordsOf(text) });
      if (taken.outcome === 'taken') continue;
      const message = `The firm has a template of this key for ${taken.channel}: give this one another key.`;
      throw invalid([{ field: `templates.${key}.channel`, code: 'other_channel', message }]);
    }
    const { automation } = await createAutomation(ctx, { definition, ownerId: me.userId });
    return this.present(ctx, automation);
  }

  async list(ctx: FirmContext, me: Principal): Promise<{ items: Automation[] }> {
    authorise(me, 'automation.read');
    const rows = await ctx.em
      .getRepository(AutomationEntity)
      .createQueryBuilder('a')
      .where('a.firmId = :firmId and a.archivedAt is null', { firmId: ctx.firmId })
      .orderBy('a.name')
      .addOrderBy('a.id')
      .getMany();
    const items: Automation[] = [];
    for (const row of rows) items.push(await this.present(ctx, row));
    return { items };
  }

  async get(ctx: FirmContext, me: Principal, id: string): Promise<Automation> {
    authorise(me, 'automation.read');
    return this.present(ctx, await this.find(ctx, id));
  }

  async exportFile(ctx: FirmContext, me: Principal, id: string): Promise<string> {
    authorise(me, 'automation.read');
    const automation = await this.find(ctx, id);
    const [newest] = await versionsOf(ctx, automation.id);
    if (!newest) throw notFound('automation');
    const templates: Record<string, TemplateText> = {};
    const live = await liveTemplates(ctx);
    for (const { params } of Object.values(newest.definition.nodes)) {
      const key = params['template'];
      const found = typeof key === 'string' ? live.get(key) : undefined;
      const text = found && typeof key === 'string' ? await templateText(ctx, key, found.version) : undefined;
      if (!text || typeof key !== 'string') continue;
      templates[key] =
        text.channel === 'email'
          ? { channel: 'email', name: key, subject: text.subject, html: text.html }
          : { channel: 'sms', name: key, text: text.body };
    }
    const file = {
      format: 'retirement-advisor-pro/automation',
      version: 1,
      automation: newest.definition,
      templates,
    } as const;
    return exportYaml(file, SCHEMA_URL);
  }

  async submit(ctx: FirmContext, me: Principal, id: string, step: VersionStep): Promise<Automation> {
    authorise(me, 'automation.draft');
    const row = await workingVersion(ctx, (await this.find(ctx, id)).id);
    return this.moved(ctx, id, await submitVersion(ctx, row, step.version, step.note ?? null));
  }

  async approve(ctx: FirmContext, me: Principal, id: string, step: VersionStep): Promise<Automation> {
    authorise(me, 'automation.approve');
    const row = await workingVersion(ctx, (await this.find(ctx, id)).id);
    return this.moved(ctx, id, await approveVersion(ctx, row, step.version));
  }

  async publish(ctx: FirmContext, me: Principal, id: string, step: VersionStep): Promise<Automation> {
    authorise(me, 'automation.publish');
    const row = await workingVersion(ctx, (await this.find(ctx, id)).id);
    const published = await publishVersion(ctx, row, step.version);
    if (published.outcome === 'problems') {
      throw invalid(
        published.problems.map(({ node, port, code, message }) => ({
          field: [node ?? 'automation', ...(port ? [port] : [])].join('.'),
          code,
          message,
        })),
      );
    }
    if (published.outcome === 'published') return this.present(ctx, await this.find(ctx, id));
    return this.moved(ctx, id, published);
  }

  /** Lets nobody enter any more; people inside finish. `version` is the automation's. */
  async stop(ctx: FirmContext, me: Principal, id: string, version: number): Promise<Automation> {
    authorise(me, 'automation.publish');
    const stopped = await stopAutomation(ctx, await this.find(ctx, id), version);
    if (stopped.outcome === 'missing') throw notFound('automation');
    if (stopped.outcome === 'stale') throw stale(await this.present(ctx, stopped.current));
    return this.present(ctx, stopped.row);
  }

  private async moved(ctx: FirmContext, id: string, change: StatusChange): Promise<Automation> {
    switch (change.outcome) {
      case 'written':
        return this.present(ctx, await this.find(ctx, id));
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

  private async find(ctx: FirmContext, id: string): Promise<AutomationEntity> {
    const automation = await findRecord(ctx, AutomationEntity, id);
    if (!automation || automation.archivedAt) throw notFound('automation');
    return automation;
  }

  private async present(ctx: FirmContext, automation: AutomationEntity): Promise<Automation> {
    const newest: AutomationVersionEntity | undefined = (await versionsOf(ctx, automation.id))[0];
    if (!newest) throw notFound('automation');
    const { problems } = validate(newest.definition, await definitionContext(ctx, automation.id));
    return presentAutomation(automation, newest, problems);
  }
}

const wordsOf = (text: TemplateText) =>
  text.channel === 'email'
    ? ({ channel: 'email', subject: text.subject, html: text.html } as const)
    : ({ channel: 'sms', body: text.text } as const);

function templateFaults(key: string, text: TemplateText): FieldProblem[] {
  const parts = text.channel === 'email' ? { subject: text.subject, html: text.html } : { text: text.text };
  return Object.entries(parts).flatMap(([part, source]) =>
    checkTemplate(source).map(({ code, message }) => ({ field: `templates.${key}.${part}`, code, message })),
  );
}
