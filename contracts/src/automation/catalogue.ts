import { z } from 'zod';
import type { Json } from './plan.ts';
import * as step from './step-params.ts';
import type { StepKind } from './step-params.ts';

/** What leaving the house means for a step; see `ActClass` for the two that act. */
export type StepClass = 'irreversible' | 'write' | 'wait' | 'decision' | 'flow';
/** The family whose icon and colour a step has in the studio. */
export type StepFamily = 'message' | 'time' | 'decision' | 'work' | 'flow';

/** A way out of a step. `label` completes "Choose what happens after *step* when ...". */
export interface Port {
  readonly id: string;
  readonly label: string;
  /** may be left open: an error nobody planned for holds the person for somebody to look at */
  readonly optional?: true;
}

export interface StepInfo {
  readonly label: string;
  readonly family: StepFamily;
  readonly cls: StepClass;
  readonly params: z.ZodType;
  /** the ways out; some follow from the parameters, which may be half filled in */
  readonly ports: (params: Readonly<Record<string, Json>>) => readonly Port[];
  /** what `saveAs` remembers: the id field by which later events are recognised */
  readonly result?: string;
}

const next: Port = { id: 'next', label: 'it is done' };
const error: Port = { id: 'error', label: 'it fails', optional: true };
const fixed =
  (...ports: Port[]) =>
  (): readonly Port[] =>
    ports;
const written = fixed(next, error);
const sent = fixed(
  { id: 'next', label: 'it is sent' },
  { id: 'refused', label: 'it may not be sent' },
  { id: 'error', label: 'it fails', optional: true },
);

/** The entries of a list parameter as ports, tolerant of a draft in which they are half written. */
function listed(params: Readonly<Record<string, Json>>, list: string, prefix: string): Port[] {
  const entry = z.looseObject({ id: z.string(), label: z.string().catch('') });
  const entries = z.array(entry.catch({ id: '', label: '' })).safeParse(params[list]);
  return (entries.data ?? [])
    .filter(({ id }) => id !== '')
    .map(({ id, label }) => ({ id: `${prefix}:${id}`, label: `it is "${label || id}"` }));
}

const inTime = (params: Readonly<Record<string, Json>>): Port[] =>
  params['within'] === 'forever' ? [] : [{ id: 'timeout', label: 'nothing has come in time' }];

/** Every kind of step that can be drawn. What the studio offers, and what can be published, is exactly this. */
export const STEP_CATALOGUE: Readonly<Record<StepKind, StepInfo>> = {
  'wait.for': {
    label: 'Wait',
    family: 'time',
    cls: 'wait',
    params: step.WaitForParams,
    ports: fixed({ id: 'next', label: 'the time is up' }),
  },
  'wait.date': {
    label: 'Wait for a date',
    family: 'time',
    cls: 'wait',
    params: step.DateOffset,
    ports: fixed(
      { id: 'next', label: 'the day has come' },
      { id: 'missing', label: 'the date is not known' },
      { id: 'past', label: 'the date has passed' },
    ),
  },
  'wait.event': {
    label: 'Wait for something to happen',
    family: 'time',
    cls: 'wait',
    params: step.WaitEventParams,
    ports: (params) => [...listed(params, 'events', 'event'), ...inTime(params)],
  },
  'wait.hours': {
    label: 'Wait for certain hours',
    family: 'time',
    cls: 'wait',
    params: step.WaitHoursParams,
    ports: fixed({ id: 'next', label: 'the hour has come' }),
  },
  if: {
    label: 'If',
    family: 'decision',
    cls: 'decision',
    params: step.IfParams,
    ports: fixed({ id: 'yes', label: 'it is so' }, { id: 'otherwise', label: 'it is not so, or not known' }),
  },
  branch: {
    label: 'Branch',
    family: 'decision',
    cls: 'decision',
    params: step.BranchParams,
    ports: (params) => [...listed(params, 'cases', 'case'), { id: 'otherwise', label: 'no case fits' }],
  },
  split: {
    label: 'Split by share',
    family: 'decision',
    cls: 'decision',
    params: step.SplitParams,
    ports: (params) => listed(params, 'variants', 'variant'),
  },
  repeat: {
    label: 'Repeat',
    family: 'flow',
    cls: 'flow',
    params: step.RepeatParams,
    ports: fixed(
      { id: 'body', label: 'it goes round' },
      { id: 'done', label: 'it has gone round often enough' },
    ),
  },
  exit: { label: 'End here', family: 'flow', cls: 'flow', params: step.ExitParams, ports: fixed() },
  email: {
    label: 'Email',
    family: 'message',
    cls: 'irreversible',
    params: step.EmailParams,
    ports: sent,
    result: 'communicationId',
  },
  sms: {
    label: 'Text',
    family: 'message',
    cls: 'irreversible',
    params: step.SmsParams,
    ports: sent,
    result: 'communicationId',
  },
  'webhook.out': {
    label: 'Tell another system',
    family: 'work',
    cls: 'irreversible',
    params: step.WebhookOutParams,
    ports: written,
  },
  task: {
    label: 'Task',
    family: 'work',
    cls: 'write',
    params: step.TaskParams,
    ports: written,
    result: 'taskId',
  },
  field: { label: 'Set a field', family: 'work', cls: 'write', params: step.FieldParams, ports: written },
  tag: { label: 'Tag', family: 'work', cls: 'write', params: step.TagParams, ports: written },
  stage: { label: 'Move the lead', family: 'work', cls: 'write', params: step.StageParams, ports: written },
  notify: { label: 'Notify', family: 'work', cls: 'write', params: step.NotifyParams, ports: written },
  note: { label: 'Note', family: 'work', cls: 'write', params: step.NoteParams, ports: written },
  owner: {
    label: 'Change the advisor',
    family: 'work',
    cls: 'write',
    params: step.OwnerParams,
    ports: written,
  },
  'document.request': {
    label: 'Ask for a document',
    family: 'work',
    cls: 'write',
    params: step.DocumentRequestParams,
    ports: written,
    result: 'requestId',
  },
  'automation.start': {
    label: 'Start another automation',
    family: 'flow',
    cls: 'write',
    params: step.AutomationStartParams,
    ports: fixed(next),
  },
  'automation.call': {
    label: 'Go through another automation',
    family: 'flow',
    cls: 'wait',
    params: step.AutomationCallParams,
    ports: (params) => [{ id: 'event:ended', label: 'it has ended' }, ...inTime(params)],
  },
  approval: {
    label: 'Ask for approval',
    family: 'work',
    cls: 'wait',
    params: step.ApprovalParams,
    ports: (params) => [
      { id: 'approved', label: 'it is approved' },
      { id: 'rejected', label: 'it is refused' },
      ...inTime(params),
    ],
  },
};
