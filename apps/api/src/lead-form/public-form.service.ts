import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { FormSubmission } from '@rap/contracts/lead-form';
import { Allowances } from '@rap/database/allowance/allowances';
import { FirmEntity } from '@rap/database/firm/firm.entity';
import { Directory } from '@rap/database/identity/directory';
import { countAttempt, countStored, type Asked } from '@rap/database/lead-form/form-allowance';
import { takeSubmission } from '@rap/database/lead-form/take-submission';
import { LeadFormEntity } from '@rap/database/lead-form/lead-form.entity';
import { sentBefore } from '@rap/database/lead-form/submission';
import type { FirmContext, Who } from '@rap/database/tenancy/context';
import { TenantDb } from '@rap/database/tenancy/tenant-db';
import { readEmailAddress } from '@rap/domain/messages/email-address';
import { readPhone } from '@rap/domain/messages/phone';
import { notFound } from '../http/problem-error.ts';
import { formPage, thanksPage, tooManyPage, type FormView } from './lead-form-page.ts';
import { readTouches, touchesOf } from './touch.ts';

export interface Visit {
  readonly marks: Record<string, string>;
  readonly referrer: string;
  readonly embedded: boolean;
}

export interface Visitor {
  readonly network: string;
  readonly userAgent: string;
  readonly embedded: boolean;
}

/** A page, and who may show it in a frame. */
export interface FormAnswer {
  readonly page: string;
  readonly status: number;
  readonly frameAncestors: readonly string[];
}

@Injectable()
export class PublicFormService {
  private readonly directory: Directory;
  private readonly db: TenantDb;
  private readonly allowances: Allowances;

  constructor(directory: Directory, db: TenantDb, allowances: Allowances) {
    this.directory = directory;
    this.db = db;
    this.allowances = allowances;
  }

  async show(id: string, { marks, referrer, embedded }: Visit, correlationId: string): Promise<FormAnswer> {
    return this.withForm(id, correlationId, async (ctx, form) => {
      const touch = JSON.stringify(touchesOf(marks, referrer, ctx.now()));
      const view = await viewOf(ctx, form, { submissionKey: randomUUID(), touch, embedded });
      return { page: formPage(view), status: 200, frameAncestors: form.allowedOrigins };
    });
  }

  /** The page to show: thanks, or the form with what was typed and what has to be mended. */
  async take(
    id: string,
    body: Record<string, string>,
    { embedded, ...visitor }: Visitor,
    correlationId: string,
  ): Promise<FormAnswer> {
    const { touch: touchText = '', ...answers } = body;
    const key = z.uuid().safeParse(answers['submissionKey']);
    const about = { submissionKey: key.data ?? randomUUID(), touch: touchText, embedded };
    const read = FormSubmission.safeParse(answers);
    const errors = { ...faultsOf(answers), ...(read.success ? {} : errorsOf(read.error)) };
    const { form, view, known } = await this.withForm(id, correlationId, async (ctx, found) => ({
      form: found,
      view: await viewOf(ctx, found, about),
      known: await sentBefore(ctx, found.id, about.submissionKey),
    }));
    const asked = askedOf(form, answers, visitor.network);
    const tooMany = !known && (await countAttempt(this.allowances, asked));
    const answer = { frameAncestors: form.allowedOrigins };
    const comeBack = (): FormAnswer => ({ ...answer, page: tooManyPage(view), status: 429 });
    if (tooMany) return comeBack();
    const mend = (faults: Record<string, string>): FormAnswer => ({
      ...answer,
      page: formPage({ ...view, values: answers, errors: faults }),
      status: 422,
    });
    if (!read.success || Object.keys(errors).length > 0) return mend(errors);
    try {
      await this.withForm(id, correlationId, async (ctx) => {
        const count = () => countStored(this.allowances.inside(ctx.em), asked);
        const submitted = { form, answers: read.data, touch: readTouches(touchText), ...visitor, count };
        const taken = await takeSubmission(ctx, submitted);
        // rolls back: nothing is half written, and everything typed is still on the page
        if (taken.outcome === 'too_many') throw new TooMany();
        if (taken.outcome === 'refused') throw new Mending({ [taken.problem.field]: taken.problem.message });
      });
    } catch (error) {
      if (error instanceof Mending) return mend(error.errors);
      if (error instanceof TooMany) return comeBack();
      throw error;
    }
    return { ...answer, page: thanksPage(view), status: 200 };
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

/** The last of an allowance went to somebody else meanwhile. */
class TooMany extends Error {}

/** What a visitor has to mend, by field. */
class Mending extends Error {
  readonly errors: Record<string, string>;

  constructor(errors: Record<string, string>) {
    super('something has to be mended');
    this.errors = errors;
  }
}

const errorsOf = (error: z.ZodError): Record<string, string> =>
  Object.fromEntries(error.issues.toReversed().map((issue) => [issue.path.join('.'), issue.message]));

/** Addresses and numbers that cannot be, said together with everything else that has to be mended. */
function faultsOf({ email, phone }: Record<string, string>): Record<string, string> {
  const address = email ? readEmailAddress(email) : undefined;
  const number = phone ? readPhone(phone) : undefined;
  return {
    ...(address && !address.ok ? { email: address.message } : {}),
    ...(number && !number.ok ? { phone: number.message } : {}),
  };
}

function askedOf(form: LeadFormEntity, answers: Record<string, string>, network: string): Asked {
  const phone = answers['phone'] ? readPhone(answers['phone']) : undefined;
  return {
    formId: form.id,
    dailyLimit: form.dailyLimit,
    network,
    email: answers['email'] ?? '',
    phone: phone?.ok ? phone.e164 : undefined,
  };
}

async function viewOf(
  ctx: FirmContext,
  form: LeadFormEntity,
  about: Pick<FormView, 'submissionKey' | 'touch' | 'embedded'>,
): Promise<FormView> {
  const { name, phone } = await ctx.em.getRepository(FirmEntity).findOneByOrFail({ firmId: ctx.firmId });
  const { id, title, intro, buttonLabel, disclosure, asks } = form;
  const { consentEmail, consentSms, consentSmsMarketing } = form;
  return {
    id,
    title,
    intro,
    buttonLabel,
    disclosure,
    asks,
    firm: { name, phone },
    consentEmail,
    consentSms,
    consentSmsMarketing,
    values: {},
    errors: {},
    ...about,
  };
}
