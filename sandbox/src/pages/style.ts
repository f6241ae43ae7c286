/** The product's own colours and scales, with the system's typeface: these pages load nothing from anywhere. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --page: #F6F7F7; --surface: #FFFFFF; --sunken: #EFF1F1; --line: #E3E7E8; --border: #D3D9DA; --field: #8A9598;
  --text: #171C1E; --text-2: #4B5659; --text-3: #626D71;
  --accent: #0E6A72; --on-accent: #FFFFFF; --accent-text: #0B5A61; --accent-soft: #E4F2F2;
  --ok: #1B7038; --warn: #875200; --warn-soft: #FCF1DA; --danger: #B3261E; --danger-soft: #FBEAE8;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #0F1214; --surface: #171B1E; --sunken: #1E2427; --line: #272E32; --border: #343C40; --field: #667175;
    --text: #E7EBEC; --text-2: #AEB7BA; --text-3: #8E989C;
    --accent: #4DB3BA; --on-accent: #06282B; --accent-text: #7CCFD4; --accent-soft: #12292C;
    --ok: #6FCB8B; --warn: #E3B04E; --warn-soft: #2C220F; --danger: #F28B82; --danger-soft: #331A18;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text); font: 400 14px/20px -apple-system, 'Segoe UI', sans-serif; font-variant-numeric: tabular-nums; }
a { color: var(--accent-text); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.note { background: var(--warn-soft); color: var(--warn); margin: 0; padding: 8px max(32px, 50% - 448px); font-size: 13px; }
header, main, footer { max-width: 960px; margin: 0 auto; padding: 0 32px; }
header { padding-top: 8px; }
header nav { display: flex; flex-wrap: wrap; gap: 4px 16px; font-size: 13px; }
header nav a { display: inline-block; padding: 4px 0; }
header nav a[aria-current] { color: var(--text); font-weight: 600; text-decoration: none; }
h1 { font-size: 20px; line-height: 28px; font-weight: 600; margin: 16px 0 4px; overflow-wrap: anywhere; }
h2 { font-size: 16px; line-height: 24px; font-weight: 600; margin: 24px 0 8px; }
p { margin: 0 0 12px; }
.lead { color: var(--text-2); }
.meta { color: var(--text-3); font-size: 12px; line-height: 16px; }
footer { padding-top: 24px; padding-bottom: 32px; }
.card { background: var(--surface); border: 1px solid var(--border); border-radius: 8px; padding: 16px; margin-bottom: 16px; }
.rows { list-style: none; margin: 0; padding: 0; background: var(--surface); border: 1px solid var(--border); border-radius: 8px; }
.rows li + li { border-top: 1px solid var(--line); }
.rows a, .rows .row { display: block; padding: 8px 16px; color: inherit; text-decoration: none; }
.rows a:hover { background: var(--sunken); }
.rows strong { font-weight: 600; overflow-wrap: anywhere; }
.rows .row { overflow-wrap: anywhere; }
.rows + .meta { margin-top: 8px; }
.split { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 12px; }
.clip { display: block; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; color: var(--text-2); font-size: 13px; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 4px 16px; margin: 0; font-size: 13px; }
dt { color: var(--text-2); }
dd { margin: 0; overflow-wrap: anywhere; }
pre { margin: 0; padding: 12px; background: var(--sunken); border-radius: 6px; font: 12px/16px ui-monospace, monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
iframe { width: 100%; height: 420px; border: 1px solid var(--border); border-radius: 6px; background: #FFFFFF; }
details summary { cursor: pointer; padding: 8px 0; font-weight: 550; }
label { display: block; font-size: 13px; font-weight: 550; margin: 12px 0 4px; }
form.card > label:first-child { margin-top: 0; }
input, textarea, select { width: 100%; padding: 8px; border: 1px solid var(--field); border-radius: 6px; background: var(--surface); color: var(--text); font: inherit; }
select { appearance: none; padding-right: 36px; text-overflow: ellipsis; background: var(--surface) url("data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='12' height='8' fill='none' stroke='%238a9598' stroke-width='1.5'%3E%3Cpath d='m1 1 5 5 5-5'/%3E%3C/svg%3E") no-repeat right 12px center; }
textarea { min-height: 96px; resize: vertical; }
button { min-height: 32px; padding: 4px 12px; border: 1px solid var(--border); border-radius: 6px; background: var(--surface); color: var(--text); font: inherit; font-weight: 550; cursor: pointer; }
button.main { background: var(--accent); border-color: var(--accent); color: var(--on-accent); }
.actions { display: flex; flex-wrap: wrap; gap: 8px; margin-top: 12px; }
.actions form { margin: 0; }
.fault { color: var(--danger); background: var(--danger-soft); border-radius: 6px; padding: 8px 12px; }
.thread { list-style: none; margin: 0; padding: 0; display: flex; flex-direction: column; gap: 8px; }
.thread li { max-width: 80%; padding: 8px 12px; border: 1px solid var(--border); border-radius: 8px; background: var(--surface); overflow-wrap: anywhere; }
.said { display: block; white-space: pre-line; }
.thread li.person { align-self: flex-end; background: var(--accent-soft); }
.thread .meta { display: block; margin-top: 4px; }
.bad { color: var(--danger); }
.good { color: var(--ok); }
@media (max-width: 700px) {
  header, main, footer { padding-left: 16px; padding-right: 16px; }
  .note { padding: 8px 16px; }
  button { min-height: 40px; }
  dl { grid-template-columns: 1fr; gap: 0; }
  dd { margin-bottom: 8px; }
  .thread li { max-width: 92%; }
}
`;
