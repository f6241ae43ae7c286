import { STATE_NAMES } from '@rap/domain/places/state-names';
import type { FormAsk } from '@rap/contracts/lead-form';
import { html, page, type Html, type PageOptions } from '../http/html.ts';

export interface FormView {
  readonly id: string;
  readonly title: string;
  readonly intro: string;
  readonly buttonLabel: string;
  readonly disclosure: string;
  readonly asks: readonly FormAsk[];
  readonly firm: { readonly name: string; readonly phone: string | null };
  readonly consentEmail: string;
  readonly consentSms: string;
  readonly consentSmsMarketing: string;
  readonly submissionKey: string;
  /** what was typed, when something has to be mended */
  readonly values: Readonly<Record<string, string>>;
  readonly errors: Readonly<Record<string, string>>;
  /** first and last touch, signed by nobody: marks for reports, never for rights */
  readonly touch: string;
  /** inside another site's page */
  readonly embedded: boolean;
}

/** In the order of the page; a fault is shown at its field and in the list above, which leads there. */
const LABELS: Readonly<Record<string, string>> = {
  firstName: 'First name',
  lastName: 'Last name',
  email: 'Email',
  phone: 'Phone',
  state: 'State',
  question: 'Your question',
};

/** The form, with what was typed and what has to be mended at its field. */
export function formPage(view: FormView): string {
  const faults = Object.keys(LABELS).filter((name) => view.errors[name]);
  const form = html`<form method="post" action="${pathOf(view)}" novalidate>
    ${faults.length > 0 ? faultList(view, faults) : ''}
    <div class="two">
      ${field(view, 'firstName', { autocomplete: 'given-name' })}
      ${field(view, 'lastName', { autocomplete: 'family-name' })}
    </div>
    ${field(view, 'email', { type: 'email', autocomplete: 'email' })} ${reachFields(view)}
    ${view.asks.includes('question') ? questionField(view) : ''}
    ${tick(view, 'agreeEmail', view.consentEmail)}
    ${
      view.asks.includes('phone')
        ? html`${tick(view, 'agreeSms', view.consentSms)}
          ${tick(view, 'agreeSmsMarketing', view.consentSmsMarketing)}`
        : ''
    }
    <div class="trap" aria-hidden="true">
      <label for="website">Leave this empty</label
      ><input type="text" id="website" name="website" tabindex="-1" autocomplete="off" />
    </div>
    <input type="hidden" name="submissionKey" value="${view.submissionKey}" /><input
      type="hidden"
      name="touch"
      value="${view.touch}"
    />
    <button type="submit">${view.buttonLabel}</button>
  </form>`;
  const words = html`<div>
    <h1>${view.title}</h1>
    ${view.intro ? html`<p class="lead">${view.intro}</p>` : ''}
  </div>`;
  // the title is what a screen reader says first: it says that something is wrong
  const title = faults.length > 0 ? `Please mend: ${view.title}` : view.title;
  return page(title, html`${words}${form}`, frameOf(view));
}

/** The same thanks for everybody, so that nobody learns who is known. */
export function thanksPage(view: Pick<FormView, 'firm' | 'embedded' | 'disclosure'>): string {
  const thanks = html`<div>
    <h1>Thank you</h1>
    <p class="lead">Your message has arrived. ${view.firm.name} will write to you soon.</p>
  </div>`;
  return page('Thank you', thanks, frameOf(view));
}

/** That the form takes no more for now, with a way to reach the firm; what was typed is still in the page before. */
export function tooManyPage(view: Pick<FormView, 'firm' | 'embedded' | 'disclosure'>): string {
  const { name, phone } = view.firm;
  const words = html`<div>
    <h1>Please try again later</h1>
    <p class="lead">
      This form has taken as many messages as it may for now. Go back to keep what you typed,
      ${phone ? html`or call ${name} at ${phone}.` : html`and send it later.`}
    </p>
  </div>`;
  return page('Please try again later', words, frameOf(view));
}

const pathOf = ({ id, embedded }: FormView): string => (embedded ? `/f/${id}/embed` : `/f/${id}`);

function frameOf({
  firm,
  embedded,
  disclosure,
}: Pick<FormView, 'firm' | 'embedded' | 'disclosure'>): PageOptions {
  const foot = disclosure ? { foot: html`<p>${disclosure}</p>` } : {};
  if (embedded) return { body: 'embedded', script: '/f/height.js', ...foot };
  const call = firm.phone
    ? html`<a href="tel:${firm.phone.replaceAll(/[^\d+]/g, '')}">${firm.phone}</a>`
    : '';
  return { body: 'wide', top: html`<span>${firm.name}</span>${call}`, ...foot };
}

function faultList(view: FormView, faults: readonly string[]): Html {
  return html`<div class="alert" role="alert">
    <p>${faults.length === 1 ? 'One field needs' : `${faults.length} fields need`} another look.</p>
    <ul>
      ${faults.map((name) => html`<li><a href="#${name}">${LABELS[name]}</a>: ${view.errors[name]}</li>`)}
    </ul>
  </div>`;
}

function reachFields(view: FormView): Html {
  const phone = view.asks.includes('phone')
    ? field(view, 'phone', { type: 'tel', autocomplete: 'tel', optional: true })
    : '';
  const state = view.asks.includes('state') ? stateField(view) : '';
  return phone && state ? html`<div class="two">${phone}${state}</div>` : html`${phone}${state}`;
}

function field(
  view: FormView,
  name: string,
  more: { type?: string; autocomplete: string; optional?: boolean },
): Html {
  const error = view.errors[name];
  return html`<div class="field ${error ? 'wrong' : ''}">
    <label for="${name}">${LABELS[name]}${more.optional ? ', optional' : ''}</label>
    <input
      type="${more.type ?? 'text'}"
      id="${name}"
      name="${name}"
      value="${view.values[name]}"
      autocomplete="${more.autocomplete}"
      ${more.optional ? '' : html`required`}
      ${error ? html`aria-invalid="true" aria-describedby="${name}-error"` : ''}
    />
    ${error ? html`<p class="error" id="${name}-error">${error}</p>` : ''}
  </div>`;
}

function questionField(view: FormView): Html {
  const error = view.errors['question'];
  return html`<div class="field ${error ? 'wrong' : ''}">
    <label for="question">${LABELS['question']}, optional</label>
    <textarea
      id="question"
      name="question"
      rows="4"
      ${error ? html`aria-invalid="true" aria-describedby="question-error"` : ''}
    >
${view.values['question']}</textarea>
    ${error ? html`<p class="error" id="question-error">${error}</p>` : ''}
  </div>`;
}

function stateField(view: FormView): Html {
  const chosen = view.values['state'] ?? '';
  const error = view.errors['state'];
  return html`<div class="field ${error ? 'wrong' : ''}">
    <label for="state">${LABELS['state']}, optional</label>
    <select
      id="state"
      name="state"
      autocomplete="address-level1"
      ${error ? html`aria-invalid="true" aria-describedby="state-error"` : ''}
    >
      <option value="">Choose</option>
      ${Object.entries(STATE_NAMES).map(
        ([state, name]) =>
          html`<option value="${state}" ${state === chosen ? html`selected` : ''}>${name}</option>`,
      )}
    </select>
    ${error ? html`<p class="error" id="state-error">${error}</p>` : ''}
  </div>`;
}

/** Consent is unticked and worded in full; a text that the firm left empty is not asked. */
function tick(view: FormView, name: string, text: string): Html {
  if (!text) return html``;
  return html`<label class="tick"
    ><input
      type="checkbox"
      name="${name}"
      value="yes"
      ${view.values[name] === 'yes' ? html`checked` : ''}
    /><span>${text}</span></label
  >`;
}
