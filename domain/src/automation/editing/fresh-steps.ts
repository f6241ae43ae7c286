import type { DraftStep } from '@rap/contracts/automation/definition';
import type { StepKind } from '@rap/contracts/automation/step-params';

/** What a step is when it is put on the canvas: what can be guessed is filled in, what only a person knows is left out. */
export const FRESH_STEPS: Readonly<Record<StepKind, Pick<DraftStep, 'label' | 'params'>>> = {
  'wait.for': { label: 'Wait 2 days', params: { for: { value: 2, unit: 'days' } } },
  'wait.date': { label: 'Wait for a date', params: { days: 0, at: '09:00' } },
  'wait.event': {
    label: 'Wait for an answer',
    params: {
      events: [{ id: 'answer', label: 'They answered', match: { kind: 'email.received' } }],
      within: { value: 3, unit: 'days' },
    },
  },
  'wait.hours': {
    label: 'Wait for working hours',
    params: { days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00' },
  },
  if: { label: 'If', params: {} },
  branch: { label: 'Which way?', params: { cases: [] } },
  split: {
    label: 'Try two ways',
    params: {
      variants: [
        { id: 'a', label: 'A', weight: 50 },
        { id: 'b', label: 'B', weight: 50 },
      ],
    },
  },
  repeat: { label: 'Repeat', params: { max: 3 } },
  exit: { label: 'End here', params: { outcome: 'done' } },
  email: { label: 'Email', params: { purpose: 'service', from: 'owner' } },
  sms: { label: 'Text', params: { purpose: 'service' } },
  'webhook.out': { label: 'Tell another system', params: {} },
  task: { label: 'Task', params: { assignee: 'owner', dueIn: { value: 1, unit: 'businessDays' } } },
  field: { label: 'Set a field', params: {} },
  tag: { label: 'Tag', params: { action: 'add' } },
  stage: { label: 'Move the lead', params: {} },
  notify: { label: 'Notify the advisor', params: { who: 'owner' } },
  note: { label: 'Note', params: {} },
  owner: { label: 'Change the advisor', params: {} },
  'document.request': { label: 'Ask for a document', params: { dueIn: { value: 2, unit: 'weeks' } } },
  'automation.start': { label: 'Start another automation', params: {} },
  'automation.call': {
    label: 'Go through another automation',
    params: { within: { value: 30, unit: 'days' } },
  },
  approval: {
    label: 'Ask for approval',
    params: { assignee: 'owner', within: { value: 2, unit: 'businessDays' } },
  },
};
