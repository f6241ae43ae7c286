/** What a text says when it is one of the carriers' words; anything else is to be read by a person. */
export type TextKeyword = 'none' | 'stop' | 'start' | 'help' | 'yes';

export interface KeywordReading {
  readonly keyword: TextKeyword;
  /** it sounds like a wish to be left alone without being one of the words: sending pauses and a person decides */
  readonly soundsLikeStop: boolean;
  /** it is a Spanish word: answer in Spanish, whatever the record says */
  readonly spanish: boolean;
}

/**
 * 47 CFR 64.1200(a)(10) names STOP, QUIT, END, REVOKE, OPT OUT, CANCEL and UNSUBSCRIBE; carriers add STOPALL and OPTOUT. The
 * Spanish words are what Spanish-speaking recipients write.
 */
const STOP = ['STOP', 'STOPALL', 'QUIT', 'END', 'REVOKE', 'OPTOUT', 'CANCEL', 'UNSUBSCRIBE'];
const STOP_ES = ['ALTO', 'PARAR', 'PARE', 'BAJA', 'CANCELAR', 'SALIR', 'DETENER', 'TERMINAR', 'NOMAS'];
const START = ['START', 'UNSTOP'];
const START_ES = ['COMENZAR', 'INICIAR', 'EMPEZAR'];
const HELP = ['HELP', 'INFO'];
const YES = ['YES', 'Y'];
/** The words as a firm is shown them. */
export const KEYWORDS = {
  stop: [...STOP, ...STOP_ES],
  start: [...START, ...START_ES],
  help: [...HELP, 'AYUDA'],
} as const;
const SPANISH = [...STOP_ES, ...START_ES, 'AYUDA', 'SI'];

const SOUNDS_LIKE_STOP =
  /\b(stop|quit|don'?t|do not|no more|leave me|remove me|take me off)\b.*\b(text|texting|message|messaging|contact|list|alone|calling)|\b(unsubscribe|wrong number|no me (escriba|mande|env[ií]e|contacte)|deje de|n[uú]mero equivocado)\b/i;

/** Reads a text as the carriers do: the whole text, without case, accents, spaces and punctuation. */
export function readKeyword(text: string): KeywordReading {
  const word = text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toUpperCase()
    .replace(/[^A-Z]/g, '');
  const keyword = keywordOf(word);
  return {
    keyword,
    soundsLikeStop: keyword === 'none' && SOUNDS_LIKE_STOP.test(text),
    spanish: SPANISH.includes(word),
  };
}

function keywordOf(word: string): TextKeyword {
  if (STOP.includes(word) || STOP_ES.includes(word)) return 'stop';
  if (START.includes(word) || START_ES.includes(word)) return 'start';
  if (HELP.includes(word) || word === 'AYUDA') return 'help';
  return YES.includes(word) || word === 'SI' ? 'yes' : 'none';
}

/** The one text that may follow an opt-out, within five minutes and without marketing (47 CFR 64.1200(a)(12)). */
export function optOutConfirmation(firmName: string, language: 'en' | 'es'): string {
  return language === 'es'
    ? `${firmName}: no recibirá más mensajes de texto. Responda START para volver a recibirlos.`
    : `${firmName}: you will get no more texts from us. Reply START to get them again.`;
}

/** The answer to START: what begins again, how often, what it costs, how to end it. */
export function optInConfirmation(firmName: string, language: 'en' | 'es'): string {
  return language === 'es'
    ? `${firmName}: volverá a recibir nuestros mensajes de texto. Pueden aplicarse tarifas. Responda HELP para ayuda, STOP para cancelar.`
    : `${firmName}: you will get texts from us again. Msg & data rates may apply. Reply HELP for help, STOP to end.`;
}

/**
 * Asks the phone itself whether it wants marketing texts: the program, how often, what it costs, how to end it (CTIA Messaging
 * Principles). Only a YES from that phone is an agreement.
 */
export function askForYes(firmName: string, language: 'en' | 'es'): string {
  return language === 'es'
    ? `${firmName}: responda SI para recibir textos sobre nuestros servicios; la frecuencia varía. Pueden aplicarse tarifas. HELP para ayuda, STOP para cancelar.`
    : `${firmName}: reply YES to get texts about our services. Msg frequency varies. Msg & data rates may apply. Reply HELP for help, STOP to end.`;
}

/** The answer to HELP: who we are, how to reach us, what it costs, how to end it (CTIA Messaging Principles). */
export function helpText(firmName: string, phone: string | null, language: 'en' | 'es'): string {
  return language === 'es'
    ? `${firmName}: ${phone ? `ayuda al ${phone}` : 'le responderemos'}. Pueden aplicarse tarifas de mensajes y datos. Responda STOP para cancelar.`
    : `${firmName}: ${phone ? `for help call ${phone}` : 'we will write back'}. Msg & data rates may apply. Reply STOP to end texts.`;
}
