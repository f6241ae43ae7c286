export type Keyword = 'STOP' | 'START' | 'HELP';

/** Twilio's default words (https://help.twilio.com/articles/223134027), alone in a text, in any case. */
const WORDS: Record<Keyword, readonly string[]> = {
  STOP: ['STOP', 'STOPALL', 'UNSUBSCRIBE', 'CANCEL', 'END', 'QUIT', 'REVOKE', 'OPTOUT'],
  START: ['START', 'YES', 'UNSTOP'],
  HELP: ['HELP', 'INFO'],
};

/** What Twilio itself answers, without asking the account. */
export const KEYWORD_ANSWERS: Record<Keyword, string> = {
  STOP: 'You have successfully been unsubscribed. You will not receive any more messages from this number. Reply START to resubscribe.',
  START:
    'You have successfully been re-subscribed to messages from this number. Reply HELP for help. Reply STOP to unsubscribe. Msg&Data Rates May Apply.',
  HELP: 'Reply STOP to unsubscribe. Msg&Data Rates May Apply.',
};

/** The keyword that a text is, if it is one. */
export function keywordOf(body: string): Keyword | undefined {
  const word = body.trim().toUpperCase();
  if (WORDS.STOP.includes(word)) return 'STOP';
  if (WORDS.START.includes(word)) return 'START';
  return WORDS.HELP.includes(word) ? 'HELP' : undefined;
}
