import type { Starter } from './starter.ts';

/**
 * A client's birthday: an email in the morning, or a call for those who would rather be called. Nothing is offered in it. It
 * goes as marketing all the same, because nobody has asked for it, so that only those who agreed get one.
 */
export const BIRTHDAY: Starter = {
  id: 'birthday',
  summary: 'Congratulates a client in the morning of the birthday, by email or by a call.',
  category: 'Clients',
  needs: ['birthDates'],
  definition: {
    schema: 1,
    name: 'Birthday',
    trigger: { kind: 'date.due', params: { milestone: 'birthday' }, next: 'how' },
    nodes: {
      how: {
        kind: 'branch',
        label: 'How do they like to be reached?',
        params: {
          cases: [
            {
              id: 'call',
              label: 'by phone',
              cond: { op: 'eq', fact: 'person.preferredChannel', value: 'phone' },
            },
          ],
        },
        ports: { 'case:call': 'call', otherwise: 'morning' },
      },
      morning: {
        kind: 'wait.hours',
        label: 'In the morning',
        params: { days: [1, 2, 3, 4, 5, 6, 7], from: '09:00', to: '11:30', zone: 'person' },
        ports: { next: 'congratulate' },
      },
      congratulate: {
        kind: 'email',
        label: 'Congratulate',
        params: { template: 'birthday-email', purpose: 'marketing', from: 'owner', notAfter: { hours: 12 } },
        ports: { next: 'congratulated', refused: 'call' },
      },
      call: {
        kind: 'task',
        label: 'Call to congratulate',
        params: {
          title: 'Call: it is their birthday',
          detail: 'A call, not a sale. Note what they tell you.',
          assignee: 'owner',
          dueIn: { value: 8, unit: 'hours' },
          priority: 'normal',
        },
        ports: { next: 'handed-over' },
      },
      congratulated: {
        kind: 'exit',
        label: 'Congratulated by email',
        params: { outcome: 'congratulated' },
        ports: {},
      },
      'handed-over': {
        kind: 'exit',
        label: 'The advisor calls',
        params: { outcome: 'handed_over' },
        ports: {},
      },
    },
    goals: [],
    settings: {
      reentry: { afterDays: 300 },
      filter: { op: 'eq', fact: 'client.isClient', value: true },
      failureStop: { pct: 20, min: 10 },
      maxSteps: 50,
    },
  },
  templates: {
    'birthday-email': {
      channel: 'email',
      name: 'Birthday',
      subject: 'Happy birthday, {{ person.firstName | default: "and all the best" }}',
      html: [
        '<p>Dear {{ person.firstName | default: "friend of our house" }},</p>',
        '<p>All of us at {{ firm.name }} wish you a happy birthday and a good year ahead.</p>',
        '<p>{{ owner.name }}</p>',
      ].join('\n'),
    },
  },
};
