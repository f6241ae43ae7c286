/** GSM 03.38's basic alphabet; characters of its extension table take two places. */
const GSM_BASIC = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);
const GSM_EXTENSION = new Set('^{}\\[~]|€\f');

export interface Segments {
  readonly encoding: 'gsm7' | 'ucs2';
  /** what the carrier bills */
  readonly segments: number;
  /** the characters that make it UCS-2, each once: often a curly quote that was pasted in */
  readonly unusual: readonly string[];
}

/** The most that Twilio takes in one message. */
export const MAX_SEGMENTS = 10;

/**
 * How many segments a text takes: GSM-7 160, or 153 each when there are more; UCS-2 70, or 67 each. One character outside
 * GSM 03.38 makes the whole text UCS-2. A surrogate pair and an extension character are never split between segments.
 */
export function countSegments(text: string): Segments {
  const characters = Array.from(text);
  const unusual = characters.filter(
    (character) => !GSM_BASIC.has(character) && !GSM_EXTENSION.has(character),
  );
  const gsm = unusual.length === 0;
  const sizes = characters.map((character) =>
    gsm ? (GSM_EXTENSION.has(character) ? 2 : 1) : character.length,
  );
  const [single, part] = gsm ? [160, 153] : [70, 67];
  const total = sizes.reduce((sum, size) => sum + size, 0);
  return {
    encoding: gsm ? 'gsm7' : 'ucs2',
    segments: total <= single ? 1 : parts(sizes, part),
    unusual: [...new Set(unusual)],
  };
}

function parts(sizes: readonly number[], room: number): number {
  let segments = 1;
  let used = 0;
  for (const size of sizes) {
    if (used + size > room) {
      segments += 1;
      used = 0;
    }
    used += size;
  }
  return segments;
}
