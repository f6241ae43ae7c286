/** Why a sign-in by an OpenID provider came back without one; the API's code, in words. */
const WORDS: Readonly<Record<string, string>> = {
  email_unverified: 'Your provider has not verified your email address. Verify it there, then sign in again.',
  not_invited: 'There is no account for your address. Ask the owner of your firm for an invitation.',
  oidc_expired: 'The sign-in took too long. Start it again.',
  oidc_off: 'No sign-in by another provider is set up here.',
  oidc_refused: 'The sign-in was not confirmed there. Start it again.',
  other_account:
    'Your address belongs to another account of the provider. Sign in with the one that you used first.',
  wrong_ticket: 'The choice of the firm took too long. Sign in again.',
};

export const refusedElsewhere = (code: string): string =>
  WORDS[code] ?? 'The sign-in did not succeed. Start it again, or use your password.';
