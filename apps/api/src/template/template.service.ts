import { Injectable } from '@nestjs/common';
import type { Page } from '@rap/contracts/paging';
import type {
  NewTemplate,
  Template,
  TemplateDraft,
  TemplatePreview,
  TemplatePreviewAsked,
  TemplatesQuery,
  TemplateVersion,
  TemplateWords,
} from '@rap/contracts/template';
import { TEMPLATE_VARIABLES } from '@rap/contracts/template-variables';
import { BY_NAME_OR_TIME, listRecords } from '@rap/database/records/list-records';
import { findRecord, type WriteOutcome } from '@rap/database/records/write-record';
import {
  approveWording,
  createTemplate,
  publishWording,
  saveTemplateDraft,
  submitWording,
  workingWording,
  type WordingStep,
} from '@rap/database/template/template-commands';
import { deleteTemplate, restoreTemplate } from '@rap/database/template/delete-template';
import { TemplateEntity, type TemplateVersionEntity } from '@rap/database/template/template.entity';
import { wordingsOf } from '@rap/database/template/template-queries';
import type { FirmContext } from '@rap/database/tenancy/context';
import { countSegments } from '@rap/domain/messages/sms-segments';
import { renderEmail, renderText } from '@rap/domain/templates/render';
import { authorise } from '../http/authorise.ts';
import { readCursor } from '../http/cursor.ts';
import type { Principal } from '../http/edge.ts';
import { invalid, notFound, ProblemError, stale } from '../http/problem-error.ts';
import { found, paged, settled } from '../http/settled.ts';
import { wordsProblems } from './words-problems.ts';

const template = { what: 'template', show: present };

type Step = (ctx: FirmContext, row: TemplateVersionEntity, version: number) => Promise<WordingStep>;

@Injectable()
export class TemplateService {
  async list(ctx: FirmContext, me: Principal, query: TemplatesQuery): Promise<Page<Template>> {
    authorise(me, 'template.read');
    const { limit, after, deleted, sort, channel } = query;
    const listed = await listRecords(ctx, TemplateEntity, {
      where: { channel },
      order: BY_NAME_OR_TIME[sort],
      limit,
      after: readCursor(after),
      deleted,
    });
    return paged(ctx, { show: present }, listed);
  }

  async get(ctx: FirmContext, me: Principal, id: string): Promise<Template> {
    authorise(me, 'template.read');
    return present(ctx, await found(ctx, TemplateEntity, id, 'template'));
  }

  async create(ctx: FirmContext, me: Principal, input: NewTemplate): Promise<Template> {
    authorise(me, 'template.draft');
    checkWords(input.words);
    const made = await createTemplate(ctx, input);
    if (made.outcome === 'made') return present(ctx, made.template);
    const message = made.deleted
      ? 'A template of this key was deleted: restore it, or choose another key.'
      : 'There is a template of this key: choose another.';
    throw invalid([{ field: 'key', code: 'taken', message }]);
  }

  async save(ctx: FirmContext, me: Principal, id: string, draft: TemplateDraft): Promise<Template> {
    authorise(me, 'template.draft');
    const template = await found(ctx, TemplateEntity, id, 'template');
    if (template.channel !== draft.words.channel) {
      const message = `This template is one for ${template.channel}: its words stay so.`;
      throw invalid([{ field: 'words.channel', code: 'other_channel', message }]);
    }
    checkWords(draft.words);
    return this.moved(ctx, template, await saveTemplateDraft(ctx, template, draft));
  }

  async submit(ctx: FirmContext, me: Principal, id: string, version: number): Promise<Template> {
    authorise(me, 'template.draft');
    return this.step(ctx, id, version, submitWording);
  }

  async approve(ctx: FirmContext, me: Principal, id: string, version: number): Promise<Template> {
    authorise(me, 'template.approve');
    return this.step(ctx, id, version, approveWording);
  }

  async publish(ctx: FirmContext, me: Principal, id: string, version: number): Promise<Template> {
    authorise(me, 'template.publish');
    return this.step(ctx, id, version, publishWording);
  }

  async remove(ctx: FirmContext, me: Principal, id: string, version: number): Promise<Template> {
    authorise(me, 'template.publish');
    const row = await found(ctx, TemplateEntity, id, template.what);
    const deleted = await deleteTemplate(ctx, row, version);
    if (deleted.outcome !== 'in_use') return settled(ctx, template, deleted);
    throw new ProblemError(409, 'in_use', 'Automations still send this text', {
      detail: `Publish these without it, and let those inside finish, or end them: ${deleted.automations.join(', ')}.`,
    });
  }

  async restore(ctx: FirmContext, me: Principal, id: string, version: number): Promise<Template> {
    authorise(me, 'template.publish');
    return settled(ctx, template, await restoreTemplate(ctx, id, version));
  }

  /** What would arrive, with the samples of the variables. Stores nothing. */
  preview(me: Principal, { words }: TemplatePreviewAsked, nowMs: number): TemplatePreview {
    authorise(me, 'template.read');
    checkWords(words);
    const context = { values: TEMPLATE_VARIABLES, nowMs, zone: 'America/New_York' };
    if (words.channel === 'sms') {
      const text = renderText(words.body, context);
      return { subject: null, html: null, text, segments: countSegments(text).segments };
    }
    return { ...renderEmail(words, context), segments: null };
  }

  private async step(ctx: FirmContext, id: string, version: number, step: Step): Promise<Template> {
    const template = await found(ctx, TemplateEntity, id, 'template');
    const working = await workingWording(ctx, id);
    return this.moved(
      ctx,
      template,
      working ? await step(ctx, working, version) : { outcome: 'not_now', status: 'none' },
    );
  }

  private async moved(
    ctx: FirmContext,
    template: TemplateEntity,
    step: WordingStep | WriteOutcome<TemplateVersionEntity>,
  ): Promise<Template> {
    switch (step.outcome) {
      case 'written': {
        const now = await findRecord(ctx, TemplateEntity, template.id);
        if (!now) throw notFound('template');
        return present(ctx, now);
      }
      case 'missing':
        throw notFound('template');
      case 'stale':
        throw stale(presentVersion(template, step.current));
      case 'own_work':
        throw new ProblemError(403, 'four_eyes', 'Somebody else has to approve it', {
          detail: 'Your firm wants two people to look at every text before it goes out.',
        });
      case 'not_now':
        throw new ProblemError(409, 'not_now', `This cannot be done while the text is ${step.status}`, {
          detail: 'The way is: draft, submitted, approved, live.',
        });
    }
  }
}

function checkWords(words: TemplateWords): void {
  const problems = wordsProblems(words);
  if (problems.length > 0) throw invalid(problems);
}

async function present(ctx: FirmContext, row: TemplateEntity): Promise<Template> {
  const wordings = await wordingsOf(ctx, row.id);
  return {
    id: row.id,
    version: row.version,
    key: row.key,
    channel: row.channel,
    name: row.name,
    versions: wordings.map((wording) => presentVersion(row, wording)),
    deletedAt: row.deletedAt?.toISOString() ?? null,
  };
}

const presentVersion = ({ channel }: TemplateEntity, row: TemplateVersionEntity): TemplateVersion => ({
  id: row.id,
  version: row.version,
  number: row.number,
  status: row.status,
  words:
    channel === 'email'
      ? { channel, subject: row.subject ?? '', html: row.html ?? '' }
      : { channel, body: row.body ?? '' },
  author: row.author,
  approver: row.approver,
  note: row.note,
  createdAt: row.createdAt.toISOString(),
});
