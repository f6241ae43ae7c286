import type { Starter } from './starter.ts';

/**
 * The yearly review books itself: on its day the advisor gets the preparation as a task and the client an invitation, a
 * reminder ten days later, and a call when nothing is booked. A booked meeting sets the next review a year ahead.
 */
export const ANNUAL_REVIEW: Starter = {
  id: 'annual-review',
  summary: 'Invites a client to the yearly review, reminds once, and sets the next one when it is booked.',
  category: 'Clients',
  needs: ['bookingLink', 'reviewDates'],
  definition: {
    schema: 1,
    name: 'Annual review',
    trigger: { kind: 'date.due', params: { milestone: 'review_due' }, next: 'prepare' },
    nodes: {
      prepare: {
        kind: 'task',
        label: 'Prepare the review',
        params: {
          title: 'Prepare the annual review',
          detail:
            'Look at goals, income, required distributions, beneficiaries and the last letter. List what has changed.',
          assignee: 'owner',
          dueIn: { value: 5, unit: 'businessDays' },
          priority: 'normal',
        },
        ports: { next: 'invite' },
      },
      invite: {
        kind: 'email',
        label: 'Invite to the review',
        params: {
          template: 'review-invitation',
          purpose: 'service',
          from: 'owner',
          notAfter: { hours: 120 },
        },
        ports: { next: 'ten-days', refused: 'call' },
      },
      'ten-days': {
        kind: 'wait.for',
        label: 'Give them ten days',
        params: { for: { value: 10, unit: 'days' }, at: '09:30', zone: 'person' },
        ports: { next: 'remind' },
      },
      remind: {
        kind: 'email',
        label: 'Remind once',
        params: { template: 'review-reminder', purpose: 'service', from: 'owner', notAfter: { hours: 72 } },
        ports: { next: 'two-weeks', refused: 'call' },
      },
      'two-weeks': {
        kind: 'wait.for',
        label: 'Give them two weeks',
        params: { for: { value: 2, unit: 'weeks' }, at: '09:30', zone: 'person' },
        ports: { next: 'call' },
      },
      call: {
        kind: 'task',
        label: 'Call about the review',
        params: {
          title: 'Call to agree on the annual review',
          detail: 'They have not booked. A review that is offered and declined is worth a note.',
          assignee: 'owner',
          dueIn: { value: 3, unit: 'businessDays' },
          priority: 'high',
        },
        ports: { next: 'handed-over' },
      },
      'next-review': {
        kind: 'field',
        label: 'Set the next review',
        params: { field: 'reviewDueOn', in: { value: 12, unit: 'months' } },
        ports: { next: 'booked' },
      },
      'handed-over': {
        kind: 'exit',
        label: 'The advisor calls',
        params: { outcome: 'handed_over' },
        ports: {},
      },
      booked: {
        kind: 'exit',
        label: 'The review is booked',
        params: { outcome: 'review_booked' },
        ports: {},
      },
    },
    goals: [{ id: 'booked', label: 'Review booked', match: { kind: 'meeting.booked' }, to: 'next-review' }],
    settings: {
      reentry: { afterDays: 180 },
      filter: { op: 'eq', fact: 'client.isClient', value: true },
      failureStop: { pct: 20, min: 10 },
      maxSteps: 100,
    },
  },
  templates: {
    'review-invitation': {
      channel: 'email',
      name: 'Annual review: invitation',
      subject: 'Your yearly review with {{ owner.name }}',
      html: [
        '<p>Hello {{ person.firstName | default: "there" }},</p>',
        '<p>It is time for our yearly review. We look at what has changed for you, whether the plan still fits, and what is to be done before the end of the year.</p>',
        '<p><a href="{{ owner.bookingLink }}">Choose a time</a>. Please have your latest statements at hand, and tell us beforehand of anything new: a move, a retirement date, a birth, a loss.</p>',
        '<p>{{ owner.name }}<br>{{ firm.name }}, {{ firm.phone }}</p>',
      ].join('\n'),
    },
    'review-reminder': {
      channel: 'email',
      name: 'Annual review: reminder',
      subject: 'A time for your yearly review',
      html: [
        '<p>Hello {{ person.firstName | default: "there" }},</p>',
        '<p>We have not found a time for your yearly review yet. <a href="{{ owner.bookingLink }}">Here are the free times</a>; if none suits, answer this email and we will find one.</p>',
        '<p>{{ owner.name }}<br>{{ firm.name }}, {{ firm.phone }}</p>',
      ].join('\n'),
    },
  },
};
