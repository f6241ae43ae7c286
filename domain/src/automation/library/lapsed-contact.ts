import { ANSWERS } from './answers.ts';
import type { Starter } from './starter.ts';

/**
 * After ninety days without contact: a client is asked how things are, somebody who is not a client yet gets one friendly
 * offer and only with their agreement to marketing. Without an answer the client is called; the other is left in peace.
 */
export const LAPSED_CONTACT: Starter = {
  id: 'lapsed-contact',
  summary:
    'Writes to somebody you have had no contact with for 90 days, and calls clients who do not answer.',
  category: 'Clients',
  needs: ['bookingLink'],
  definition: {
    schema: 1,
    name: 'Lapsed contact',
    trigger: { kind: 'date.due', params: { milestone: 'no_contact_90_days' }, next: 'who' },
    nodes: {
      who: {
        kind: 'if',
        label: 'Are they a client?',
        params: { cond: { op: 'eq', fact: 'client.isClient', value: true } },
        ports: { yes: 'check-in', otherwise: 'offer' },
      },
      'check-in': {
        kind: 'email',
        label: 'Ask how things are',
        params: { template: 'lapsed-client', purpose: 'service', from: 'owner', notAfter: { hours: 120 } },
        ports: { next: 'client-answer', refused: 'call' },
      },
      'client-answer': {
        kind: 'wait.event',
        label: 'Wait for an answer',
        params: { events: ANSWERS, since: 'check-in', within: { value: 7, unit: 'days' } },
        ports: { 'event:email': 'reply', 'event:text': 'reply', timeout: 'call' },
      },
      offer: {
        kind: 'email',
        label: 'Offer a talk once',
        params: { template: 'lapsed-lead', purpose: 'marketing', from: 'owner', notAfter: { hours: 120 } },
        ports: { next: 'lead-answer', refused: 'left' },
      },
      'lead-answer': {
        kind: 'wait.event',
        label: 'Wait two weeks',
        params: { events: ANSWERS, since: 'offer', within: { value: 14, unit: 'days' } },
        ports: { 'event:email': 'reply', 'event:text': 'reply', timeout: 'left' },
      },
      reply: {
        kind: 'task',
        label: 'Answer them',
        params: {
          title: 'Answer: they are back in touch',
          assignee: 'owner',
          dueIn: { value: 1, unit: 'businessDays' },
          priority: 'high',
        },
        ports: { next: 'answered' },
      },
      call: {
        kind: 'task',
        label: 'Call the client',
        params: {
          title: 'Call: no contact for 90 days',
          detail: 'Ask how they are. Is everything still where it should be: address, beneficiaries, plans?',
          assignee: 'owner',
          dueIn: { value: 3, unit: 'businessDays' },
          priority: 'normal',
        },
        ports: { next: 'handed-over' },
      },
      answered: { kind: 'exit', label: 'They answered', params: { outcome: 'answered' }, ports: {} },
      'handed-over': {
        kind: 'exit',
        label: 'The advisor calls',
        params: { outcome: 'handed_over' },
        ports: {},
      },
      left: { kind: 'exit', label: 'Left in peace', params: { outcome: 'no_answer' }, ports: {} },
      booked: {
        kind: 'exit',
        label: 'A meeting is booked',
        params: { outcome: 'meeting_booked' },
        ports: {},
      },
    },
    goals: [{ id: 'booked', label: 'Meeting booked', match: { kind: 'meeting.booked' }, to: 'booked' }],
    settings: { reentry: { afterDays: 90 }, failureStop: { pct: 20, min: 10 }, maxSteps: 100 },
  },
  templates: {
    'lapsed-client': {
      channel: 'email',
      name: 'Lapsed contact: client',
      subject: 'How are things?',
      html: [
        '<p>Hello {{ person.firstName | default: "there" }},</p>',
        '<p>We have not talked for a while. Has anything changed for you: at work, in the family, in what you plan for?</p>',
        '<p>A short answer is enough. Or <a href="{{ owner.bookingLink }}">choose a time to talk</a>.</p>',
        '<p>{{ owner.name }}<br>{{ firm.name }}, {{ firm.phone }}</p>',
      ].join('\n'),
    },
    'lapsed-lead': {
      channel: 'email',
      name: 'Lapsed contact: not yet a client',
      subject: 'Is retirement still on your mind?',
      html: [
        '<p>Hello {{ person.firstName | default: "there" }},</p>',
        '<p>Some time ago you asked us about your retirement. If the question is still open, <a href="{{ owner.bookingLink }}">here is a free half hour</a> to talk it through. If it is not, you need do nothing, and you will not hear of this again.</p>',
        '<p>{{ owner.name }}<br>{{ firm.name }}, {{ firm.phone }}</p>',
      ].join('\n'),
    },
  },
};
