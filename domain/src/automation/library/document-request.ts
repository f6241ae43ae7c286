import type { Starter } from './starter.ts';

/**
 * Asks for a document, reminds three times at most and then calls. It is begun by hand. The document ends it at whatever step
 * it comes. No message asks to send papers by email: that is how identities are stolen.
 */
export const DOCUMENT_REQUEST: Starter = {
  id: 'document-request',
  summary: 'Asks a client for the latest statements, reminds up to three times, and then calls.',
  category: 'Paperwork',
  needs: [],
  definition: {
    schema: 1,
    name: 'Document request',
    trigger: { kind: 'manual', params: {}, next: 'request' },
    nodes: {
      request: {
        kind: 'document.request',
        label: 'Open the request',
        params: {
          title: 'Latest account statements',
          dueIn: { value: 21, unit: 'days' },
          saveAs: 'statements',
        },
        ports: { next: 'ask' },
      },
      ask: {
        kind: 'email',
        label: 'Ask for the document',
        params: { template: 'document-ask', purpose: 'service', from: 'owner', notAfter: { hours: 72 } },
        ports: { next: 'rounds', refused: 'call' },
      },
      rounds: {
        kind: 'repeat',
        label: 'Remind three times at most',
        params: { max: 3 },
        ports: { body: 'five-days', done: 'call' },
      },
      'five-days': {
        kind: 'wait.for',
        label: 'Give them five working days',
        params: { for: { value: 5, unit: 'businessDays' }, at: '10:00', zone: 'person' },
        ports: { next: 'remind' },
      },
      remind: {
        kind: 'email',
        label: 'Remind',
        params: { template: 'document-reminder', purpose: 'service', from: 'owner', notAfter: { hours: 48 } },
        ports: { next: 'rounds', refused: 'call' },
      },
      call: {
        kind: 'task',
        label: 'Call about the document',
        params: {
          title: 'Call about the missing statements',
          detail: 'Ask whether something is in the way. Offer to take a copy at the next meeting.',
          assignee: 'owner',
          dueIn: { value: 2, unit: 'businessDays' },
          priority: 'normal',
        },
        ports: { next: 'handed-over' },
      },
      check: {
        kind: 'task',
        label: 'Look at the document',
        params: {
          title: 'Check the statements that came in',
          detail: 'Complete and current? Then file them with the plan.',
          assignee: 'owner',
          dueIn: { value: 2, unit: 'businessDays' },
          priority: 'normal',
        },
        ports: { next: 'received' },
      },
      'handed-over': {
        kind: 'exit',
        label: 'The advisor calls',
        params: { outcome: 'handed_over' },
        ports: {},
      },
      received: { kind: 'exit', label: 'The document is here', params: { outcome: 'received' }, ports: {} },
    },
    goals: [
      { id: 'received', label: 'Document received', match: { kind: 'document.received' }, to: 'check' },
    ],
    settings: { reentry: 'afterEnd', failureStop: { pct: 20, min: 10 }, maxSteps: 100 },
  },
  templates: {
    'document-ask': {
      channel: 'email',
      name: 'Documents: first request',
      subject: 'Your latest statements',
      html: [
        '<p>Hello {{ person.firstName | default: "there" }},</p>',
        '<p>For the next step of your plan we need the latest statements of your retirement accounts, all pages.</p>',
        '<p>Please do not send them by email: bring them along, or call us at {{ firm.phone }} and we will tell you how to hand them over safely.</p>',
        '<p>{{ owner.name }}<br>{{ firm.name }}, {{ firm.phone }}</p>',
      ].join('\n'),
    },
    'document-reminder': {
      channel: 'email',
      name: 'Documents: reminder',
      subject: 'Still missing: your latest statements',
      html: [
        '<p>Hello {{ person.firstName | default: "there" }},</p>',
        '<p>We do not have your latest statements yet. If something is in the way, call us at {{ firm.phone }}: we help gladly.</p>',
        '<p>{{ owner.name }}<br>{{ firm.name }}</p>',
      ].join('\n'),
    },
  },
};
