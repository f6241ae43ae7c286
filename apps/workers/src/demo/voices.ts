import type { Character } from './cast.ts';
import type { Random } from './random.ts';
import type { Exchange, Voice } from './voice.ts';
import { ENGLISH } from './voice-en.ts';
import { SPANISH } from './voice-es.ts';

const voiceOf = ({ language }: Character): Voice => (language === 'es' ? SPANISH : ENGLISH);
const firstOf = (name: string): string => name.split(' ')[0] ?? name;
const calledIn = ({ preferredName, firstName }: Character): string => preferredName ?? firstName;

/** A letter by hand of an advisor to somebody. */
export const letter = (who: Character, advisor: string, words: string): string => {
  const voice = voiceOf(who);
  return [voice.greeting(calledIn(who)), words, voice.regards(advisor)].join('\n\n');
};

/** What somebody writes who has asked a question, and what their advisor answers. */
export function inquiryReply(who: Character, advisor: string, random: Random): Exchange {
  const voice = voiceOf(who);
  const { said, answer } = random.pick(voice.concerns);
  return {
    said: `${random.pick(voice.openings(firstOf(advisor)))}\n\n${said} ${random.pick(voice.closings)}`,
    answer: letter(who, advisor, answer),
  };
}

export function clientMail(
  who: Character,
  advisor: string,
  random: Random,
): Exchange & { readonly subject: string } {
  const mail = random.pick(voiceOf(who).mails);
  return { ...mail, answer: letter(who, advisor, mail.answer) };
}

export const textReply = (who: Character, random: Random): Exchange => random.pick(voiceOf(who).texts);
export const missedMeeting = (who: Character): string => voiceOf(who).missedMeeting;
export const stopWord = (who: Character): string => voiceOf(who).stop;
export const yesWord = (who: Character): string => voiceOf(who).yes;
