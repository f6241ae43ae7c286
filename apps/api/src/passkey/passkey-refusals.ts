import { ProblemError } from '../http/problem-error.ts';

/** How long a browser may take to ask its owner for the finger, the face or the PIN. */
export const CHALLENGE_MINUTES = 5;

export const passkeysOff = (): ProblemError =>
  new ProblemError(404, 'passkeys_off', 'Passkeys need a name in the address', {
    detail: 'This installation is reached by a number: set PUBLIC_URL to an address with a name.',
  });

export const passkeyRefused = (detail: string): ProblemError =>
  new ProblemError(401, 'passkey_refused', 'The passkey was not accepted', { detail });
