import type { Match } from '@rap/contracts/automation/plan';

/** STOP, START and HELP are orders to the sender's machine, no answer to anybody. */
const answerByText: Match = {
  kind: 'sms.received',
  where: { op: 'not', of: { op: 'in', fact: 'event.keyword', value: ['stop', 'start', 'help'] } },
};

/** The ways in which somebody may answer, as a wait hears them. */
export const ANSWERS: { readonly id: string; readonly label: string; readonly match: Match }[] = [
  { id: 'email', label: 'an email comes back', match: { kind: 'email.received' } },
  { id: 'text', label: 'a text comes back', match: answerByText },
];
