import { z } from 'zod';
import { LeadStage, MilestoneKind, WatchedRecord } from './events.ts';

/* Which events of its kind start an automation. A list that is left out means "any". */

const Ids = z.array(z.uuid()).min(1).max(50);
const anything = z.strictObject({});

export const TRIGGER_PARAMS = {
  'lead.created': z.strictObject({ sourceIds: Ids.meta({ title: 'Sources' }).optional() }),
  'form.submitted': z.strictObject({ formIds: Ids.meta({ title: 'Forms' }).optional() }),
  'stage.changed': z.strictObject({
    from: z.array(LeadStage).min(1).meta({ title: 'From stage' }).optional(),
    to: z.array(LeadStage).min(1).meta({ title: 'To stage' }).optional(),
  }),
  'tag.added': z.strictObject({ tagIds: Ids.meta({ title: 'Tags' }) }),
  'field.changed': z.strictObject({
    record: WatchedRecord.meta({ title: 'Record' }),
    fields: z.array(z.string().min(1).max(80)).min(1).max(50).meta({ title: 'Fields' }),
  }),
  'email.received': z.strictObject({
    repliesOnly: z.boolean().default(false).meta({ title: 'Only answers to us' }),
  }),
  'sms.received': anything,
  'meeting.booked': anything,
  'meeting.moved': anything,
  'meeting.cancelled': anything,
  'meeting.noShow': anything,
  'meeting.ended': anything,
  'document.received': anything,
  'task.completed': anything,
  'task.overdue': anything,
  'date.due': z.strictObject({ milestone: MilestoneKind.meta({ title: 'Date' }) }),
  manual: anything,
  automation: anything,
  webhook: z.strictObject({ webhookId: z.uuid().meta({ title: 'Sender' }) }),
} as const;

/** What may start an automation. */
export const TriggerKind = z.keyof(z.object(TRIGGER_PARAMS));
export type TriggerKind = z.infer<typeof TriggerKind>;
