/** Twilio puts this before the texts of trial accounts. */
const TRIAL_PREFIX = /^sent from your twilio trial account - /i;

/**
 * Is the text that Twilio lists the one that we gave? Twilio may have changed it on the way: a trial's prefix, smart
 * encoding (curly quotes, dashes and spaces made plain), trimmed ends. A text taken for another one would be sent twice, so
 * everything but letters and figures is left out of the comparison.
 */
export function sameText(listed: string, given: string): boolean {
  return fold(listed.replace(TRIAL_PREFIX, '')) === fold(given);
}

function fold(text: string): string {
  const letters = text
    .normalize('NFKD')
    .replace(/[^\p{L}\p{N}]/gu, '')
    .toLowerCase();
  // a text of signs only has no letters to compare
  return letters || text.trim();
}
