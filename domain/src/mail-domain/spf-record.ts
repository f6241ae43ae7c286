import { textsOf, type DnsAnswers } from './dns-answer.ts';

/** Receivers stop after so many lookups, and the record counts for nothing (RFC 7208, 4.6.4). */
export const MOST_LOOKUPS = 10;

const MECHANISM = /^([+?~-]?)(all|include|a|mx|ptr|ip4|ip6|exists)(?:([:/])(.+))?$/i;
const MODIFIER = /^([a-z][a-z0-9._-]*)=(\S+)$/i;
const ASKS_THE_DNS = ['include', 'a', 'mx', 'ptr', 'exists'];
const NEEDS_A_VALUE = ['include', 'ip4', 'ip6', 'exists'];

interface Term {
  readonly text: string;
  readonly qualifier: string;
  readonly name: string;
  /** of `include` and `redirect`: the domain that is asked */
  readonly domain?: string;
}

/** What a record says; `broken` is the first term that is none, and then all of it counts for nothing (RFC 7208, 4.6). */
interface SpfRecord {
  readonly terms: readonly Term[];
  readonly redirect?: string;
  readonly broken?: string;
}

/** What follows from a name's record and all that it includes. */
export interface SpfWalk {
  readonly lookups: number;
  /** mechanisms that let a server pass, as they are written, of this record and of those that it includes */
  readonly allows: ReadonlySet<string>;
  /** names that have to be asked before more can be said */
  readonly missing: readonly string[];
  /** names that are included and have no record: the whole then counts for nothing (RFC 7208, 5.2) */
  readonly empty: readonly string[];
  readonly failed: readonly string[];
  /** names that are included and whose record is broken, or that have several */
  readonly broken: readonly string[];
}

/** The SPF records among the texts of a name. */
export const spfRecordsIn = (texts: readonly string[]): string[] =>
  texts.filter((text) => /^v=spf1( |$)/i.test(text));

export function readSpf(record: string): SpfRecord {
  const terms: Term[] = [];
  let redirect: string | undefined;
  for (const text of record.split(/ +/).slice(1).filter(Boolean)) {
    const [, qualifier = '', kind = '', mark, value] = MECHANISM.exec(text) ?? [];
    const name = kind.toLowerCase();
    if (name) {
      if (NEEDS_A_VALUE.includes(name) && (mark !== ':' || !value)) return { terms, broken: text };
      const domain = name === 'include' && value ? { domain: hostOf(value) } : {};
      terms.push({ text: text.toLowerCase(), qualifier: qualifier || '+', name, ...domain });
      continue;
    }
    const [, modifier, target] = MODIFIER.exec(text) ?? [];
    if (!modifier || !target) return { terms, broken: text };
    if (modifier.toLowerCase() === 'redirect') redirect = hostOf(target);
  }
  return { terms, ...(redirect === undefined ? {} : { redirect }) };
}

const hostOf = (text: string): string => text.toLowerCase().replace(/\.$/, '');

/** Follows a record as receivers do, as far as the answers that are there reach. */
export function walkSpf(domain: string, answers: DnsAnswers): SpfWalk {
  const walk = {
    lookups: 0,
    allows: new Set<string>(),
    missing: [] as string[],
    empty: [] as string[],
    failed: [] as string[],
    broken: [] as string[],
  };
  const follow = (name: string, root: boolean): void => {
    const answer = answers.get(name);
    if (!answer) return void walk.missing.push(name);
    if (answer.of === 'failed') return void walk.failed.push(name);
    const [record, ...others] = spfRecordsIn(textsOf(answer));
    if (record === undefined) return void (root || walk.empty.push(name));
    const { terms, redirect, broken } = readSpf(record);
    if (others.length > 0 || broken !== undefined) return void (root || walk.broken.push(name));
    for (const term of terms) {
      if (ASKS_THE_DNS.includes(term.name)) walk.lookups += 1;
      if (term.qualifier === '+') walk.allows.add(term.text.replace(/^\+/, ''));
      next(term.domain);
    }
    if (redirect === undefined || terms.some(({ name: mechanism }) => mechanism === 'all')) return;
    walk.lookups += 1;
    next(redirect);
  };
  const next = (name: string | undefined): void => {
    // a macro is a name only for one message (RFC 7208, 7); a loop ends where receivers end it
    if (name && !name.includes('%') && walk.lookups <= MOST_LOOKUPS) follow(name, false);
  };
  follow(domain, true);
  return walk;
}
