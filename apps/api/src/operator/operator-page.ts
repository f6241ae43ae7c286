import { html, page } from '../http/html.ts';

const TITLE = 'Sign-in of operators';

/** With what was typed, but the secrets, when something has to be mended. */
export const signInPage = ({ email = '', fault }: { email?: string; fault?: string }): string =>
  page(
    TITLE,
    html`<h1>${TITLE}</h1>
      <p>For those who run this installation. Users of a firm sign in elsewhere.</p>
      ${fault === undefined ? '' : html`<div class="alert" role="alert">${fault}</div>`}
      <form class="card" method="post" action="/account/operator">
        <div class="field">
          <label for="email">Email</label>
          <input
            type="email"
            id="email"
            name="email"
            value="${email}"
            autocomplete="username"
            maxlength="254"
            required
          />
        </div>
        <div class="field">
          <label for="password">Password</label>
          <input
            type="password"
            id="password"
            name="password"
            autocomplete="current-password"
            maxlength="200"
            required
          />
        </div>
        <div class="field">
          <label for="code">Code</label>
          <input
            type="text"
            id="code"
            name="code"
            autocomplete="one-time-code"
            maxlength="40"
            required
            aria-describedby="code-help"
          />
          <p class="help" id="code-help">Of your authenticator app, or a recovery code.</p>
        </div>
        <button type="submit">Sign in</button>
      </form>`,
  );

export const signedInPage = (name: string, temporalUi: string | undefined): string =>
  page(
    TITLE,
    html`<h1>Signed in as ${name}</h1>
      <p>
        ${
          temporalUi === undefined
            ? 'No Temporal UI is set up here (setting TEMPORAL_UI_URL).'
            : html`In this browser, the <a href="${temporalUi}">Temporal UI</a> now shows what runs carry.
                What is shown to you is on record.`
        }
      </p>
      <form method="post" action="/account/operator/sign-out"><button type="submit">Sign out</button></form>`,
  );
