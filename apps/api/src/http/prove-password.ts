import type { Directory } from '@rap/database/identity/directory';
import { invalid, ProblemError } from './problem-error.ts';

/** Asks for the password once more before something grave, with the sign-in's own lockout. */
export async function provePassword(
  directory: Directory,
  email: string,
  password: string,
  network: string,
  field = 'password',
): Promise<void> {
  const { outcome } = await directory.signIn(email, password, network);
  if (outcome === 'locked') throw new ProblemError(429, 'locked', 'Too many wrong passwords');
  if (outcome === 'wrong') {
    throw invalid([{ field, code: 'wrong', message: 'This is not the password of the account.' }]);
  }
}
