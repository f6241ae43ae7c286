import type { LaterCode } from '@rap/contracts/consent';

const GATE_WORDS: Readonly<Record<LaterCode, string>> = {
  stop_switch: 'The firm has switched all sending off.',
  on_hold: 'Everything for this person is on hold.',
  quiet_hours: 'It is a bad hour where this person may be.',
  blackout_day: 'Nothing is sent on this day.',
  frequency_cap: 'This person has had as many messages as the firm allows.',
};

/** Why a message waits, for who looks at it; a code that is not the gate's is the provider's matter. */
export function laterWords(code: string): string {
  const known: string | undefined = Object.hasOwn(GATE_WORDS, code)
    ? GATE_WORDS[code as LaterCode]
    : undefined; // own keys are the codes
  return known ?? 'The provider could not take it yet; it is tried again by itself.';
}
