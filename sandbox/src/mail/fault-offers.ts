import type { FaultOffer } from '../pages/fault-panel.ts';
import type { MailFault } from './faults.ts';

/** What the inbox page offers to go wrong. */
export const MAIL_FAULTS: readonly FaultOffer<MailFault>[] = [
  {
    words: 'The connection breaks before the message',
    fault: { kind: 'drop', when: 'before_data', times: 1 },
  },
  {
    words: 'The message is taken, and the connection breaks before the answer',
    fault: { kind: 'drop', when: 'after_data', times: 1 },
  },
  {
    words: 'No such address (550)',
    fault: { kind: 'reject', at: 'rcpt', code: 550, text: '5.1.1 no such user', times: 1 },
  },
  {
    words: 'Try again later (451)',
    fault: { kind: 'reject', at: 'data', code: 451, text: '4.3.0 try again later', times: 1 },
  },
  { words: 'The answer takes three seconds', fault: { kind: 'delay', delayMs: 3_000, times: 1 } },
];
