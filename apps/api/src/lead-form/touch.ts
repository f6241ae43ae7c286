import type { z } from 'zod';
import { Touch } from '@rap/contracts/lead';
import { FormTouch } from '@rap/contracts/lead-form';

/** Names of marks in an address, as advertising platforms write them, and ours. */
export const MARKS: Readonly<Record<string, keyof z.infer<typeof Touch>>> = {
  utm_source: 'source',
  utm_medium: 'medium',
  utm_campaign: 'campaign',
  utm_term: 'term',
  utm_content: 'content',
  gclid: 'gclid',
  wbraid: 'wbraid',
  gbraid: 'gbraid',
  fbclid: 'fbclid',
  msclkid: 'msclkid',
};
/** What the embedding page tells besides: it knows where the visitor landed and came from. */
const VISIT: Readonly<Record<string, keyof z.infer<typeof Touch>>> = {
  ...MARKS,
  landing_page: 'landingPage',
  referrer: 'referrer',
  at: 'at',
};
const FIRST = 'first_';

export interface Touches {
  readonly first: Touch;
  readonly last: Touch;
}

/** This visit by the marks in its address, and the first one where the page around has told it; else this is the first. */
export function touchesOf(marks: Record<string, string>, referrer: string, nowMs: number): Touches {
  const at = new Date(nowMs).toISOString();
  const last = touchOf(marks, '', { at, ...(referrer ? { referrer: referrer.slice(0, 500) } : {}) });
  const first = touchOf(marks, FIRST, {});
  return { first: Object.keys(first).length > 0 ? first : last, last };
}

function touchOf(marks: Record<string, string>, prefix: string, known: Touch): Touch {
  const named = Object.entries(VISIT).flatMap(([mark, name]) => {
    const value = marks[prefix + mark]?.trim().slice(0, 500);
    return value ? [[name, value]] : [];
  });
  const told: unknown = { ...known, ...Object.fromEntries(named) };
  const read = Touch.safeParse(told);
  // a time that is none is no reason to lose the marks
  return read.data ?? Touch.safeParse({ ...Object.fromEntries(named), at: known.at }).data ?? known;
}

/** What the hidden field holds came from a browser: what cannot be read is no touch, and no reason to lose a lead. */
export function readTouches(text: string): Touches {
  try {
    return FormTouch.parse(JSON.parse(text));
  } catch {
    return { first: {}, last: {} };
  }
}
