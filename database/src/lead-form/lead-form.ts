import { Column, Entity } from 'typeorm';
import type { FormSubmission } from '@rap/contracts/lead-form';
import type { Touch } from '@rap/contracts/lead';
import { givePermission } from '../consent/consent-commands.ts';
import { createLead } from '../lead/lead-commands.ts';
import { PersonEmailEntity, PersonEntity } from '../person/person.entity.ts';
import { createPerson } from '../person/person-commands.ts';
import type { ReachProblem } from '../person/reach-commands.ts';
import { newId } from '../records/new-id.ts';
import { RecordEntity } from '../records/record-entity.ts';
import { findRecord } from '../records/write-record.ts';
import type { FirmContext } from '../tenancy/context.ts';

/** A form that a firm shows to the public. The consent texts are stored as they are shown, with their version. */
@Entity({ schema: 'app', name: 'lead_form' })
export class LeadFormEntity extends RecordEntity {
  @Column('text') title!: string;
  @Column('uuid') sourceId!: string;
  @Column('uuid') bookId!: string;
  @Column('uuid', { nullable: true }) ownerId!: string | null;
  @Column('int') consentVersion!: number;
  @Column('text') consentEmail!: string;
  @Column('text') consentSms!: string;
  @Column('text', { array: true }) allowedOrigins!: string[];
  @Column('timestamptz', { nullable: true }) retiredAt!: Date | null;
}

export interface Submitted {
  readonly form: LeadFormEntity;
  readonly answers: FormSubmission;
  readonly touch: { readonly first: Touch; readonly last: Touch };
  /** network address and program of the visitor, for the proof of consent */
  readonly network: string;
  readonly userAgent: string;
}

export type FormOutcome =
  { readonly outcome: 'taken' } | { readonly outcome: 'refused'; readonly problem: ReachProblem };

/**
 * Takes one submission, once by its key. A form can be a weapon: it never lifts an opt-out, and it never changes a person who
 * is known already, for anybody can type anybody's address. It adds an inquiry, and what was agreed to is stored for the very
 * address that was typed.
 */
export async function takeSubmission(ctx: FirmContext, submitted: Submitted): Promise<FormOutcome> {
  const { form, answers } = submitted;
  const id = await newId(ctx);
  const sealed = await ctx.sealer.seal(
    { table: 'app.form_submission', column: 'answers', rowId: id },
    JSON.stringify(answers),
  );
  const fresh: unknown[] = await ctx.em.query(
    `insert into app.form_submission (id, form_id, submission_key, answers_sealed, verdict, occurred_at)
     values ($1, $2, $3, $4, $5, $6) on conflict (firm_id, form_id, submission_key) do nothing returning id`,
    [id, form.id, answers.submissionKey, sealed, answers.website ? 'robot' : 'lead', new Date(ctx.now())],
  );
  // a robot is thanked like everybody else, and learns nothing
  if (fresh.length === 0 || answers.website) return { outcome: 'taken' };

  const known = await personOf(ctx, answers.email);
  const made = known ? undefined : await newPerson(ctx, submitted);
  if (made?.outcome === 'refused') return made;
  const person = known ?? made?.person;
  if (!person) throw new Error('there is neither a known nor a new person');
  await keepConsent(ctx, person, submitted, id);
  const lead = await createLead(ctx, {
    referredById: null,
    personId: person.id,
    sourceId: form.sourceId,
    ownerId: person.ownerId ?? form.ownerId,
    formId: form.id,
    firstTouch: submitted.touch.first,
    lastTouch: submitted.touch.last,
  });
  const verdict = known ? 'known_person' : 'lead';
  await ctx.em.query(
    `update app.form_submission set person_id = $3, lead_id = $4, verdict = $5 where firm_id = $1 and id = $2`,
    [ctx.firmId, id, person.id, lead.id, verdict],
  );
  const payload = { submissionId: id, formId: form.id, leadId: lead.id, verdict };
  ctx.emit({ subjectId: person.id, kind: 'form.submitted', payload });
  return { outcome: 'taken' };
}

async function personOf(ctx: FirmContext, email: string): Promise<PersonEntity | undefined> {
  const found = await ctx.em
    .getRepository(PersonEmailEntity)
    .createQueryBuilder('e')
    .where('e.firmId = :firmId and e.addressNorm = :norm and e.removedAt is null', {
      firmId: ctx.firmId,
      norm: email.trim().toLowerCase(),
    })
    .orderBy('e.createdAt')
    .getOne();
  return found ? findRecord(ctx, PersonEntity, found.personId) : undefined;
}

async function newPerson(
  ctx: FirmContext,
  { form, answers }: Submitted,
): Promise<{ outcome: 'made'; person: PersonEntity } | { outcome: 'refused'; problem: ReachProblem }> {
  const made = await createPerson(
    ctx,
    {
      firstName: answers.firstName,
      lastName: answers.lastName,
      state: answers.state || null,
      ownerId: form.ownerId,
      emails: [{ address: answers.email, label: 'home', isPrimary: true }],
      phones: answers.phone ? [{ number: answers.phone, label: 'mobile', isPrimary: true }] : [],
    },
    form.bookId,
  );
  if (made.outcome === 'made') return made;
  // in the words of the form: it has one field for each
  const field = made.problem.field.startsWith('emails') ? 'email' : 'phone';
  return { outcome: 'refused', problem: { ...made.problem, field } };
}

/**
 * An inquiry is answered by e-mail to the address it came with: that is what was asked for (`service`). Texts, and anything
 * that sells, need their own tick.
 */
async function keepConsent(
  ctx: FirmContext,
  person: PersonEntity,
  { form, answers, network, userAgent }: Submitted,
  submissionId: string,
): Promise<void> {
  const proof = { submissionId, formId: form.id, network, userAgent: userAgent.slice(0, 200) };
  const textVersion = `form:${form.id}:${form.consentVersion}`;
  const given = { personId: person.id, textVersion, proof };
  const inquiry = 'Sent an inquiry by the form, with this address for the answer.';
  await givePermission(ctx, {
    ...given,
    channel: 'email',
    purpose: 'service',
    address: answers.email,
    textShown: inquiry,
  });
  if (answers.agreeEmail) {
    await givePermission(ctx, {
      ...given,
      channel: 'email',
      purpose: 'marketing',
      address: answers.email,
      textShown: form.consentEmail,
    });
  }
  const phones: { e164: string }[] = await ctx.em.query(
    `select e164 from app.person_phone where firm_id = $1 and person_id = $2 and removed_at is null order by is_primary desc limit 1`,
    [ctx.firmId, person.id],
  );
  // a known person's number is not the visitor's to agree for
  const phone = answers.phone ? phones[0] : undefined;
  if (answers.agreeSms && phone && digits(answers.phone).endsWith(digits(phone.e164).slice(-10))) {
    await givePermission(ctx, {
      ...given,
      channel: 'sms',
      purpose: 'service',
      address: phone.e164,
      textShown: form.consentSms,
    });
  }
}

const digits = (text: string): string => text.replace(/\D/g, '');
