import type { DraftDefinition } from '@rap/contracts/automation/definition';

type Nodes = DraftDefinition['nodes'];

/** The e-mail that every shape sends. */
export const TEMPLATE = {
  key: 'bench-welcome',
  name: 'Welcome',
  subject: 'Thank you for writing to {{ firm.name }}',
  html: '<p>Hello {{ person.firstName | default: "there" }},</p><p>I am {{ owner.name }}, and I will look after your question.</p>',
} as const;

const settings: DraftDefinition['settings'] = {
  reentry: 'eachOccurrence',
  failureStop: { pct: 50, min: 10 },
  maxSteps: 100,
};

/** condition, e-mail, a wait that is over at once, task; `to` comes after it */
const round = (i: number, to: string): Nodes => ({
  [`may-${i}`]: {
    kind: 'if',
    label: 'May they be mailed?',
    params: { cond: { op: 'eq', fact: 'consent.email.service', value: true } },
    ports: { yes: `mail-${i}`, otherwise: 'END' },
  },
  [`mail-${i}`]: {
    kind: 'email',
    label: 'Welcome',
    params: { template: TEMPLATE.key, purpose: 'service', from: 'owner', notAfter: { hours: 24 } },
    ports: { next: `wait-${i}`, refused: 'END' },
  },
  [`wait-${i}`]: {
    kind: 'wait.hours',
    label: 'At any time of day',
    params: { days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '23:59', zone: 'firm' },
    ports: { next: `task-${i}` },
  },
  [`task-${i}`]: {
    kind: 'task',
    label: 'Call',
    params: { title: 'Call the lead', assignee: 'owner' },
    ports: { next: to },
  },
});

const note = (i: number, to: string): Nodes => ({
  [`known-${i}`]: {
    kind: 'if',
    label: 'May they be mailed?',
    params: { cond: { op: 'eq', fact: 'consent.email.service', value: true } },
    ports: { yes: `note-${i}`, otherwise: to },
  },
  [`note-${i}`]: {
    kind: 'note',
    label: 'Note',
    params: { text: 'They have been welcomed.' },
    ports: { next: to },
  },
});

/** 5 steps: trigger, condition, e-mail, wait, task. 20 add up to 4 e-mails, 6 writes, 6 conditions and 4 waits, besides the trigger. */
export function automationOf(size: 5 | 20): DraftDefinition {
  const nodes: Nodes =
    size === 5
      ? round(0, 'END')
      : {
          ...round(0, 'may-1'),
          ...round(1, 'may-2'),
          ...round(2, 'may-3'),
          ...round(3, 'known-0'),
          ...note(0, 'known-1'),
          ...note(1, 'END'),
        };
  return {
    schema: 1,
    name: `${size} steps`,
    trigger: { kind: 'lead.created', params: {}, next: 'may-0' },
    nodes,
    goals: [],
    settings,
  };
}

/** People who stand in it wait thirty days, and then get a note. */
export const PARKING: DraftDefinition = {
  schema: 1,
  name: 'Thirty days',
  trigger: { kind: 'lead.created', params: {}, next: 'month' },
  nodes: {
    month: {
      kind: 'wait.for',
      label: 'Wait thirty days',
      params: { for: { value: 30, unit: 'days' } },
      ports: { next: 'note' },
    },
    note: {
      kind: 'note',
      label: 'Note',
      params: { text: 'Thirty days have passed.' },
      ports: { next: 'END' },
    },
  },
  goals: [],
  settings,
};

/** An automation of so many steps, one round of four after the other: to be drawn, not to be run. */
export function drawingOf(steps: number): DraftDefinition {
  const rounds = Math.ceil(steps / 4);
  const parts = Array.from({ length: rounds }, (_, i) => round(i, i === rounds - 1 ? 'END' : `may-${i + 1}`));
  return {
    ...automationOf(5),
    name: `${rounds * 4} steps`,
    nodes: Object.assign({}, ...parts) as Nodes,
  };
}
