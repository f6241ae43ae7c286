/** What was written, and what was answered to just that. */
export interface Exchange {
  readonly said: string;
  readonly answer: string;
}

/** How people of the demo firm write in one language, and how they are written to. None of it is about anybody real. */
export interface Voice {
  /** to whom by first name */
  readonly openings: (advisor: string) => readonly string[];
  readonly concerns: readonly Exchange[];
  readonly closings: readonly string[];
  readonly mails: readonly (Exchange & { readonly subject: string })[];
  readonly texts: readonly Exchange[];
  readonly missedMeeting: string;
  readonly stop: string;
  readonly yes: string;
  readonly greeting: (name: string) => string;
  readonly regards: (advisor: string) => string;
}
