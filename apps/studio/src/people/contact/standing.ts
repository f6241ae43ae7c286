import { readablePhone } from '@rap/domain/messages/readable-phone';
import type { ConsentOfPerson, Person } from '@rap/contracts/api-client';
import type { Tone } from '../../parts/status.tsx';
import { dayOf } from '../../parts/when.ts';

/** One way to reach somebody. */
export interface Way {
  readonly id: string;
  readonly version: number;
  readonly channel: 'email' | 'sms';
  readonly address: string;
  /** as consent is kept: lower case, or the number in full */
  readonly compared: string;
  readonly label: string;
  readonly isPrimary: boolean;
  /** mail to it came back, or it takes no texts */
  readonly unusable: boolean;
}

export const waysOf = ({ emails, phones }: Person): Way[] => [
  ...emails.map(({ bouncedAt, ...email }) => ({
    ...email,
    channel: 'email' as const,
    compared: email.address.toLowerCase(),
    unusable: bouncedAt !== null,
  })),
  ...phones.map(({ number, e164, canText, ...phone }) => ({
    ...phone,
    channel: 'sms' as const,
    address: readablePhone(e164, number),
    compared: e164,
    unusable: !canText,
  })),
];

const HOW = {
  keyword: 'by answering STOP',
  link: 'by the link in an email',
  one_click: 'by their mail program',
  by_hand: 'noted by hand',
  hard_bounce: 'because mail came back',
  complaint: 'by marking mail as spam',
  provider: 'as the provider tells',
} as const;

export interface Standing {
  readonly tone: Tone;
  /** two or three words */
  readonly words: string;
  /** since when, and how */
  readonly more?: string;
}

/** What may be sent to one address, as far as consent goes. The gate asks again, each time. */
export function standingOf(way: Way, { permissions, optOuts }: ConsentOfPerson): Standing {
  if (way.unusable)
    return { tone: 'neutral', words: way.channel === 'email' ? 'Mail came back' : 'Takes no texts' };
  const same = (one: { channel: string; address: string }): boolean =>
    one.channel === way.channel && [way.address, way.compared].includes(one.address);
  const out = optOuts.filter((one) => same(one) && one.liftedAt === null);
  const all = out.find(({ scope }) => scope === 'all');
  const told = ({ since, source }: (typeof out)[number]): string =>
    `${dayOf(new Date(since))}, ${HOW[source]}`;
  if (all) return { tone: 'danger', words: 'Opted out', more: told(all) };
  if (out[0]) return { tone: 'warn', words: 'No offers', more: told(out[0]) };
  const given = permissions.filter((one) => same(one) && one.withdrawnAt === null);
  const counted = given.filter(({ awaitsYes }) => !awaitsYes);
  const offers = counted.find(({ purpose }) => purpose === 'marketing');
  const since = (one: { givenAt: string }): string => `Since ${dayOf(new Date(one.givenAt))}`;
  if (offers) return { tone: 'ok', words: 'Agreed to offers', more: since(offers) };
  if (counted[0]) return { tone: 'ok', words: 'Agreed to service', more: since(counted[0]) };
  if (given[0])
    return {
      tone: 'neutral',
      words: 'Has not said YES yet',
      more: `Asked ${dayOf(new Date(given[0].givenAt))}`,
    };
  return { tone: 'neutral', words: 'Has not agreed' };
}
