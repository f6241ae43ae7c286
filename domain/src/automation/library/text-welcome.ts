import type { Starter } from './starter.ts';

/**
 * Confirms by text that texts are welcome: the first one names the firm, how often it writes, what it costs and how to end it
 * (47 CFR 64.1200; the carriers' rules for first messages). Only those who agreed to service texts get it. A YES agrees to
 * marketing texts as well, which a form's tick alone does not do; STOP ends everything.
 */
export const TEXT_WELCOME: Starter = {
  id: 'text-welcome',
  summary: 'Confirms a new number by text, and asks for a YES before anything else is texted.',
  category: 'Leads',
  needs: ['texting'],
  definition: {
    schema: 1,
    name: 'Text welcome with confirmation',
    trigger: { kind: 'form.submitted', params: {}, next: 'welcome' },
    nodes: {
      welcome: {
        kind: 'sms',
        label: 'Welcome by text',
        params: {
          template: 'text-welcome',
          purpose: 'service',
          notAfter: { hours: 24 },
          saveAs: 'welcomeText',
        },
        ports: { next: 'confirmed', refused: 'not-texted' },
      },
      confirmed: {
        kind: 'wait.event',
        label: 'Wait for a YES',
        params: {
          events: [
            {
              id: 'yes',
              label: 'they agree to marketing texts',
              match: {
                kind: 'consent.given',
                where: {
                  op: 'all',
                  of: [
                    { op: 'eq', fact: 'event.channel', value: 'sms' },
                    { op: 'eq', fact: 'event.purpose', value: 'marketing' },
                  ],
                },
              },
            },
            {
              id: 'stop',
              label: 'they want no texts',
              match: {
                kind: 'consent.withdrawn',
                where: { op: 'eq', fact: 'event.channel', value: 'sms' },
              },
            },
            {
              id: 'question',
              label: 'they write something else',
              match: { kind: 'sms.received', where: { op: 'eq', fact: 'event.keyword', value: 'none' } },
            },
          ],
          since: 'welcome',
          within: { value: 3, unit: 'days' },
        },
        ports: {
          'event:yes': 'prefers-text',
          'event:stop': 'no-texts',
          'event:question': 'answer',
          timeout: 'unconfirmed',
        },
      },
      'prefers-text': {
        kind: 'field',
        label: 'Prefer texts from now on',
        params: { field: 'preferredChannel', value: 'sms' },
        ports: { next: 'agreed' },
      },
      answer: {
        kind: 'task',
        label: 'Answer the text',
        params: {
          title: 'Answer the text',
          detail: 'They answered the welcome with words of their own.',
          assignee: 'owner',
          dueIn: { value: 4, unit: 'hours' },
          priority: 'high',
        },
        ports: { next: 'answered' },
      },
      agreed: { kind: 'exit', label: 'They said YES', params: { outcome: 'confirmed' }, ports: {} },
      'no-texts': { kind: 'exit', label: 'They want no texts', params: { outcome: 'no_texts' }, ports: {} },
      answered: { kind: 'exit', label: 'They asked something', params: { outcome: 'answered' }, ports: {} },
      unconfirmed: { kind: 'exit', label: 'No answer', params: { outcome: 'unconfirmed' }, ports: {} },
      'not-texted': {
        kind: 'exit',
        label: 'No text was sent',
        params: { outcome: 'not_texted' },
        ports: {},
      },
    },
    goals: [],
    settings: {
      reentry: 'never',
      filter: {
        op: 'all',
        of: [
          { op: 'eq', fact: 'consent.sms.service', value: true },
          { op: 'eq', fact: 'person.canText', value: true },
        ],
      },
      failureStop: { pct: 20, min: 10 },
      maxSteps: 50,
    },
  },
  templates: {
    'text-welcome': {
      channel: 'sms',
      name: 'Text welcome',
      text: '{{ firm.name }}: thank you, your request is here. Reply YES for tips and dates of seminars too, up to 4 texts a month. Msg & data rates may apply. HELP for help, STOP to end.',
    },
  },
};
