import { z } from 'zod';
import { MessagePurpose } from './events.ts';
import * as step from './step-params.ts';

/*
 * What the acts of a plan ask for: the parameters of the drawn step after publishing, with template versions and defaults
 * filled in. Whoever runs an act parses its effect with `StepEffect` and answers with the id named here, which later steps
 * may wait for: email and sms: the communication's id; task: the task's id; document.request: the request's id;
 * approval: the approval's id; automation.call and automation.start: the `callId` of the `automation` event they raise; others: null.
 */
const TemplateVersion = z.strictObject({ key: z.string(), version: z.int().min(1) });
const message = { template: TemplateVersion, purpose: MessagePurpose, notAfter: step.NotAfter };

export const StepEffect = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('email'),
    params: z.strictObject({ ...message, from: step.EmailParams.shape.from }),
  }),
  z.strictObject({ kind: z.literal('sms'), params: z.strictObject(message) }),
  z.strictObject({ kind: z.literal('webhook.out'), params: step.WebhookOutParams }),
  z.strictObject({ kind: z.literal('task'), params: step.TaskParams.omit({ saveAs: true }) }),
  z.strictObject({ kind: z.literal('field'), params: step.FieldParams }),
  z.strictObject({ kind: z.literal('tag'), params: step.TagParams }),
  z.strictObject({ kind: z.literal('stage'), params: step.StageParams }),
  z.strictObject({ kind: z.literal('notify'), params: step.NotifyParams }),
  z.strictObject({ kind: z.literal('note'), params: step.NoteParams }),
  z.strictObject({ kind: z.literal('owner'), params: step.OwnerParams }),
  z.strictObject({
    kind: z.literal('document.request'),
    params: step.DocumentRequestParams.omit({ saveAs: true }),
  }),
  z.strictObject({ kind: z.literal('automation.start'), params: step.AutomationStartParams }),
  z.strictObject({ kind: z.literal('automation.call'), params: step.AutomationStartParams }),
  z.strictObject({
    kind: z.literal('approval'),
    params: step.ApprovalParams.omit({ within: true }),
  }),
]);
export type StepEffect = z.infer<typeof StepEffect>;
