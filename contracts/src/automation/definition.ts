import { z } from 'zod';
import { Cond, Json, Match } from './plan.ts';
import * as step from './step-params.ts';
import { TRIGGER_PARAMS, TriggerKind } from './trigger-params.ts';

/*
 * A definition is what the studio draws. Steps name where each of their ports leads; there is no list of edges, so an edge
 * to nowhere cannot be written, and a difference between two versions can be read.
 *
 * It exists in two strengths: a draft may be unfinished (parameters half filled in, ports open), because nothing that was
 * typed may be lost; a `Definition` is complete in form. `validate` turns the one into the other, or says what is missing.
 */

const Name = z.string().trim().min(1).max(120);
const Label = z.string().trim().min(1).max(80);
const Note = z.string().trim().min(1).max(500).optional();
/** A step of this definition, or the end. */
export const StepTarget = z.union([z.literal('END'), step.StepId]);
export type StepTarget = z.infer<typeof StepTarget>;

const Goal = z.strictObject({ id: step.ChoiceId, label: Label, match: Match, to: StepTarget });
const Goals = z.array(Goal).max(10);

/** Who enters, how often, and when the automation stops itself. */
export const DefinitionSettings = z
  .strictObject({
    reentry: z.union([
      z.enum(['never', 'afterEnd', 'eachOccurrence']),
      z.strictObject({ afterDays: z.int().min(1).max(1826) }),
    ]),
    filter: Cond.optional(),
    maxPerDay: z.int().min(1).max(100_000).optional().describe('people who enter on one day of the firm'),
    failureStop: z
      .strictObject({ pct: z.int().min(1).max(100), min: z.int().min(1).max(10_000) })
      .describe('stops when so many percent of at least so many people came to an error'),
    maxSteps: z.int().min(1).max(10_000).describe('per person, against an automation that never ends'),
  })
  .meta({ id: 'AutomationSettings' });
export type DefinitionSettings = z.infer<typeof DefinitionSettings>;

const Params = z.record(z.string().max(40), Json);

export const DraftStep = z
  .strictObject({
    kind: step.StepKind,
    label: Label,
    params: Params,
    ports: z.record(z.string().max(80), StepTarget),
    note: Note,
  })
  .meta({ id: 'AutomationDraftStep' });
export type DraftStep = z.infer<typeof DraftStep>;

/** What may be saved while it is being drawn. */
export const DraftDefinition = z
  .strictObject({
    schema: z.literal(1),
    name: Name,
    trigger: z.strictObject({
      kind: TriggerKind,
      params: Params,
      next: StepTarget,
    }),
    nodes: z.record(step.StepId, DraftStep),
    goals: Goals,
    settings: DefinitionSettings,
  })
  .meta({ id: 'AutomationDraft' });
export type DraftDefinition = z.infer<typeof DraftDefinition>;

const acted = z.strictObject({ next: StepTarget, error: StepTarget.optional() });
const sent = z.strictObject({ next: StepTarget, refused: StepTarget, error: StepTarget.optional() });
const onward = z.strictObject({ next: StepTarget });
const choices = (prefix: string, fixed: readonly string[] = []) =>
  z.record(z.string().regex(new RegExp(`^(${[`${prefix}:[a-z0-9-]+`, ...fixed].join('|')})$`)), StepTarget);

const stepOf = <K extends string, P extends z.ZodType, Q extends z.ZodType>(kind: K, params: P, ports: Q) =>
  z.strictObject({ kind: z.literal(kind), label: Label, params, ports, note: Note });

export const Step = z.discriminatedUnion('kind', [
  stepOf('wait.for', step.WaitForParams, onward),
  stepOf(
    'wait.date',
    step.DateOffset,
    z.strictObject({ next: StepTarget, missing: StepTarget, past: StepTarget }),
  ),
  stepOf('wait.event', step.WaitEventParams, choices('event', ['timeout'])),
  stepOf('wait.hours', step.WaitHoursParams, onward),
  stepOf('if', step.IfParams, z.strictObject({ yes: StepTarget, otherwise: StepTarget })),
  stepOf('branch', step.BranchParams, choices('case', ['otherwise'])),
  stepOf('split', step.SplitParams, choices('variant')),
  stepOf('repeat', step.RepeatParams, z.strictObject({ body: StepTarget, done: StepTarget })),
  stepOf('exit', step.ExitParams, z.strictObject({})),
  stepOf('email', step.EmailParams, sent),
  stepOf('sms', step.SmsParams, sent),
  stepOf('webhook.out', step.WebhookOutParams, acted),
  stepOf('task', step.TaskParams, acted),
  stepOf('field', step.FieldParams, acted),
  stepOf('tag', step.TagParams, acted),
  stepOf('stage', step.StageParams, acted),
  stepOf('notify', step.NotifyParams, acted),
  stepOf('note', step.NoteParams, acted),
  stepOf('owner', step.OwnerParams, acted),
  stepOf('document.request', step.DocumentRequestParams, acted),
  stepOf('automation.start', step.AutomationStartParams, onward),
  stepOf(
    'automation.call',
    step.AutomationCallParams,
    z.strictObject({ 'event:ended': StepTarget, timeout: StepTarget.optional() }),
  ),
  stepOf(
    'approval',
    step.ApprovalParams,
    z.strictObject({ approved: StepTarget, rejected: StepTarget, timeout: StepTarget.optional() }),
  ),
]);
export type Step = z.infer<typeof Step>;

const triggerOf = <K extends TriggerKind>(kind: K) =>
  z.strictObject({ kind: z.literal(kind), params: TRIGGER_PARAMS[kind], next: StepTarget });

export const Trigger = z.discriminatedUnion('kind', [
  triggerOf('lead.created'),
  triggerOf('form.submitted'),
  triggerOf('stage.changed'),
  triggerOf('tag.added'),
  triggerOf('field.changed'),
  triggerOf('email.received'),
  triggerOf('sms.received'),
  triggerOf('meeting.booked'),
  triggerOf('meeting.moved'),
  triggerOf('meeting.cancelled'),
  triggerOf('meeting.noShow'),
  triggerOf('meeting.ended'),
  triggerOf('document.received'),
  triggerOf('task.completed'),
  triggerOf('task.overdue'),
  triggerOf('date.due'),
  triggerOf('manual'),
  triggerOf('automation'),
  triggerOf('webhook'),
]);
export type Trigger = z.infer<typeof Trigger>;

/** A definition that is complete in form; whether it makes sense is for `validate`. */
export const Definition = z
  .strictObject({
    schema: z.literal(1),
    name: Name,
    trigger: Trigger,
    nodes: z.record(step.StepId, Step),
    goals: Goals,
    settings: DefinitionSettings,
  })
  .meta({ id: 'AutomationDefinition' });
export type Definition = z.infer<typeof Definition>;
