import type { FieldProblem } from '@rap/contracts/problem';
import type { WebhookCall } from '@rap/contracts/webhook';
import { readPhone } from '@rap/domain/messages/phone';
import { createLead } from '../lead/lead-commands.ts';
import { createPerson } from '../person/person-commands.ts';
import { PersonEntity } from '../person/person.entity.ts';
import { newId } from '../records/new-id.ts';
import { findRecord } from '../records/write-record.ts';
import type { FirmContext } from '../tenancy/context.ts';
import type { WebhookSourceEntity } from './webhook-source.entity.ts';

export type CallTaken =
  | { readonly outcome: 'taken' | 'already_taken'; readonly receiptId: string }
  /** nothing is kept: the caller rolls back */
  | { readonly outcome: 'refused'; readonly problem: FieldProblem };

/**
 * Takes one call, once by its `webhook-id`, and raises the event that starts automations. The rules are those of the public
 * form: a known person is never changed, what is said of them stands sealed beside the call; somebody nobody knows becomes a
 * person with an inquiry. Permission to write to them does not follow from it.
 */
export async function takeCall(
  ctx: FirmContext,
  source: WebhookSourceEntity,
  messageId: string,
  call: WebhookCall,
): Promise<CallTaken> {
  const id = newId();
  const place = { table: 'app.webhook_call', column: 'body', rowId: id };
  const fresh: unknown[] = await ctx.em.query(
    `insert into app.webhook_call (id, source_id, message_id, body_sealed, occurred_at) values ($1, $2, $3, $4, $5)
     on conflict (firm_id, source_id, message_id) do nothing returning id`,
    [id, source.id, messageId, await ctx.sealer.seal(place, JSON.stringify(call)), new Date(ctx.now())],
  );
  if (fresh.length === 0)
    return { outcome: 'already_taken', receiptId: await receiptOf(ctx, source.id, messageId) };

  const known = await knownPerson(ctx, call);
  if (known && 'problem' in known) return { outcome: 'refused', problem: known.problem };
  const made = known ? undefined : await newPerson(ctx, source, call);
  if (made && 'problem' in made) return { outcome: 'refused', problem: made.problem };
  const personId = known?.personId ?? made?.personId;
  await ctx.em.query(
    `update app.webhook_call set person_id = $3, verdict = $4 where firm_id = $1 and id = $2`,
    [ctx.firmId, id, personId, known ? 'known_person' : 'new_person'],
  );
  if (personId)
    ctx.emit({
      subjectId: personId,
      kind: 'webhook',
      payload: { webhookId: source.id, receiptId: id },
    });
  return { outcome: 'taken', receiptId: id };
}

type Found = { readonly personId: string } | { readonly problem: FieldProblem };

/** By id, else by e-mail, else by phone; of several with one address the one who had it first. */
async function knownPerson(ctx: FirmContext, { person }: WebhookCall): Promise<Found | undefined> {
  if (person.id) {
    const row = await findRecord(ctx, PersonEntity, person.id);
    if (row) return { personId: row.id };
    return { problem: fault('person.id', 'unknown_person', 'is no person of this firm', 'leave it out') };
  }
  if (person.email) {
    const norm = person.email.trim().toLowerCase();
    const found = await reachedBy(ctx, 'person_email', 'address_norm', norm);
    if (found) return found;
  }
  if (!person.phone) return undefined;
  const phone = readPhone(person.phone);
  if (!phone.ok) return { problem: fault('person.phone', phone.code, phone.message) };
  return reachedBy(ctx, 'person_phone', 'e164', phone.e164);
}

async function reachedBy(
  ctx: FirmContext,
  table: 'person_email' | 'person_phone',
  column: 'address_norm' | 'e164',
  value: string,
): Promise<{ personId: string } | undefined> {
  const rows: { person_id: string }[] = await ctx.em.query(
    `select r.person_id from app.${table} r join app.person p on p.firm_id = r.firm_id and p.id = r.person_id
      where r.firm_id = $1 and r.${column} = $2 and r.removed_at is null and p.deleted_at is null
      order by r.created_at, r.id limit 1`,
    [ctx.firmId, value],
  );
  return rows[0] && { personId: rows[0].person_id };
}

async function newPerson(
  ctx: FirmContext,
  source: WebhookSourceEntity,
  { person }: WebhookCall,
): Promise<Found> {
  const { firstName, lastName, email, phone, state } = person;
  if (!firstName || !lastName) {
    const field = firstName ? 'person.lastName' : 'person.firstName';
    return {
      problem: fault(field, 'required', 'is missing: nobody here has this address', 'send the name too'),
    };
  }
  const made = await createPerson(
    ctx,
    {
      firstName,
      lastName,
      state: state ?? null,
      ownerId: null,
      emails: email ? [{ address: email, label: 'home', isPrimary: true }] : [],
      phones: phone ? [{ number: phone, label: 'mobile', isPrimary: true }] : [],
    },
    source.bookId,
  );
  if (made.outcome === 'refused') {
    const field = made.problem.field.startsWith('emails') ? 'person.email' : 'person.phone';
    return { problem: fault(field, made.problem.code, made.problem.message) };
  }
  await createLead(ctx, {
    personId: made.person.id,
    sourceId: source.leadSourceId,
    ownerId: null,
    referredById: null,
    formId: null,
    firstTouch: {},
    lastTouch: {},
  });
  return { personId: made.person.id };
}

async function receiptOf(ctx: FirmContext, sourceId: string, messageId: string): Promise<string> {
  const rows: { id: string }[] = await ctx.em.query(
    `select id from app.webhook_call where firm_id = $1 and source_id = $2 and message_id = $3`,
    [ctx.firmId, sourceId, messageId],
  );
  if (!rows[0]) throw new Error('the call that was taken cannot be read back');
  return rows[0].id;
}

const fault = (field: string, code: string, message: string, fix?: string): FieldProblem => ({
  field,
  code,
  message,
  ...(fix ? { fix } : {}),
});
