import { ANSWERS } from './answers.ts';
import type { Starter } from './starter.ts';

/**
 * A missed meeting becomes another one: a friendly email the same day, a text two days later to those who agreed to texts,
 * and then a call. Whoever books again leaves at once. The messages are about a meeting that both had agreed on: service.
 */
export const NO_SHOW_FOLLOW_UP: Starter = {
  id: 'no-show-follow-up',
  summary: 'Offers a new time to somebody who did not come to a meeting, by email, by text, then by a call.',
  category: 'Meetings',
  needs: ['bookingLink', 'texting'],
  definition: {
    schema: 1,
    name: 'No-show follow-up',
    trigger: { kind: 'meeting.noShow', params: {}, next: 'missed-you' },
    nodes: {
      'missed-you': {
        kind: 'email',
        label: 'Offer a new time',
        params: {
          template: 'no-show-new-time',
          purpose: 'service',
          from: 'owner',
          notAfter: { hours: 24 },
          saveAs: 'missedYou',
        },
        ports: { next: 'answer', refused: 'call' },
      },
      answer: {
        kind: 'wait.event',
        label: 'Wait for an answer',
        params: { events: ANSWERS, since: 'missed-you', within: { value: 2, unit: 'days' } },
        ports: { 'event:email': 'reply', 'event:text': 'reply', timeout: 'may-text' },
      },
      'may-text': {
        kind: 'if',
        label: 'Did they agree to texts?',
        params: {
          cond: {
            op: 'all',
            of: [
              { op: 'eq', fact: 'consent.sms.service', value: true },
              { op: 'eq', fact: 'person.canText', value: true },
            ],
          },
        },
        ports: { yes: 'text', otherwise: 'call' },
      },
      text: {
        kind: 'sms',
        label: 'Text the booking link',
        params: { template: 'no-show-text', purpose: 'service', notAfter: { hours: 24 } },
        ports: { next: 'second-answer', refused: 'call' },
      },
      'second-answer': {
        kind: 'wait.event',
        label: 'Wait once more',
        params: { events: ANSWERS, since: 'text', within: { value: 3, unit: 'days' } },
        ports: { 'event:email': 'reply', 'event:text': 'reply', timeout: 'call' },
      },
      reply: {
        kind: 'task',
        label: 'Agree on a new time',
        params: {
          title: 'Answer and agree on a new time',
          detail: 'They wrote back after a meeting that they missed.',
          assignee: 'owner',
          dueIn: { value: 1, unit: 'businessDays' },
          priority: 'high',
        },
        ports: { next: 'answered' },
      },
      call: {
        kind: 'task',
        label: 'Call about a new time',
        params: {
          title: 'Call about the meeting they missed',
          detail: 'No answer to the email or the text. Call once, and note how it went.',
          assignee: 'owner',
          dueIn: { value: 2, unit: 'businessDays' },
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
      'booked-again': {
        kind: 'exit',
        label: 'A new meeting is booked',
        params: { outcome: 'booked_again' },
        ports: {},
      },
    },
    goals: [{ id: 'booked', label: 'Booked again', match: { kind: 'meeting.booked' }, to: 'booked-again' }],
    settings: { reentry: 'eachOccurrence', failureStop: { pct: 20, min: 10 }, maxSteps: 100 },
  },
  templates: {
    'no-show-new-time': {
      channel: 'email',
      name: 'No-show: a new time',
      subject: 'Shall we find another time?',
      html: [
        '<p>Hello {{ person.firstName | default: "there" }},</p>',
        '<p>We missed each other today. That happens, and nothing is lost: your questions keep.</p>',
        '<p><a href="{{ owner.bookingLink }}">Choose another time</a> that suits you better, or answer this email with two or three that would work.</p>',
        '<p>{{ owner.name }}<br>{{ firm.name }}, {{ firm.phone }}</p>',
      ].join('\n'),
    },
    'no-show-text': {
      channel: 'sms',
      name: 'No-show: booking link',
      text: '{{ firm.name }}: Hello {{ person.firstName | default: "there" }}, we missed each other. Here is another time to meet {{ owner.name }}: {{ owner.bookingLink }} Reply STOP to end texts.',
    },
  },
};
