import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Touch } from '@rap/contracts/lead';
import { FormSubmission, FormTouch } from '@rap/contracts/lead-form';
import { FirmEntity } from '@rap/database/firm/firm.entity';
import { Directory } from '@rap/database/identity/directory';
import { LeadFormEntity, takeSubmission } from '@rap/database/lead-form/lead-form';
import type { FirmContext, Who } from '@rap/database/tenancy/context';
import { TenantDb } from '@rap/database/tenancy/tenant-db';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { notFound, ProblemError } from '../http/problem-error.ts';
import { formPage, thanksPage, type FormView } from './lead-form-page.ts';

/** Submissions from one network in an hour; a family shares one, a robot does not stop. */
const PER_HOUR = 30;

/** Names of marks in an address, as advertising platforms write them, and ours. */
const MARKS: Readonly<Record<string, keyof z.infer<typeof Touch>>> = {
  utm_source: 'source',
  utm_medium: 'medium',
  utm_campaign: 'campaign',
  utm_term: 'term',
  utm_content: 'content',
  gclid: 'gclid',
  wbraid: 'wbraid',
  gbraid: 'gbraid',
  fbclid: 'fbclid',
  msclkid: 'msclkid',
};

interface Visitor {
  readonly network: string;
  readonly userAgent: string;
}

@Injectable()
export class LeadFormService {
  private readonly directory: Directory;
  private readonly db: TenantDb;
  private readonly limiter = new RateLimiterMemory({ points: PER_HOUR, duration: 3600 });

  constructor(directory: Directory, db: TenantDb) {
    this.directory = directory;
    this.db = db;
  }

  async show(
    id: string,
    marks: Record<string, string>,
    referrer: string,
    correlationId: string,
  ): Promise<string> {
    return this.withForm(id, correlationId, async (ctx, form) => {
      const touch = touchOf(marks, referrer, ctx.now());
      const view = await viewOf(ctx, form, randomUUID(), JSON.stringify({ first: touch, last: touch }));
      return formPage(view);
    });
  }

  /** The page to show: thanks, or the form with what was typed and what has to be mended. */
  async take(
    id: string,
    body: Record<string, string>,
    visitor: Visitor,
    correlationId: string,
  ): Promise<{ page: string; mended: boolean }> {
    await this.limiter.consume(visitor.network).catch(() => {
      throw new ProblemError(429, 'too_many_requests', 'Too many submissions', {
        detail: 'Try again in an hour, or call us.',
      });
    });
    const { touch: touchText = '', ...answers } = body;
    const read = FormSubmission.safeParse(answers);
    try {
      return await this.withForm(id, correlationId, async (ctx, form) => {
        if (!read.success) throw new Mending(errorsOf(read.error));
        const taken = await takeSubmission(ctx, {
          form,
          answers: read.data,
          touch: readTouch(touchText),
          ...visitor,
        });
        if (taken.outcome === 'refused') throw new Mending({ [taken.problem.field]: taken.problem.message });
        return { page: thanksPage(await firmName(ctx)), mended: false };
      });
    } catch (error) {
      if (!(error instanceof Mending)) throw error;
      // the transaction was rolled back: nothing half written, and everything typed is still on the page
      return this.withForm(id, correlationId, async (ctx, form) => {
        const key = z.uuid().safeParse(answers['submissionKey']);
        const view = await viewOf(ctx, form, key.data ?? randomUUID(), touchText);
        return { page: formPage({ ...view, values: answers, errors: error.errors }), mended: true };
      });
    }
  }

  private async withForm<T>(
    id: string,
    correlationId: string,
    work: (ctx: FirmContext, form: LeadFormEntity) => Promise<T>,
  ): Promise<T> {
    const [found] = await this.directory.find('form', id);
    if (!found) throw notFound('form');
    const who: Who = { firmId: found.firmId, actor: `public:${id}`, books: '*', correlationId };
    return this.db.run(who, async (ctx) => {
      const form = await ctx.em.getRepository(LeadFormEntity).findOneBy({ firmId: ctx.firmId, id });
      if (!form || form.retiredAt) throw notFound('form');
      return work(ctx, form);
    });
  }
}

/** What a visitor has to mend, by field. */
class Mending extends Error {
  readonly errors: Record<string, string>;

  constructor(errors: Record<string, string>) {
    super('something has to be mended');
    this.errors = errors;
  }
}

const errorsOf = (error: z.ZodError): Record<string, string> =>
  Object.fromEntries(error.issues.map((issue) => [issue.path.join('.'), issue.message]));

async function viewOf(
  ctx: FirmContext,
  form: LeadFormEntity,
  submissionKey: string,
  touch: string,
): Promise<FormView> {
  return {
    id: form.id,
    title: form.title,
    firmName: await firmName(ctx),
    consentEmail: form.consentEmail,
    consentSms: form.consentSms,
    submissionKey,
    values: {},
    errors: {},
    touch,
  };
}

async function firmName(ctx: FirmContext): Promise<string> {
  return (await ctx.em.getRepository(FirmEntity).findOneByOrFail({ firmId: ctx.firmId })).name;
}

function touchOf(marks: Record<string, string>, referrer: string, nowMs: number): Touch {
  const named = Object.entries(MARKS).flatMap(([mark, name]) => {
    const value = marks[mark]?.trim().slice(0, 500);
    return value ? [[name, value]] : [];
  });
  const touch = Touch.safeParse({
    ...Object.fromEntries(named),
    ...(referrer ? { referrer: referrer.slice(0, 500) } : {}),
    at: new Date(nowMs).toISOString(),
  });
  return touch.data ?? {};
}

/** What the hidden field holds came from a browser: what cannot be read is no touch, and no reason to lose a lead. */
function readTouch(text: string): { first: Touch; last: Touch } {
  try {
    return FormTouch.parse(JSON.parse(text));
  } catch {
    return { first: {}, last: {} };
  }
}
