import type { SecondFactor } from '@rap/database/identity/second-factor';
import { invalid, ProblemError } from './problem-error.ts';

/** Asks for a fresh code of the second factor before something grave; each is good once, and ten wrong ones close it. */
export async function proveCode(secondFactor: SecondFactor, identityId: string, code: string): Promise<void> {
  const checked = await secondFactor.check(identityId, code);
  if (checked === 'wrong') throw wrongCode();
  if (checked === 'locked') {
    throw new ProblemError(429, 'locked', 'Too many wrong codes', { detail: 'Wait 15 minutes.' });
  }
}

export const wrongCode = (): ProblemError =>
  invalid([
    {
      field: 'code',
      code: 'wrong',
      message: 'This code is not right, or was used before.',
      fix: 'Wait for the next code of your app.',
    },
  ]);
