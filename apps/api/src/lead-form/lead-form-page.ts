import { html, page, type Html } from '../http/html.ts';

export interface FormView {
  readonly id: string;
  readonly title: string;
  readonly firmName: string;
  readonly consentEmail: string;
  readonly consentSms: string;
  readonly submissionKey: string;
  /** what was typed, when something has to be mended */
  readonly values: Readonly<Record<string, string>>;
  readonly errors: Readonly<Record<string, string>>;
  /** first and last touch, signed by nobody: marks for reports, never for rights */
  readonly touch: string;
}

const STATES =
  'AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY PR GU VI AS MP'.split(
    ' ',
  );

/** The form, with what was typed and what has to be mended at its field. */
export function formPage(view: FormView): string {
  const count = Object.keys(view.errors).length;
  return page(
    view.title,
    html`<h1>${view.title}</h1>
      <p>${view.firmName}</p>
      ${count > 0 ? html`<div class="alert" role="alert">${count === 1 ? 'One field needs' : `${count} fields need`} another look.</div>` : ''}
      <form class="card" method="post" action="/f/${view.id}" novalidate>
        <div class="two">
          ${field(view, 'firstName', 'First name', { autocomplete: 'given-name' })}
          ${field(view, 'lastName', 'Last name', { autocomplete: 'family-name' })}
        </div>
        ${field(view, 'email', 'Email', { type: 'email', autocomplete: 'email' })}
        <div class="two">
          ${field(view, 'phone', 'Phone (optional)', { type: 'tel', autocomplete: 'tel' })}
          ${stateField(view)}
        </div>
        <div class="field">
          <label for="question">Your question (optional)</label>
          <textarea id="question" name="question" rows="4" maxlength="2000">
${view.values['question']}</textarea>
        </div>
        ${tick(view, 'agreeEmail', view.consentEmail)} ${tick(view, 'agreeSms', view.consentSms)}
        <div class="trap" aria-hidden="true">
          <label for="website">Leave this empty</label
          ><input type="text" id="website" name="website" tabindex="-1" autocomplete="off" />
        </div>
        <input type="hidden" name="submissionKey" value="${view.submissionKey}" /><input
          type="hidden"
          name="touch"
          value="${view.touch}"
        />
        <button type="submit">Send</button>
      </form>`,
  );
}

/** The same thanks for everybody, so that nobody learns who is known. */
export function thanksPage(firmName: string): string {
  return page(
    'Thank you',
    html`<h1>Thank you</h1>
      <p>Your message has arrived. ${firmName} will write to you soon.</p>`,
  );
}

function field(
  view: FormView,
  name: string,
  label: string,
  more: { type?: string; autocomplete: string },
): Html {
  const error = view.errors[name];
  return html`<div class="field ${error ? 'wrong' : ''}">
    <label for="${name}">${label}</label>
    <input
      type="${more.type ?? 'text'}"
      id="${name}"
      name="${name}"
      value="${view.values[name]}"
      autocomplete="${more.autocomplete}"
      ${error ? html`aria-invalid="true" aria-describedby="${name}-error"` : ''}
    />
    ${error ? html`<p class="error" id="${name}-error">${error}</p>` : ''}
  </div>`;
}

function stateField(view: FormView): Html {
  const chosen = view.values['state'] ?? '';
  return html`<div class="field">
    <label for="state">State (optional)</label>
    <select id="state" name="state" autocomplete="address-level1">
      <option value="">Choose</option>
      ${STATES.map((state) => html`<option value="${state}" ${state === chosen ? html`selected` : ''}>${state}</option>`)}
    </select>
  </div>`;
}

const tick = (view: FormView, name: string, text: string): Html =>
  html`<label class="tick"
    ><input
      type="checkbox"
      name="${name}"
      value="yes"
      ${view.values[name] === 'yes' ? html`checked` : ''}
    /><span>${text}</span></label
  >`;
