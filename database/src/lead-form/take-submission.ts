import { createHash } from 'node:crypto';
import type { ProposedChanges } from '@rap/contracts/proposal';
import { readPhone } from '@rap/domain/messages/phone';
import { addressHash } from '../consent/address.ts';
import { createLead, firstLead } from '../lead/lead-commands.ts';
import { PersonEmailEntity, PersonEntity } from '../person/person.entity.ts';
import { createPerson } from '../person/person-commands.ts';
import type { ReachProblem } from '../person/reach-commands.ts';
import { proposeChanges } from '../proposal/proposal-commands.ts';
import { newId } from '../records/new-id.ts';
import { findRecord } from '../records/write-record.ts';
import type { FirmContext } from '../tenancy/context.ts';
import type { FormLimit } from './form-allowance.ts';
import { keepConsent } from './form-consent.ts';
import { answersOf, type Submitted } from './submission.ts';

export type FormOutcome =
  | { readonly outcome: 'taken' }
  | { readonly outcome: 'refused'; readonly problem: ReachProblem }
  /** its allowance is used up: roll back, so that it is not stored */
  | { readonly outcome: 'too_many'; readonly of: FormLimit };

type Verdict = 'lead' | 'known_person' | 'repeat';

/** Somebody who sends the form again within this time means the same inquiry. */
const SAME_INQUIRY_MS = 10 * 60_000;

/**
 * Takes one submission, once by its key and once by its person within ten minutes. A form can be a weapon: it never lifts an
 * opt-out, and it never changes a person who is known already, for anybody can type anybody's address; it proposes. It adds an
 * inquiry, and what was agreed to is stored for the very address that was typed.
 */
export async function takeSubmission(ctx: FirmContext, submitted: Submitted): Promise<FormOutcome> {
  const { form, answers } = submitted;
  const id = newId();
  const sealed = await ctx.sealer.seal(answersOf(id), JSON.stringify(answers));
  const emailHash = await addressHash(ctx, 'email', answers.email);
  // two at once with one address are one after the other: neither person nor lead is made twice
  await ctx.em.query(`select pg_advisory_xact_lock($1)`, [lockOf(ctx.firmId, emailHash)]);
  const fresh: unknown[] = await ctx.em.query(
    `insert into app.form_submission (id, form_id, submission_key, answers_sealed, email_hash, verdict, occurred_at)
     values ($1, $2, $3, $4, $5, $6, $7) on conflict (firm_id, form_id, submission_key) do nothing returning id`,
    [
      id,
      form.id,
      answers.submissionKey,
      sealed,
      emailHash,
      answers.website ? 'robot' : 'lead',
      new Date(ctx.now()),
    ],
  );
  // the same page once more: it costs nobody's allowance
  if (fresh.length === 0) return { outcome: 'taken' };
  // a robot is thanked like everybody else, and learns nothing
  const refused = answers.website ? undefined : await takeFresh(ctx, submitted, id, emailHash);
  if (refused) return refused;
  const tooMany = await submitted.count();
  return tooMany ? { outcome: 'too_many', of: tooMany } : { outcome: 'taken' };
}

async function takeFresh(
  ctx: FirmContext,
  submitted: Submitted,
  id: string,
  emailHash: Buffer,
): Promise<Extract<FormOutcome, { outcome: 'refused' }> | undefined> {
  const { form, answers } = submitted;

  const known = await personOf(ctx, answers.email);
  const made = known ? undefined : await newPerson(ctx, submitted);
  if (made?.outcome === 'refused') return made;
  const person = known ?? made?.person;
  if (!person) throw new Error('there is neither a known nor a new person');
  await keepConsent(ctx, person, submitted, id);
  if (known) await propose(ctx, known, submitted, id);
  const sameLeadId = await sameInquiry(ctx, form.id, emailHash);
  const leadId = sameLeadId ?? (await addLead(ctx, person, submitted));
  const verdict: Verdict = sameLeadId ? 'repeat' : known ? 'known_person' : 'lead';
  await ctx.em.query(
    `update app.form_submission set person_id = $3, lead_id = $4, verdict = $5 where firm_id = $1 and id = $2`,
    [ctx.firmId, id, person.id, leadId, verdict],
  );
  if (verdict === 'repeat') return undefined;
  const payload = { submissionId: id, formId: form.id, leadId, verdict };
  ctx.emit({ subjectId: person.id, kind: 'form.submitted', payload });
  return undefined;
}

/** The lead of the same inquiry: one form, one address, a few minutes. */
async function sameInquiry(ctx: FirmContext, formId: string, emailHash: Buffer): Promise<string | undefined> {
  const rows: { lead_id: string }[] = await ctx.em.query(
    `select lead_id from app.form_submission
      where firm_id = $1 and form_id = $2 and email_hash = $3 and occurred_at > $4 and lead_id is not null
      order by occurred_at desc limit 1`,
    [ctx.firmId, formId, emailHash, new Date(ctx.now() - SAME_INQUIRY_MS)],
  );
  return rows[0]?.lead_id;
}

/** How a person first came stands for all their inquiries; how they came this time is this one's. */
async function addLead(ctx: FirmContext, person: PersonEntity, { form, touch }: Submitted): Promise<string> {
  const first = await firstLead(ctx, person.id);
  const lead = await createLead(ctx, {
    referredById: null,
    personId: person.id,
    sourceId: form.sourceId,
    ownerId: person.ownerId ?? form.ownerId,
    formId: form.id,
    firstTouch: first && Object.keys(first.firstTouch).length > 0 ? first.firstTouch : touch.first,
    lastTouch: touch.last,
  });
  return lead.id;
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

/** What was typed and differs from the record is somebody's to decide. */
async function propose(
  ctx: FirmContext,
  person: PersonEntity,
  { answers }: Submitted,
  submissionId: string,
): Promise<void> {
  const changes: ProposedChanges = {};
  if (!sameWords(answers.firstName, person.firstName)) changes.firstName = answers.firstName;
  if (!sameWords(answers.lastName, person.lastName)) changes.lastName = answers.lastName;
  if (answers.state && answers.state !== person.state) changes.state = answers.state;
  const phone = answers.phone ? readPhone(answers.phone) : undefined;
  if (phone?.ok) {
    const has: unknown[] = await ctx.em.query(
      `select 1 from app.person_phone where firm_id = $1 and person_id = $2 and e164 = $3 and removed_at is null`,
      [ctx.firmId, person.id, phone.e164],
    );
    if (has.length === 0) changes.phone = phone.e164;
  }
  if (Object.keys(changes).length > 0) await proposeChanges(ctx, person, submissionId, changes);
}

const sameWords = (a: string, b: string): boolean => a.trim().toLowerCase() === b.trim().toLowerCase();

/** The number of an advisory lock: 64 bits, as text. */
const lockOf = (firmId: string, emailHash: Buffer): string =>
  createHash('sha256').update(firmId).update(emailHash).digest().readBigInt64BE().toString();
