import type { Allowance, Allowances } from '../allowance/allowances.ts';

/** What is counted: by visitor's network, by number and address typed, and over the whole form. */
export type FormLimit = 'network' | 'phone' | 'email' | 'form';

const HOUR_S = 3_600;
const DAY_S = 24 * HOUR_S;
/** An office shares a network and a robot does not stop; a number or address is one's own, and others type it too. */
const LIMITS: Readonly<Record<Exclude<FormLimit, 'form'>, Allowance>> = {
  network: { kind: 'form_network', most: 60, withinSeconds: HOUR_S },
  phone: { kind: 'form_phone', most: 3, withinSeconds: DAY_S },
  email: { kind: 'form_email', most: 5, withinSeconds: DAY_S },
};

export interface Asked {
  readonly formId: string;
  /** of the whole form, in a day */
  readonly dailyLimit: number;
  readonly network: string;
  readonly email: string;
  /** E.164; undefined when none was given */
  readonly phone: string | undefined;
}

/**
 * Counts one attempt of a visitor's network, whatever becomes of it, and looks whether anything else is used up already.
 * Answers what it is too many of.
 */
export async function countAttempt(allowances: Allowances, asked: Asked): Promise<FormLimit | undefined> {
  if (!(await allowances.take(LIMITS.network, `${asked.formId}|${asked.network}`))) return 'network';
  for (const [limit, allowance, key] of storedLimits(asked)) {
    if (await allowances.isSpent(allowance, key)) return limit;
  }
  return undefined;
}

/**
 * Counts one submission; answers what it is too many of, if anything. Last in the transaction that stores it: what a crash
 * undid was not counted, and nobody waits for long at the form's row.
 */
export async function countStored(inside: Allowances, asked: Asked): Promise<FormLimit | undefined> {
  for (const [limit, allowance, key] of storedLimits(asked)) {
    if (!(await inside.take(allowance, key))) return limit;
  }
  return undefined;
}

type Stored = readonly [limit: FormLimit, allowance: Allowance, key: string];

/** Always in this order, so that two submissions never wait for each other. */
const storedLimits = ({ formId, email, phone, dailyLimit }: Asked): Stored[] => [
  ['email', LIMITS.email, `${formId}|${email.trim().toLowerCase()}`],
  ...(phone ? [['phone', LIMITS.phone, `${formId}|${phone}`] satisfies Stored] : []),
  ['form', { kind: 'form', most: dailyLimit, withinSeconds: DAY_S }, `${formId}|all`],
];
