import { Problem } from '@rap/contracts/problem';
import { ProblemError } from './problem-error.ts';
import { html, page, type Html } from './html.ts';

/** A page with one form that posts a token and a password to itself; what has to be mended stands above the field. */
export function passwordPage(view: {
  readonly title: string;
  readonly words: string;
  readonly action: string;
  readonly token: string;
  readonly label: string;
  readonly isNew: boolean;
  readonly fault?: string | undefined;
}): string {
  const complete = view.isNew ? 'new-password' : 'current-password';
  const hint = view.isNew ? 'At least 12 characters, e.g. four words.' : '';
  return page(
    view.title,
    html`<h1>${view.title}</h1>
      <p>${view.words}</p>
      ${view.fault === undefined ? '' : html`<div class="alert" role="alert">${view.fault}</div>`}
      <form class="card" method="post" action="${view.action}">
        <input type="hidden" name="token" value="${view.token}" />
        <div class="field">
          <label for="password">${view.label}</label>
          <input
            type="password"
            id="password"
            name="password"
            autocomplete="${complete}"
            required
            maxlength="200"
          />
          <p class="help">${hint}</p>
        </div>
        <button type="submit">Go on</button>
      </form>`,
  );
}

export const messagePage = (title: string, words: string | Html): string =>
  page(
    title,
    html`<h1>${title}</h1>
      <p>${words}</p>`,
  );

/** What a refusal says to a person, when it is one that they can mend. */
export function faultOf(error: unknown): { status: number; words: string } {
  if (!(error instanceof ProblemError)) throw error;
  const { status, title, detail, errors }: Problem = error.problem;
  return { status, words: errors?.[0]?.message ?? [title, detail].filter(Boolean).join('. ') };
}
