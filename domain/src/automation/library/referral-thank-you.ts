import type { Starter } from './starter.ts';

/**
 * Thanks to somebody who has recommended the firm. It is begun by hand for the person who recommended. A card needs a yes
 * from the advisor first: a thing of value for a recommendation makes it a paid endorsement that has to be disclosed and
 * overseen (Advisers Act rule 206(4)-1(b)); the default limit for unpaid ones is $1,000 in twelve months.
 */
export const REFERRAL_THANK_YOU: Starter = {
  id: 'referral-thank-you',
  summary: 'Thanks somebody who recommended you, and asks before a card is sent.',
  category: 'Clients',
  needs: [],
  definition: {
    schema: 1,
    name: 'Referral thank-you',
    trigger: { kind: 'manual', params: {}, next: 'thank' },
    nodes: {
      thank: {
        kind: 'email',
        label: 'Say thank you',
        params: { template: 'referral-thanks', purpose: 'service', from: 'owner', notAfter: { hours: 72 } },
        ports: { next: 'may-card', refused: 'call' },
      },
      'may-card': {
        kind: 'approval',
        label: 'Send a card as well?',
        params: {
          question:
            'Shall a handwritten card follow? A card is a courtesy. A gift or a reward for a recommendation has to go through compliance first.',
          assignee: 'owner',
          within: { value: 5, unit: 'days' },
        },
        ports: { approved: 'card', rejected: 'note', timeout: 'note' },
      },
      card: {
        kind: 'task',
        label: 'Write the card',
        params: {
          title: 'Write a thank-you card by hand',
          assignee: 'owner',
          dueIn: { value: 3, unit: 'businessDays' },
          priority: 'low',
        },
        ports: { next: 'note' },
      },
      call: {
        kind: 'task',
        label: 'Thank them by phone',
        params: {
          title: 'Call to say thank you for the recommendation',
          detail: 'The email could not be sent.',
          assignee: 'owner',
          dueIn: { value: 2, unit: 'businessDays' },
          priority: 'normal',
        },
        ports: { next: 'note' },
      },
      note: {
        kind: 'note',
        label: 'Note it on the person',
        params: {
          text: 'Recommended us to somebody and was thanked for it. Nothing was paid or given for it.',
        },
        ports: { next: 'thanked' },
      },
      thanked: { kind: 'exit', label: 'Thanked', params: { outcome: 'thanked' }, ports: {} },
    },
    goals: [],
    settings: { reentry: 'afterEnd', failureStop: { pct: 20, min: 10 }, maxSteps: 50 },
  },
  templates: {
    'referral-thanks': {
      channel: 'email',
      name: 'Referral: thank you',
      subject: 'Thank you',
      html: [
        '<p>Hello {{ person.firstName | default: "there" }},</p>',
        '<p>You have recommended us to somebody you know. That is the greatest trust one can show us, and we will take good care of them.</p>',
        '<p>As always, what they tell us stays with us, as what you tell us does.</p>',
        '<p>{{ owner.name }}<br>{{ firm.name }}</p>',
      ].join('\n'),
    },
  },
};
