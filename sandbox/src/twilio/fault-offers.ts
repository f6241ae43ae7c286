import type { FaultOffer } from '../pages/fault-panel.ts';
import type { TwilioFault } from './faults.ts';

/** What the page of phones offers to go wrong. */
export const TWILIO_FAULTS: readonly FaultOffer<TwilioFault>[] = [
  {
    words: 'Too many requests (429), wait five seconds',
    fault: { kind: 'rate_limited', retryAfterSeconds: 5, times: 1 },
  },
  { words: 'An error (500), and the text was not taken', fault: { kind: 'server_error', times: 1 } },
  { words: 'An error (500), though the text was taken', fault: { kind: 'server_error_after_act', times: 1 } },
  { words: 'The text is taken, and no answer comes', fault: { kind: 'hang_after_act', times: 1 } },
  { words: 'The phone has opted out (21610)', fault: { kind: 'refuse_with', errorCode: 21610, times: 1 } },
  { words: 'No number to text (21211)', fault: { kind: 'refuse_with', errorCode: 21211, times: 1 } },
  {
    words: 'Taken, and then not delivered (30003)',
    fault: { kind: 'fail_with', errorCode: 30003, times: 1 },
  },
  {
    words: 'The next webhook comes three seconds late',
    fault: { kind: 'delay_webhooks', delayMs: 3_000, times: 1 },
  },
  { words: 'The next webhook comes twice', fault: { kind: 'duplicate_webhooks', times: 1 } },
  { words: 'The next two webhooks change places', fault: { kind: 'reorder_webhooks', times: 1 } },
];
