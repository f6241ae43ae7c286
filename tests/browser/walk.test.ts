import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { chromiumPath } from '../../scripts/lib/chromium.mjs';
import { daytimePlace } from '../../scripts/lib/daytime-place.mjs';
import { freePorts } from '../../scripts/lib/processes.mjs';
import { endAll, npmStart, runIn, type Started } from '../start/product.ts';
import { Keys } from './keys.ts';
import { Sandbox } from './sandbox.ts';

/* The walk of the spine by its rooms, on the product as `npm start` runs it: every process, real mail and texts. */

const TIME_LIMIT_MS = 240_000;
const PATIENCE_MS = 60_000;
const place = daytimePlace();
const data = mkdtempSync(join(tmpdir(), 'rap-walk-'));
let product: Started;
let browser: Browser;
let sandbox: Sandbox;
let home = '';
const Demo = z.object({ email: z.string(), password: z.string(), formUrl: z.string() });
const demo = () => Demo.parse(JSON.parse(readFileSync(join(data, 'demo.json'), 'utf8')));

beforeAll(async () => {
  const [port = 0] = await freePorts(1);
  product = npmStart({ DATA_DIR: data, PORT: String(port) });
  await product.prints('Ctrl-C stops everything');
  const { addresses = {} } = runIn(data);
  home = addresses['studio'] ?? '';
  sandbox = new Sandbox(new URL(addresses['sandboxMail'] ?? '').origin);
  browser = await chromium.launch({
    executablePath: await chromiumPath(),
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
  });
}, TIME_LIMIT_MS);
afterAll(async () => {
  await browser?.close();
  product?.ctrlC();
  await product?.gone;
  endAll(data);
  rmSync(data, { recursive: true, force: true });
}, 60_000);

async function newPage(): Promise<Page> {
  const context: BrowserContext = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    reducedMotion: 'reduce',
    timezoneId: 'America/New_York',
    locale: 'en-US',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  return page;
}

/** Somebody who has never been here fills in the form of the firm's site. */
async function submitForm(lastName: string): Promise<{ name: string; email: string; phone: string }> {
  const visitor = await newPage();
  const email = `${lastName.toLowerCase()}@example.com`;
  const phone = place.number();
  await visitor.goto(`${demo().formUrl}?utm_source=google&utm_campaign=retire`);
  await visitor.getByLabel('First name').fill('Rosa');
  await visitor.getByLabel('Last name').fill(lastName);
  await visitor.getByRole('textbox', { name: 'Email' }).fill(email);
  await visitor.getByLabel('Phone, optional').fill(phone);
  await visitor.getByLabel('may text me about my inquiry', { exact: false }).check();
  await visitor.getByRole('button', { name: 'Send my question' }).click();
  await visitor.getByRole('heading', { name: 'Thank you' }).waitFor();
  await visitor.context().close();
  return { name: `Rosa ${lastName}`, email, phone };
}

/** The person of the lead whose page is shown. */
const person = (page: Page, name: string) =>
  page.getByRole('region', { name: 'How it stands' }).getByRole('link', { name });

/** Where the number does not tell that it is daytime, as somebody of the firm would note it. */
async function liveThere(page: Page): Promise<void> {
  if (!place.timeZone) return;
  const path = await page.waitForURL(/\/people\//).then(() => `/api${new URL(page.url()).pathname}`);
  const { version } = z
    .object({ version: z.number() })
    .parse(await (await page.request.get(new URL(path, home).href)).json());
  const changed = await page.request.patch(new URL(path, home).href, {
    data: { version, timeZone: place.timeZone },
    headers: { origin: new URL(home).origin },
  });
  expect(changed.ok()).toBe(true);
}

/** Nothing of this walk takes in the lead of another. */
async function stopAll(page: Page): Promise<void> {
  const Page = z.object({ items: z.array(z.object({ id: z.string(), version: z.number() })) });
  const { items } = Page.parse(await (await page.request.get(new URL('/api/automations', home).href)).json());
  for (const { id, version } of items) {
    const stopped = await page.request.post(new URL(`/api/automations/${id}/stop`, home).href, {
      data: { version },
      headers: { origin: new URL(home).origin },
    });
    expect(stopped.ok()).toBe(true);
  }
}

const automations = (page: Page) => page.getByRole('list', { name: 'Automations of this person' });

test(
  'from the gallery to the answer of a lead, with the mouse and on the canvas',
  async () => {
    const page = await newPage();
    await page.goto(home);
    await page.getByLabel('Work email').fill(demo().email);
    await page.getByLabel('Password', { exact: true }).fill(demo().password);
    await page.getByRole('button', { name: 'Sign in' }).click();

    await page.getByRole('link', { name: 'Automations' }).first().click();
    await page.getByRole('link', { name: 'Add from the gallery' }).click();
    await page.getByRole('link', { name: 'New lead nurture' }).click();
    await page.getByRole('button', { name: 'Use this' }).click();
    await page.getByText('Ready to publish').waitFor();
    const step = (name: string) => page.locator('.react-flow__node').filter({ hasText: name }).first();
    for (const name of ['Wait for an answer', 'Wait for a second answer']) {
      await step(name).click();
      const panel = page.getByRole('complementary', { name: `Step: ${name}` });
      await panel.getByLabel(/, unit$/).selectOption('seconds');
      await panel.getByLabel('How long', { exact: true }).fill('15');
    }
    await page.getByText('Saved', { exact: true }).waitFor();
    await page.getByText('Test', { exact: true }).click();
    await page.getByText('Nothing is sent').first().waitFor();
    await page.getByText('Canvas', { exact: true }).click();
    await page.getByRole('button', { name: 'Review and publish' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Publish' }).click();
    await page.getByText('Version 1 is live').first().waitFor();

    await page.getByRole('link', { name: 'Leads' }).first().click();
    await page.getByRole('heading', { name: 'Leads' }).waitFor();
    const silent = await submitForm('Silverman');
    // it comes by itself, without a reload
    await page.getByRole('link', { name: silent.name }).click();
    await person(page, silent.name).click();
    await liveThere(page);
    expect((await sandbox.mail(silent.email)).subject).toContain('Thank you for writing');
    const text = await sandbox.text(silent.phone, 'Choose a time');
    expect(text).toContain('Reply STOP');
    await sandbox.writeText(silent.phone, 'Yes please, Tuesday.');
    await page.getByText('Yes please, Tuesday.').first().waitFor();
    await page.getByText('Answer the new lead').first().waitFor();
    await automations(page).getByRole('link', { name: 'New lead nurture' }).click();
    await page.getByText('They answered').first().waitFor();

    await page.getByRole('link', { name: 'Leads' }).first().click();
    const held = await submitForm('Heldman');
    await page.getByRole('link', { name: held.name }).click();
    await person(page, held.name).click();
    await automations(page).getByRole('link', { name: 'New lead nurture' }).click();
    const control = async (item: string, said: string) => {
      await page.getByRole('button', { name: 'Hold, skip or end' }).click();
      await page.getByRole('menuitem', { name: item }).click();
      await page.getByText(said).first().waitFor();
    };
    await control('Hold it', 'It is on hold for them');
    await control('Let it go on', 'It goes on');
    await control('End it for them', 'It ended for them');
    await page.getByText('ended', { exact: false }).first().waitFor();
    expect(await sandbox.countTexts(held.phone, 'Choose a time')).toBe(0);
    await stopAll(page);
    await page.context().close();
  },
  TIME_LIMIT_MS,
);

test(
  'the same by keyboard alone, and the automation in its outline',
  async () => {
    const page = await newPage();
    const keys = new Keys(page);
    await page.goto(home);
    await keys.type(page.getByLabel('Work email'), demo().email);
    await keys.type(page.getByLabel('Password', { exact: true }), demo().password);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Today' }).or(page.getByText('Needs you now')).first().waitFor();

    await keys.go('a');
    await keys.press(page.getByRole('link', { name: 'Add from the gallery' }));
    await keys.press(page.getByRole('link', { name: 'New lead nurture' }));
    await keys.press(page.getByRole('button', { name: 'Use this' }));
    await page.getByText('Ready to publish').waitFor();
    await keys.press(page.getByRole('radio', { name: 'Canvas' }), 'ArrowRight');
    const row = (name: string) =>
      page.getByRole('treegrid', { name: 'Outline' }).getByRole('row').filter({ hasText: name }).first();
    await keys.reach(page.getByRole('treegrid', { name: 'Outline' }).locator('[tabindex="0"][role="row"]'));
    for (const name of ['Wait for an answer', 'Wait for a second answer']) {
      await keys.down(row(name));
      const panel = page.getByRole('complementary', { name: `Step: ${name}` });
      await keys.type(panel.getByLabel('How long', { exact: true }), '15');
      await keys.choose(panel.getByLabel('How long, unit'), 'seconds');
      await keys.back(row(name));
    }
    await page.getByText('Saved', { exact: true }).waitFor();
    await keys.press(page.getByRole('button', { name: 'Review and publish' }));
    await keys.press(page.getByRole('dialog').getByRole('button', { name: 'Publish' }));
    await page.getByText('Version 1 is live').first().waitFor();

    await keys.go('l');
    const lead = await submitForm('Keyworth');
    await keys.press(page.getByRole('link', { name: lead.name }));
    await keys.press(person(page, lead.name));
    const { id } = await sandbox.mail(lead.email);
    await keys.press(automations(page).getByRole('link', { name: 'New lead nurture' }));
    const control = async (item: string, said: string) => {
      await keys.press(page.getByRole('button', { name: 'Hold, skip or end' }));
      await keys.down(page.getByRole('menuitem', { name: item }));
      await page.keyboard.press('Enter');
      await page.getByText(said).first().waitFor();
    };
    await control('Hold it', 'It is on hold for them');
    await control('Let it go on', 'It goes on');
    await sandbox.answerMail(id, 'Please call me on Tuesday.');
    await page.getByText('has come to the end').waitFor();
    await keys.press(page.getByRole('link', { name: lead.name }));
    await page.getByText('Please call me on Tuesday.').first().waitFor();
    await page.context().close();
  },
  TIME_LIMIT_MS,
);
