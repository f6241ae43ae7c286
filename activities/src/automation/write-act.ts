import type { StepEffect } from '@rap/contracts/automation/effects';
import type { Json } from '@rap/contracts/automation/plan';
import type { RunWho } from '@rap/contracts/automation/run';
import type { Assignee, Duration } from '@rap/contracts/automation/step-params';
import { askForApproval } from '@rap/database/approval/approval';
import { requestDocument } from '@rap/database/document-request/document-request';
import { moveStage, newestLead } from '@rap/database/lead/lead-commands';
import { addNote } from '@rap/database/note/note-commands';
import { giveNotice } from '@rap/database/notice/notice';
import { changePerson } from '@rap/database/person/person-commands';
import { PersonEntity } from '@rap/database/person/person.entity';
import { newId } from '@rap/database/records/new-id';
import { findRecord, type WriteOutcome } from '@rap/database/records/write-record';
import { addTag, removeTag } from '@rap/database/tag/tag-commands';
import { createTask } from '@rap/database/task/task-commands';
import type { FirmContext } from '@rap/database/tenancy/context';
import { assertNever } from '@rap/domain/assert-never';
import { ACT_FAILURES } from '@rap/domain/automation/engine/act-failures';
import { afterDuration } from '@rap/domain/time/after-duration';
import { wallClock } from '@rap/domain/time/zoned';
import { whereabouts } from '@rap/database/person/person-zone';

/** The step that acts. */
export interface ActStep {
  readonly run: string;
  readonly who: RunWho;
  readonly personId: string;
  /** `{run}:{node}:{visit}`: what it makes, it makes once */
  readonly effectKey: string;
  readonly nowMs: number;
}

export type ActWritten =
  { readonly done: Json } | { readonly failed: { readonly code: string; readonly message: string } };

/** What a person of the firm has to mend before the step can go on. */
const failed = (code: string, message: string): ActWritten => ({ failed: { code, message } });

/** Does one of our own writes by the command that also serves the API, in the segment's transaction. */
export async function writeAct(ctx: FirmContext, effect: StepEffect, step: ActStep): Promise<ActWritten> {
  const person = await findRecord(ctx, PersonEntity, step.personId);
  if (!person)
    return failed('person_gone', 'The person was deleted. Restore them, or end the automation for them.');
  const { effectKey, personId } = step;
  switch (effect.kind) {
    case 'task': {
      const { title, detail, assignee, dueIn, priority } = effect.params;
      const dueAt = dueIn ? new Date(await afterOnTheirClock(ctx, step, dueIn)).toISOString() : null;
      const task = await createTask(
        ctx,
        { title, detail: detail ?? null, priority, personId, dueAt, assigneeId: userOf(assignee, person) },
        { madeBy: step.run, effectKey },
      );
      return { done: task.id };
    }
    case 'note': {
      await addNote(ctx, { personId, body: effect.params.text, effectKey });
      return { done: null };
    }
    case 'tag': {
      const { action, tagId } = effect.params;
      await (action === 'add' ? addTag(ctx, personId, tagId) : removeTag(ctx, personId, tagId));
      return { done: null };
    }
    case 'stage': {
      const lead = await newestLead(ctx, personId);
      if (!lead) return failed('no_lead', ACT_FAILURES.no_lead);
      return written(await moveStage(ctx, lead, effect.params.to, lead.version));
    }
    case 'owner':
      return written(
        await changePerson(ctx, personId, { version: person.version, ownerId: effect.params.userId }),
      );
    case 'field': {
      const { params } = effect;
      const change =
        params.field === 'reviewDueOn'
          ? {
              reviewDueOn: wallClock(
                await afterOnTheirClock(ctx, step, params.in),
                (await whereabouts(ctx, personId)).zone,
              ).date,
            }
          : { [params.field]: params.value };
      return written(await changePerson(ctx, personId, { version: person.version, ...change }));
    }
    case 'notify': {
      const userId = userOf(effect.params.who, person);
      if (!userId) return failed('no_owner', ACT_FAILURES.no_owner);
      await giveNotice(ctx, { userId, personId, text: effect.params.text, effectKey, madeBy: step.run });
      return { done: null };
    }
    case 'document.request': {
      const { title, dueIn } = effect.params;
      const { zone } = await whereabouts(ctx, personId);
      const dueOn = dueIn ? wallClock(await afterOnTheirClock(ctx, step, dueIn), zone).date : null;
      return { done: (await requestDocument(ctx, { personId, title, dueOn, effectKey })).id };
    }
    case 'approval': {
      const { question, assignee } = effect.params;
      const { enrolmentId } = step.who;
      const asked = { enrolmentId, personId, effectKey, question, assigneeId: userOf(assignee, person) };
      return { done: (await askForApproval(ctx, asked)).id };
    }
    case 'automation.start':
    case 'automation.call': {
      const callId = newId();
      const payload = {
        automationId: effect.params.automationId,
        callId,
        byAutomationId: step.who.automationId,
      };
      ctx.emit({ subjectId: personId, kind: 'automation', payload });
      return { done: callId };
    }
    case 'email':
    case 'sms':
    case 'webhook.out':
      throw new Error(`${effect.kind} leaves the house and is no write of ours`);
    default:
      return assertNever(effect);
  }
}

const userOf = (assignee: Assignee, person: PersonEntity): string | null =>
  assignee === 'owner' ? person.ownerId : assignee.userId;

/** A write on the row just read, in one transaction, can only be stale when somebody else was in between: then it is repeated. */
function written(outcome: WriteOutcome<unknown>): ActWritten {
  if (outcome.outcome === 'written') return { done: null };
  throw new Error('the record changed meanwhile: the segment is tried again');
}

/** So long from now on, on the person's clock. */
const afterOnTheirClock = async (
  ctx: FirmContext,
  { personId, nowMs }: ActStep,
  duration: Duration,
): Promise<number> => afterDuration(duration, nowMs, (await whereabouts(ctx, personId)).zone);
