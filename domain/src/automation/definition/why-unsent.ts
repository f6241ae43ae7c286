import type { TraceStep } from '@rap/contracts/automation/run';
import type { GateCheck, LaterCode, RefusalCode } from '@rap/contracts/consent';
import type { ProviderErrorCode } from '../../messages/provider-error-code.ts';
import { codeWords } from './why-words.ts';

/** What the delivery ledger and the gate say about one attempt to send, by effect key `node:visit`. */
export interface DeliveryReason {
  /** the gate's or the provider's reason in words; it names place and local time itself */
  readonly words: string;
  /** which question of the gate was answered with no */
  readonly check?: GateCheck['check'];
}

/** Besides the gate: what else keeps a message from leaving, or has it wait. */
type SendingCode =
  | 'no_address'
  | 'called_off'
  | 'dropped'
  | 'recovery'
  | 'paused'
  | 'provider_busy'
  | 'asking_provider'
  | 'being_handed_over';
type ContentCode =
  'template_gone' | 'wrong_template' | 'no_number' | 'text_too_long' | 'no_mail_domain' | 'no_postal_address';
export type UnsentCode = RefusalCode | LaterCode | SendingCode | ContentCode | ProviderErrorCode;

/** Each code as a clause that follows "was not sent: ". Where the gate left words of its own, they are told instead. */
export const UNSENT_WORDS: Readonly<Record<UnsentCode, string>> = {
  too_late: 'its last time had passed',
  address_unusable: 'their address or number cannot be used',
  opted_out: 'no messages are wanted at their address or number',
  no_permission: 'there is no agreement to such messages at their address or number',
  place_unknown: 'nobody knows what time it is where they are',
  stop_switch: 'the firm has switched all sending off',
  on_hold: 'everything for them is on hold',
  quiet_hours: 'it is a bad hour where they may be',
  blackout_day: 'nothing is sent on this day',
  frequency_cap: 'they have had as many messages as the firm allows',
  no_address: 'they have no address or number for it',
  called_off: 'it was called off before it left',
  dropped: 'somebody decided after a restore that it should not go out',
  recovery: 'it was due before the system was restored, and somebody has to decide whether it goes out',
  paused: 'the automation is paused',
  provider_busy: 'the provider takes no more at once',
  asking_provider: 'the provider is asked whether it has left',
  being_handed_over: 'the provider is asked whether it has left',
  template_gone: 'its template is not there any more',
  wrong_template: 'its template is one for another channel',
  no_number: 'the firm has no number to text from',
  text_too_long: 'it is too long for a text',
  no_mail_domain: 'the firm has no mail domain',
  no_postal_address: 'the firm has no postal address, which every marketing email has to show',
  address_invalid: 'nothing can be sent to their address or number',
  unreachable: 'their address or number could not be reached',
  landline: 'their number is a landline, or its carrier takes no texts',
  filtered: 'a carrier or the phone filtered it',
  not_registered: 'the number that it comes from is not registered with the carriers',
  not_allowed: 'the provider does not let it through',
  credentials: 'the provider does not accept the account of the firm',
  rejected: 'the provider refused it',
  deferred: 'the provider could not take it yet',
  rate_limited: 'the provider takes no more at once',
  provider_down: 'the provider is out of order',
  connection: 'the provider could not be reached',
  timeout: 'the provider did not answer',
};

/** A code of the gate, of sending or of a provider as a clause; a code that nobody has put in words as plain words. */
export const codeClause = (code: string | null | undefined): string => wordsOf(code ?? undefined);

const isKnown = (code: string): code is UnsentCode => Object.hasOwn(UNSENT_WORDS, code);
const wordsOf = (code: string | undefined): string =>
  code !== undefined && isKnown(code) ? UNSENT_WORDS[code] : asClause(codeWords(code));

/** Why a step was not, or not yet, done, as a clause: in the gate's words for this very message, else by its code. */
export function unsentWords(
  trace: Pick<TraceStep, 'kind' | 'port' | 'note'>,
  delivery: DeliveryReason | undefined,
): string {
  // at "attention" the code is the way out, and the note is a sentence
  if (trace.kind === 'attention')
    return wordsOf(isKnown(trace.port) ? trace.port : (trace.note ?? trace.port));
  if (delivery === undefined) return wordsOf(trace.note);
  const words = asClause(delivery.words);
  // it had to wait for something else, and that made it too late
  const waited = delivery.check !== undefined && delivery.check !== 'in_time' && delivery.check !== 'keyword';
  return trace.note === 'too_late' && waited ? `${words}; by then its last time would have passed` : words;
}

/** Sentences as one clause, to stand after a colon. */
const asClause = (sentences: string): string =>
  sentences
    .replace(/\.$/, '')
    .split('. ')
    .map((sentence) => sentence.replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase()))
    .join('; ');
