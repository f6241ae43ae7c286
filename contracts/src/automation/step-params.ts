import { z } from 'zod';
import { Code, LeadStage, MessagePurpose } from './events.ts';
import { Cond, Match } from './plan.ts';

/* What each kind of step is told. `title` is the field's name in the studio, in messages and in a comparison of versions. */

const titled = <T extends z.ZodType>(schema: T, title: string): T => schema.meta({ title });
const Text = (max: number) => z.string().trim().min(1).max(max);
const Id = z.uuid();

export const StepKind = z.enum([
  'wait.for',
  'wait.date',
  'wait.event',
  'wait.hours',
  'if',
  'branch',
  'split',
  'repeat',
  'exit',
  'email',
  'sms',
  'webhook.out',
  'task',
  'field',
  'tag',
  'stage',
  'notify',
  'note',
  'owner',
  'document.request',
  'automation.start',
  'automation.call',
  'approval',
]);
export type StepKind = z.infer<typeof StepKind>;

/** The id of a drawn step: given once, never used again for another step. */
export const StepId = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}$/, 'lower-case letters, digits and dashes, beginning with a letter');
export type StepId = z.infer<typeof StepId>;

/** The id of a case, a variant, a goal or an expected event: unique within its step. */
export const ChoiceId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'lower-case letters, digits and dashes');

export const VariableName = z
  .string()
  .regex(/^[a-z][A-Za-z0-9]{0,39}$/, 'a word of letters and digits, beginning with a small letter');

export const WallTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time as HH:MM');
/** Whose clock a time of day is read on. */
export const Zone = z.enum(['person', 'firm']);

/** Seconds are for trials only: an automation with them goes live only where the firm allows test durations. */
export const DurationUnit = z.enum([
  'seconds',
  'minutes',
  'hours',
  'days',
  'businessDays',
  'weeks',
  'months',
]);
export const Duration = z.strictObject({ value: z.int().min(1).max(200_000), unit: DurationUnit });
export type Duration = z.infer<typeof Duration>;

/** Some days before (negative) or after a date the person has, at a time of day. */
export const DateOffset = z.strictObject({
  fact: titled(z.string().min(1).max(80), 'Date'),
  days: titled(z.int().min(-1826).max(1826), 'Days before or after'),
  at: titled(WallTime, 'Time of day'),
  zone: titled(Zone.default('person'), 'Whose clock'),
});

/** How long a step waits for something to happen; `forever` has to be chosen, never left out. */
export const Deadline = z.union([Duration, DateOffset, z.literal('forever')]);
export type Deadline = z.infer<typeof Deadline>;

/** Until when a message may still leave; what is later is not sent and the step is left by "not sent". */
export const NotAfter = z.union([
  z.strictObject({ hours: z.int().min(1).max(720) }),
  z.strictObject({ beforeDate: z.string().min(1).max(80) }),
]);
export type NotAfter = z.infer<typeof NotAfter>;

export const Assignee = z.union([z.literal('owner'), z.strictObject({ userId: Id })]);
export type Assignee = z.infer<typeof Assignee>;

const saveAs = titled(VariableName.optional(), 'Remember as');
const within = titled(Deadline, 'How long to wait');
const templateKey = titled(z.string().regex(/^[a-z0-9][a-z0-9-]{0,79}$/, 'choose a template'), 'Template');
const purpose = titled(MessagePurpose, 'Purpose');
const notAfter = titled(NotAfter.optional(), 'Not after');

export const WaitForParams = z.strictObject({
  for: titled(Duration, 'How long'),
  at: titled(WallTime.optional(), 'Time of day'),
  zone: titled(Zone.default('person'), 'Whose clock'),
});
export const WaitEventParams = z.strictObject({
  events: titled(
    z
      .array(z.strictObject({ id: ChoiceId, label: Text(80), match: Match }))
      .min(1)
      .max(10),
    'What to wait for',
  ),
  since: titled(z.union([z.literal('start'), z.literal('here'), StepId]).default('here'), 'Counting since'),
  within,
});
export const WaitHoursParams = z.strictObject({
  days: titled(z.array(z.int().min(1).max(7)).min(1).max(7), 'Days of the week'),
  from: titled(WallTime, 'From'),
  to: titled(WallTime, 'To'),
  zone: titled(Zone.default('person'), 'Whose clock'),
});
export const IfParams = z.strictObject({ cond: titled(Cond, 'Condition') });
export const BranchParams = z.strictObject({
  cases: titled(
    z
      .array(z.strictObject({ id: ChoiceId, label: Text(80), cond: Cond }))
      .min(1)
      .max(20),
    'Cases',
  ),
});
export const SplitParams = z.strictObject({
  variants: titled(
    z
      .array(z.strictObject({ id: ChoiceId, label: Text(80), weight: z.int().min(0).max(100) }))
      .min(2)
      .max(10),
    'Shares',
  ),
});
export const RepeatParams = z.strictObject({ max: titled(z.int().min(1).max(50), 'How often at most') });
export const ExitParams = z.strictObject({ outcome: titled(Code, 'Outcome') });
export const EmailParams = z.strictObject({
  template: templateKey,
  purpose,
  from: titled(z.enum(['owner', 'firm']), 'From'),
  notAfter,
  saveAs,
});
export const SmsParams = z.strictObject({ template: templateKey, purpose, notAfter, saveAs });
export const WebhookOutParams = z.strictObject({ endpointId: titled(Id, 'Receiver') });
export const TaskParams = z.strictObject({
  title: titled(Text(200), 'Title'),
  detail: titled(Text(2000).optional(), 'Detail'),
  assignee: titled(Assignee, 'For'),
  dueIn: titled(Duration.optional(), 'Due in'),
  priority: titled(z.enum(['low', 'normal', 'high']).default('normal'), 'Priority'),
  saveAs,
});
/** The fields a step may set, each with the values that it takes. */
export const FieldParams = z.discriminatedUnion('field', [
  z.strictObject({ field: z.literal('language'), value: titled(z.enum(['en', 'es']), 'Value') }),
  z.strictObject({
    field: z.literal('preferredChannel'),
    value: titled(z.enum(['email', 'sms', 'phone']).nullable(), 'Value'),
  }),
  z.strictObject({ field: z.literal('reviewDueOn'), in: titled(Duration, 'In') }),
]);
export const TagParams = z.strictObject({
  action: titled(z.enum(['add', 'remove']), 'Do'),
  tagId: titled(Id, 'Tag'),
});
export const StageParams = z.strictObject({ to: titled(LeadStage, 'New stage') });
export const NotifyParams = z.strictObject({
  who: titled(Assignee, 'Whom'),
  text: titled(Text(500), 'Text'),
});
export const NoteParams = z.strictObject({ text: titled(Text(2000), 'Text') });
export const OwnerParams = z.strictObject({ userId: titled(Id, 'New advisor') });
export const DocumentRequestParams = z.strictObject({
  title: titled(Text(200), 'Document'),
  dueIn: titled(Duration.optional(), 'Due in'),
  saveAs,
});
export const AutomationStartParams = z.strictObject({ automationId: titled(Id, 'Automation') });
export const AutomationCallParams = z.strictObject({ automationId: titled(Id, 'Automation'), within });
export const ApprovalParams = z.strictObject({
  question: titled(Text(500), 'Question'),
  assignee: titled(Assignee, 'Who decides'),
  within,
});
