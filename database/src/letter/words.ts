import type { LetterWords } from './letter-ledger.ts';

/** What an invited person reads. */
export const invitationWords = (to: {
  name: string;
  firm: string;
  url: string;
  days: number;
}): LetterWords => ({
  subject: `${to.firm} invites you to RetirementAdvisorPro`,
  text: `Hello ${to.name},

${to.firm} would like you to work with them in RetirementAdvisorPro. Choose a password here:

${to.url}

The link is good for ${to.days} days and works once. If you do not know ${to.firm}, do nothing: nothing happens without you.
`,
});

/** What somebody reads who asked for a new password, or in whose name somebody did. */
export const resetWords = (to: { name: string; url: string; minutes: number }): LetterWords => ({
  subject: 'Choose a new password',
  text: `Hello ${to.name},

somebody, most likely you, asked for a new password for your account. Choose it here:

${to.url}

The link is good for ${to.minutes} minutes and works once. If it was not you, do nothing: your password stays as it is.
`,
});

/** What somebody reads whose second factor was switched off by somebody else. */
export const secondFactorOffWords = (to: { name: string; by: string }): LetterWords => ({
  subject: 'Your second factor was switched off',
  text: `Hello ${to.name},

${to.by} has switched off the second factor of your account, because your app and your recovery codes are lost. You are signed
out everywhere. Sign in with your password and set up a new one at once.

If you did not ask for this, choose a new password now, and tell ${to.by} and your firm's compliance officer.
`,
});
