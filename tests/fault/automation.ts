import type { DraftDefinition } from '@rap/contracts/automation/definition';
import type { Match } from '@rap/contracts/automation/plan';
import type { TemplateText } from '@rap/contracts/automation/automation-file';

/**
 * Which way a person takes, told by the campaign that brought them: a run needs no more to be predictable. Not by the state
 * that they live in, for its hours would close the texts of a run in its evening. They answer the e-mail while the run is
 * parked; get a text and answer it while the run is parked; say nothing, so that short waits run out; book a meeting, which
 * is the goal, while the run is parked.
 */
export type Lane = 'replies' | 'texts' | 'silent' | 'books';

/** What each way leaves behind, besides its messages. */
export const OUTCOMES: Readonly<Record<Lane, { outcome: string; tasks: readonly string[]; texts: number }>> =
  {
    replies: { outcome: 'answered', tasks: ['Answer the lead'], texts: 0 },
    texts: { outcome: 'answered', tasks: ['Answer the lead'], texts: 1 },
    silent: { outcome: 'silent', tasks: ['Call the lead'], texts: 1 },
    books: { outcome: 'booked', tasks: [], texts: 0 },
  };

const cameBy = (lane: Lane) => ({ op: 'eq', fact: 'lead.campaign', value: lane }) as const;
const answer = (kind: Match['kind']) => [{ id: 'answer', label: 'an answer comes', match: { kind } }];

/** E-mail, text, waits for answers (long ones park), short waits, task, field, note, goal: every boundary lies on somebody's way. */
export const FAULT_AUTOMATION: {
  definition: DraftDefinition;
  templates: Readonly<Record<string, TemplateText>>;
} = {
  definition: {
    schema: 1,
    name: 'Fault run',
    trigger: { kind: 'form.submitted', params: {}, next: 'welcome' },
    nodes: {
      welcome: {
        kind: 'email',
        label: 'Welcome',
        params: { template: 'fault-welcome', purpose: 'service', from: 'owner', notAfter: { hours: 48 } },
        ports: { next: 'way', refused: 'refused' },
      },
      way: {
        kind: 'branch',
        label: 'Which way?',
        params: {
          cases: [
            { id: 'texts', label: 'gets a text', cond: cameBy('texts') },
            { id: 'silent', label: 'says nothing', cond: cameBy('silent') },
          ],
        },
        ports: { 'case:texts': 'text', 'case:silent': 'pause', otherwise: 'reply' },
      },
      reply: {
        kind: 'wait.event',
        label: 'Wait for an answer',
        params: {
          events: answer('email.received'),
          since: 'welcome',
          within: { value: 2, unit: 'days' },
        },
        ports: { 'event:answer': 'answered-task', timeout: 'refused' },
      },
      text: {
        kind: 'sms',
        label: 'Text',
        params: { template: 'fault-text', purpose: 'service', notAfter: { hours: 24 } },
        ports: { next: 'text-reply', refused: 'refused' },
      },
      'text-reply': {
        kind: 'wait.event',
        label: 'Wait for a text',
        params: { events: answer('sms.received'), since: 'text', within: { value: 2, unit: 'days' } },
        ports: { 'event:answer': 'answered-task', timeout: 'refused' },
      },
      pause: {
        kind: 'wait.for',
        label: 'A moment',
        params: { for: { value: 1, unit: 'seconds' } },
        ports: { next: 'last-text' },
      },
      'last-text': {
        kind: 'sms',
        label: 'Last text',
        params: { template: 'fault-text', purpose: 'service', notAfter: { hours: 24 } },
        ports: { next: 'short', refused: 'refused' },
      },
      short: {
        kind: 'wait.event',
        label: 'Wait a little',
        params: { events: answer('sms.received'), since: 'last-text', within: { value: 1, unit: 'seconds' } },
        ports: { 'event:answer': 'answered-task', timeout: 'call' },
      },
      call: {
        kind: 'task',
        label: 'Call',
        params: { title: 'Call the lead', assignee: 'owner' },
        ports: { next: 'call-field' },
      },
      'call-field': {
        kind: 'field',
        label: 'Prefers the phone',
        params: { field: 'preferredChannel', value: 'phone' },
        ports: { next: 'said-nothing' },
      },
      'answered-task': {
        kind: 'task',
        label: 'Answer',
        params: { title: 'Answer the lead', assignee: 'owner' },
        ports: { next: 'answered-note' },
      },
      'answered-note': {
        kind: 'note',
        label: 'Note',
        params: { text: 'They answered.' },
        ports: { next: 'answered' },
      },
      answered: { kind: 'exit', label: 'Answered', params: { outcome: 'answered' }, ports: {} },
      'said-nothing': { kind: 'exit', label: 'Silent', params: { outcome: 'silent' }, ports: {} },
      refused: { kind: 'exit', label: 'Not sent', params: { outcome: 'not_sent' }, ports: {} },
      booked: { kind: 'exit', label: 'Booked', params: { outcome: 'booked' }, ports: {} },
    },
    goals: [{ id: 'booked', label: 'A meeting is booked', match: { kind: 'meeting.booked' }, to: 'booked' }],
    settings: { reentry: 'afterEnd', failureStop: { pct: 100, min: 10_000 }, maxSteps: 60 },
  },
  templates: {
    'fault-welcome': {
      channel: 'email',
      name: 'Welcome',
      subject: 'Welcome',
      html: '<p>Hello {{ person.firstName | default: "there" }}, thank you for writing.</p>',
    },
    'fault-text': {
      channel: 'sms',
      name: 'Text',
      text: '{{ firm.name }}: Hello {{ person.firstName | default: "there" }}, shall we talk? Reply STOP to end texts.',
    },
  },
};
