import { Inject, Injectable } from '@nestjs/common';
import type { TemplateText } from '@rap/contracts/automation/automation-file';
import type { Automation } from '@rap/contracts/automation/http';
import type { FieldProblem } from '@rap/contracts/problem';
import { createAutomation, versionsOf } from '@rap/database/automation/automation-drafts';
import { importWording } from '@rap/database/template/template-commands';
import { newestTexts } from '@rap/database/template/template-queries';
import type { FirmContext } from '@rap/database/tenancy/context';
import { templatesIn } from '@rap/domain/automation/definition/templates-in';
import { exportYaml, importYaml } from '@rap/domain/automation/definition/yaml';
import { checkTemplate } from '@rap/domain/templates/render';
import { authorise } from '../http/authorise.ts';
import type { Principal } from '../http/edge.ts';
import { invalid, notFound } from '../http/problem-error.ts';
import type { Settings } from '../settings.ts';
import { SETTINGS } from '../tokens.ts';
import { presentAutomation } from './automation-presenter.ts';
import { SCHEMA_PATH } from './automation-schema.controller.ts';
import { findAutomation } from './find-automation.ts';

/** Automations as files that people read, keep and hand on. */
@Injectable()
export class AutomationFileService {
  private readonly schemaUrl: string;

  constructor(@Inject(SETTINGS) settings: Settings) {
    this.schemaUrl = `${settings.PUBLIC_URL}/${SCHEMA_PATH}`;
  }

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
      if (taken.outcome === 'deleted') {
        const message =
          'The firm has deleted its template of this key: restore it, or give this one another.';
        throw invalid([{ field: `templates.${key}`, code: 'deleted', message }]);
      }
      const message = `The firm has a template of this key for ${taken.channel}: give this one another key.`;
      throw invalid([{ field: `templates.${key}.channel`, code: 'other_channel', message }]);
    }
    const { automation } = await createAutomation(ctx, { definition, ownerId: me.userId });
    return presentAutomation(ctx, automation);
  }

  /** The newest version, with the texts that its messages name: live ones, else the newest draft. */
  async exportFile(ctx: FirmContext, me: Principal, id: string): Promise<string> {
    authorise(me, 'automation.read');
    const automation = await findAutomation(ctx, id);
    const [newest] = await versionsOf(ctx, automation.id);
    if (!newest) throw notFound('automation');
    const templates: Record<string, TemplateText> = {};
    for (const { key, name, words } of await newestTexts(ctx, templatesIn(newest.definition))) {
      templates[key] =
        words.channel === 'email'
          ? { channel: 'email', name, subject: words.subject, html: words.html }
          : { channel: 'sms', name, text: words.body };
    }
    const file = {
      format: 'retirement-advisor-pro/automation',
      version: 1,
      automation: newest.definition,
      templates,
    } as const;
    return exportYaml(file, this.schemaUrl);
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
