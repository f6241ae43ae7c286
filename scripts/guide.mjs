// `npm run guide`: takes the pictures of docs/guide from the running product with its demo firm, so that they stay true.
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { boot, root } from './boot.mjs';

await boot();
const { chromium } = await import('playwright-core');
const { chromiumPath } = await import('./lib/chromium.mjs');
const { dataFolder, fail } = await import('./lib/product.mjs');
const { readRun } = await import('./lib/run-file.mjs');

const DESK = { width: 1440, height: 900 };
const PHONE = { width: 360, height: 740 };
/** Until what comes in after the page has been drawn: counts, names, the canvas. */
const SETTLED_MS = 1_500;

const run = readRun(join(dataFolder(), 'run.json'));
if (!run?.ready) fail('Start the product first: npm start');
const { addresses } = run;
const demo = JSON.parse(readFileSync(addresses.demoSignIn, 'utf8'));
const home = new URL(addresses.studio);
const folder = join(root, 'docs/guide');
mkdirSync(folder, { recursive: true });

const browser = await chromium.launch({
  executablePath: await chromiumPath(),
  args: ['--no-sandbox', '--disable-dev-shm-usage'],
});
const ask = await signedIn(DESK, 'light');
const nurture = await automationNamed('New lead nurture');
const somebody = await personInside(nurture);
const template = await templateOf('new-lead-welcome');
const lead = await leadByForm();

/** The pictures by name: where, and what is done before one is taken. */
const PICTURES = {
  today: ['/'],
  tasks: ['/tasks'],
  'tasks-calendar': ['/tasks?view=calendar&who=everyone'],
  leads: ['/leads'],
  lead: [`/leads/${lead.id}`],
  'leads-board': ['/leads?as=board'],
  person: [`/people/${somebody.personId}`],
  automations: ['/automations'],
  canvas: [`/automations/${nurture.id}`],
  outline: [`/automations/${nurture.id}?view=outline`],
  'test-on-a-person': [
    `/automations/${nurture.id}?view=test`,
    (page) => page.getByText('What they would read').first().click(),
  ],
  gallery: ['/automations/gallery'],
  'run-path': [`/automations/${nurture.id}/runs/${somebody.id}`],
  held: ['/automations/attention'],
  template: [`/templates/${template.id}`],
  'hours-and-limits': ['/settings/sending'],
  team: ['/settings/team'],
  'audit-log': ['/settings/audit', (page) => page.getByRole('button', { name: 'Verify now' }).click()],
};
const ON_PHONE = ['today', 'person', 'run-path', 'held'];
const IN_DARK = ['today', 'canvas'];

for (const [name, [path, act]] of Object.entries(PICTURES)) {
  await take(name, path, act, DESK, 'light');
  if (IN_DARK.includes(name)) await take(`${name}-dark`, path, act, DESK, 'dark');
  if (ON_PHONE.includes(name)) await take(`${name}-360`, path, act, PHONE, 'light');
}
await browser.close();

async function take(name, path, act, viewport, colorScheme) {
  const context = await signedIn(viewport, colorScheme);
  const page = await context.newPage();
  await page.goto(new URL(path, home).href);
  await page.waitForTimeout(SETTLED_MS);
  await act?.(page);
  await page.waitForTimeout(SETTLED_MS);
  await page.screenshot({ path: join(folder, `${name}.png`) });
  await context.close();
  console.log(`docs/guide/${name}.png`);
}

async function signedIn(viewport, colorScheme) {
  const context = await browser.newContext({
    viewport,
    colorScheme,
    reducedMotion: 'reduce',
    locale: 'en-US',
    timezoneId: 'America/New_York',
  });
  const answer = await context.request.post(new URL('/api/sessions', home).href, {
    data: { email: demo.email, password: demo.password },
  });
  if (!answer.ok()) fail(`The demo firm lets nobody in: ${await answer.text()}`);
  return context;
}

async function get(path) {
  const answer = await ask.request.get(new URL(path, home).href);
  if (!answer.ok()) fail(`${path} answered ${answer.status()}`);
  return answer.json();
}

async function automationNamed(name) {
  const { items } = await get('/api/automations?limit=200');
  return items.find((one) => one.name === name) ?? fail(`The demo firm has no "${name}": npm run demo:reset`);
}

async function personInside({ id }) {
  const { items } = await get(`/api/automations/${id}/people?limit=50`);
  return (
    items.find(({ steps }) => (steps?.length ?? 0) > 2) ??
    items[0] ??
    fail('Nobody is inside: npm run demo:reset')
  );
}

async function templateOf(key) {
  const { items } = await get('/api/templates?limit=200');
  return items.find((one) => one.key === key) ?? fail(`There is no template ${key}`);
}

/** The one that tells the most of where it came from. */
async function leadByForm() {
  const { items } = await get('/api/lead-rows?limit=200');
  const known = ({ firstTouch, lastTouch }) =>
    Object.keys(lastTouch).length + (JSON.stringify(firstTouch) === JSON.stringify(lastTouch) ? 0 : 10);
  return items.toSorted((a, b) => known(b) - known(a))[0] ?? fail('There is no lead');
}
