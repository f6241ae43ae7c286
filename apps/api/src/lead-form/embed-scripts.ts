import { MARKS } from './touch.ts';

/**
 * For the pages of a firm's own site: shows the form in a frame and tells it the marks of this visit, and those of the first.
 * The first ones are remembered by the site itself (local storage of its own origin); the form sets no cookies anywhere.
 */
export const EMBED_SCRIPT = `(() => {
  const script = document.currentScript;
  const origin = new URL(script.src).origin;
  const marks = ${JSON.stringify(Object.keys(MARKS))};
  const here = new URLSearchParams(location.search);
  const visit = { landing_page: location.origin + location.pathname, referrer: document.referrer, at: new Date().toISOString() };
  for (const mark of marks) if (here.get(mark)) visit[mark] = here.get(mark);
  let first = visit;
  try {
    const key = 'lead-form-first-visit';
    first = JSON.parse(localStorage.getItem(key)) || visit;
    if (first === visit) localStorage.setItem(key, JSON.stringify(visit));
  } catch {}
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(visit)) if (value) query.set(name, String(value).slice(0, 500));
  for (const [name, value] of Object.entries(first)) if (value) query.set('first_' + name, String(value).slice(0, 500));
  const frame = document.createElement('iframe');
  frame.src = origin + '/f/' + encodeURIComponent(script.dataset.form) + '/embed?' + query;
  frame.title = script.dataset.title || 'Contact form';
  frame.style.cssText = 'width:100%;border:0;height:760px;color-scheme:normal';
  script.after(frame);
  addEventListener('message', (event) => {
    if (event.source !== frame.contentWindow || event.origin !== origin) return;
    const height = Number(event.data && event.data.leadFormHeight);
    if (height > 0) frame.style.height = Math.min(4000, Math.ceil(height)) + 'px';
  });
})();
`;

/** Inside the frame: tells the page around how high the form is. Nothing that was typed leaves by it. */
export const HEIGHT_SCRIPT = `(() => {
  const tell = () => parent.postMessage({ leadFormHeight: document.documentElement.scrollHeight }, '*');
  new ResizeObserver(tell).observe(document.body);
  tell();
})();
`;

/** What a site puts where the form shall stand; without scripts it is a link to the hosted page. */
export function snippetOf(publicUrl: string, formId: string, title: string): string {
  const name = title.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
  return [
    `<script src="${publicUrl}/f/embed.js" data-form="${formId}" data-title="${name}"></script>`,
    `<noscript><a href="${publicUrl}/f/${formId}">${name}</a></noscript>`,
  ].join('\n');
}
