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

/** Counts one submission; answers what it is too many of, if anything. */
export async function takeFormAllowance(
  allowances: Allowances,
  asked: Asked,
): Promise<FormLimit | undefined> {
  const limits: [limit: FormLimit, allowance: Allowance, key: string][] = [
    ['network', LIMITS.network, asked.network],
    ['email', LIMITS.email, asked.email.trim().toLowerCase()],
    ...(asked.phone ? [['phone', LIMITS.phone, asked.phone] satisfies [FormLimit, Allowance, string]] : []),
    ['form', { kind: 'form', most: asked.dailyLimit, withinSeconds: DAY_S }, 'all'],
  ];
  for (const [limit, allowance, key] of limits) {
    if (!(await allowances.take(allowance, `${asked.formId}|${key}`))) return limit;
  }
  return undefined;
}
