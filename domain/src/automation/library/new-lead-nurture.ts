import { ANSWERS } from './answers.ts';
import type { Starter } from './starter.ts';

/**
 * From the first inquiry to a first meeting: a welcome, two days for an answer, a text with the booking link to those who
 * agreed to texts, and at the end a person who calls. Whoever books a meeting leaves at once.
 *
 * Both messages are service: they answer an inquiry that the person has just made, and offer nothing else.
 */
export const NEW_LEAD_NURTURE: Starter = {
  id: 'new-lead-nurture',
  summary: 'Welcomes a new lead, waits for an answer, texts the booking link and hands over to a call.',
  category: 'Leads',
  needs: ['bookingLink', 'texting'],
  definition: {
    schema: 1,
    name: 'New lead nurture',
    trigger: { kind: 'lead.created', params: {}, next: 'welcome' },
    nodes: {
      welcome: {
        kind: 'email',
        label: 'Welcome the new lead',
        params: {
          template: 'new-lead-welcome',
          purpose: 'service',
          from: 'owner',
          notAfter: { hours: 48 },
          saveAs: 'welcomeEmail',
        },
        ports: { next: 'answer', refused: 'call' },
      },
      answer: {
        kind: 'wait.event',
        label: 'Wait for an answer',
        params: {
          events: ANSWERS,
          since: 'welcome',
          within: { value: 2, unit: 'days' },
        },
        ports: { 'event:email': 'reply', 'event:text': 'reply', timeout: 'reach' },
      },
      reach: {
        kind: 'branch',
        label: 'How can we reach them?',
        params: {
          cases: [
            {
              id: 'text',
              label: 'agreed to texts',
              cond: {
                op: 'all',
                of: [
                  { op: 'eq', fact: 'consent.sms.service', value: true },
                  { op: 'eq', fact: 'person.canText', value: true },
                ],
              },
            },
          ],
        },
        ports: { 'case:text': 'booking-text', otherwise: 'call' },
      },
      'booking-text': {
        kind: 'sms',
        label: 'Text the booking link',
        params: { template: 'new-lead-booking', purpose: 'service', notAfter: { hours: 24 } },
        ports: { next: 'second-answer', refused: 'call' },
      },
      'second-answer': {
        kind: 'wait.event',
        label: 'Wait for a second answer',
        params: {
          events: ANSWERS,
          since: 'booking-text',
          within: { value: 2, unit: 'days' },
        },
        ports: { 'event:email': 'reply', 'event:text': 'reply', timeout: 'call' },
      },
      reply: {
        kind: 'task',
        label: 'Answer the lead',
        params: {
          title: 'Answer the new lead',
          detail: 'They wrote back. Answer today, and offer a meeting.',
          assignee: 'owner',
          dueIn: { value: 4, unit: 'hours' },
          priority: 'high',
        },
        ports: { next: 'answered' },
      },
      call: {
        kind: 'task',
        label: 'Call the lead',
        params: {
          title: 'Call the new lead',
          detail: 'No answer so far, or no way to write to them. Call once, and note how it went.',
          assignee: 'owner',
          dueIn: { value: 1, unit: 'businessDays' },
          priority: 'high',
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
      booked: {
        kind: 'exit',
        label: 'A meeting is booked',
        params: { outcome: 'meeting_booked' },
        ports: {},
      },
    },
    goals: [{ id: 'booked', label: 'Meeting booked', match: { kind: 'meeting.booked' }, to: 'booked' }],
    settings: { reentry: 'afterEnd', failureStop: { pct: 20, min: 10 }, maxSteps: 100 },
  },
  templates: {
    'new-lead-welcome': {
      channel: 'email',
      name: 'New lead: welcome',
      subject: 'Thank you for writing to {{ firm.name }}',
      html: [
        '<p>Hello {{ person.firstName | default: "there" }},</p>',
        '<p>Thank you for your interest in {{ firm.name }}. I am {{ owner.name }}, and I will look after your question.</p>',
        '<p>If you like, <a href="{{ owner.bookingLink }}">choose a time for a first talk</a>. It takes half an hour and costs nothing. You can also simply answer this email.</p>',
        '<p>{{ owner.name }}<br>{{ firm.name }}, {{ firm.phone }}</p>',
      ].join('\n'),
    },
    'new-lead-booking': {
      channel: 'sms',
      name: 'New lead: booking link',
      text: '{{ firm.name }}: Hello {{ person.firstName | default: "there" }}, this is {{ owner.name }}. Choose a time for a first talk: {{ owner.bookingLink }} Reply STOP to end texts.',
    },
  },
};
