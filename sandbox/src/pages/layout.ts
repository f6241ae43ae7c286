import { type Html, html } from './html.ts';

export type Section = 'start' | 'mail' | 'phones';

const SECTIONS: readonly { section: Section; href: string; name: string }[] = [
  { section: 'start', href: '/', name: 'Sandbox' },
  { section: 'mail', href: '/mail', name: 'Mail' },
  { section: 'phones', href: '/phones', name: 'Phones' },
];

/** A whole page. */
export function page(title: string, section: Section, body: Html): string {
  const links = SECTIONS.map(({ section: own, href, name }) =>
    own === section
      ? html`<a href="${href}" aria-current="page">${name}</a>`
      : html`<a href="${href}">${name}</a>`,
  );
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} - Sandbox</title>
        <link rel="stylesheet" href="/sandbox.css" />
        <link rel="icon" href="data:," />
      </head>
      <body>
        <p class="note" role="note">Sandbox: nothing leaves this machine.</p>
        <header>
          <nav aria-label="Sandbox">${links}</nav>
        </header>
        <main>${body}</main>
        <footer class="meta">Times are ${zoneName()}.</footer>
      </body>
    </html>`.text;
}

/** `Fri, Nov 20, 9:06:12 am`, in the zone of this machine. */
export function when(atMs: number): string {
  return new Intl.DateTimeFormat('en-US', {
    weekday: 'short',
    month: 'short',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    second: '2-digit',
  })
    .format(atMs)
    .replace(/\s(AM|PM)$/, (half) => half.toLowerCase());
}

function zoneName(): string {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return zone === 'UTC' ? 'UTC' : `of this machine (${zone})`;
}
