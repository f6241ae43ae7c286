/** A piece of HTML; what is put into it is escaped, unless it is a piece of HTML itself. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

const escape = (value: unknown): string =>
  String(value).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

const piece = (value: unknown): string => {
  if (value instanceof Html) return value.text;
  if (Array.isArray(value)) return value.map(piece).join('');
  return value === undefined || value === null || value === false ? '' : escape(value);
};

export function html(parts: TemplateStringsArray, ...values: unknown[]): Html {
  return new Html(
    parts.map((part, index) => part + (index < values.length ? piece(values[index]) : '')).join(''),
  );
}

/** The colours, type and spaces of the product, for the few pages that the API itself shows. */
const STYLE = `

:root{color-scheme:light dark;--page:#f6f7f7;--surface:#fff;--line:#e3e7e8;--field:#8a9598;--text:#171c1e;--text2:#4b5659;--accent:#0e6a72;--on:#fff;--soft:#e4f2f2;--danger:#b3261e;--danger-soft:#fbeae8;--ok:#1b7038}
@media(prefers-color-scheme:dark){:root{--page:#0f1214;--surface:#171b1e;--line:#272e32;--field:#667175;--text:#e7ebec;--text2:#aeb7ba;--accent:#4db3ba;--on:#06282b;--soft:#12292c;--danger:#f28b82;--danger-soft:#331a18;--ok:#6fcb8b}}
*{box-sizing:border-box}body{margin:0;min-height:100vh;display:flex;flex-direction:column;background:var(--page);color:var(--text);font:14px/20px 'Inter Variable',-apple-system,'Segoe UI',sans-serif}
main{width:100%;max-width:560px;margin:0 auto;padding:32px 16px 48px;flex:1}h1{font-size:28px;line-height:36px;font-weight:600;margin:0 0 8px}p{margin:0 0 16px;color:var(--text2)}
.card{background:var(--surface);border:1px solid var(--line);border-radius:8px;padding:24px}label,legend{display:block;font-weight:550;margin:0 0 4px}
.field{margin:0 0 16px}.two{display:grid;grid-template-columns:1fr 1fr;gap:0 12px}.help{color:var(--text2);font-size:12px;line-height:16px;margin:4px 0 0}
input[type=text],input[type=email],input[type=tel],input[type=password],select,textarea{width:100%;min-height:40px;padding:8px 12px;font:inherit;color:inherit;background:var(--surface);border:1px solid var(--field);border-radius:6px}
select{appearance:none;padding-right:36px;background:var(--surface) url("data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='12' height='8' fill='none' stroke='%238a9598' stroke-width='1.5'%3E%3Cpath d='m1 1 5 5 5-5'/%3E%3C/svg%3E") no-repeat right 12px center}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}.wrong input,.wrong select{border-color:var(--danger)}.error{color:var(--danger);font-size:12px;line-height:16px;margin:4px 0 0}
header,footer{padding:16px max(32px,50% - 508px);border:0 solid var(--line);display:flex;flex-wrap:wrap;gap:4px 16px;align-items:baseline;justify-content:space-between;background:var(--surface)}
header{border-bottom-width:1px;font-weight:600}header a{font-weight:400;font-size:12px;color:var(--text2)}footer{border-top-width:1px;font-size:12px;line-height:16px;color:var(--text2)}footer p{margin:0;max-width:1080px}
.wide{background:var(--surface)}.wide main{max-width:1080px;padding:72px 32px 48px;display:grid;grid-template-columns:1fr;gap:32px;align-content:start}.wide h1{font-size:36px;line-height:44px;letter-spacing:-.01em;margin:0 0 16px}
.lead{font-size:16px;line-height:24px;max-width:520px;white-space:pre-line}.wide button{width:100%}.embedded{background:var(--surface);min-height:0}.embedded main{max-width:none;padding:16px}.embedded footer{padding:12px 16px}.embedded button{width:100%}.embedded h1{font-size:20px;line-height:28px}
@media(min-width:900px){.wide main{grid-template-columns:1fr 440px;gap:96px}}@media(max-width:480px){header,footer{padding:12px 16px}.wide main{padding:24px 16px 32px;gap:16px}.wide h1{font-size:28px;line-height:36px;margin:0 0 8px}}
.alert a{color:inherit}.alert p{color:inherit;margin:0;font-weight:550}.alert ul{margin:4px 0 0;padding-left:20px}.alert{background:var(--danger-soft);color:var(--danger);border-radius:6px;padding:12px;margin:0 0 16px}.tick{display:grid;grid-template-columns:20px 1fr;gap:8px;font-weight:400;font-size:12px;line-height:16px;margin:0 0 12px;color:var(--text2)}
.trap~button{margin-top:8px}.tick input{width:16px;height:16px;margin:0;accent-color:var(--accent)}button{min-height:40px;padding:0 16px;font:inherit;font-weight:550;color:var(--on);background:var(--accent);border:0;border-radius:6px;cursor:pointer}
.trap{position:absolute;left:-9999px}dl{display:grid;grid-template-columns:auto 1fr;gap:8px 16px;margin:0}dt{color:var(--text2)}dd{margin:0;overflow-wrap:anywhere}a{color:var(--accent)}
@media(max-width:480px){dl{grid-template-columns:1fr;gap:0}dd+dt{margin-top:12px}.two{grid-template-columns:1fr}.card{padding:16px}h1{font-size:20px;line-height:28px}}`;

export interface PageOptions {
  /** classes of the body: `wide` for a page of two columns, `embedded` inside another site's page */
  readonly body?: 'wide' | 'embedded';
  /** above and below the content */
  readonly top?: Html;
  readonly foot?: Html;
  /** a script of ours that the page can do without */
  readonly script?: string;
}

/** A whole page; works without scripts. */
export function page(title: string, content: Html, options: PageOptions = {}): string {
  const { body = '', top, foot, script } = options;
  return `<!doctype html>${
    html`<html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        <title>${title}</title>
        <style>
          ${new Html(STYLE)}
        </style>
        ${script ? html`<script src="${script}" defer></script>` : ''}
      </head>
      <body class="${body}">
        ${top ? html`<header>${top}</header>` : ''}
        <main>${content}</main>
        ${foot ? html`<footer>${foot}</footer>` : ''}
      </body>
    </html>`.text
  }`;
}
