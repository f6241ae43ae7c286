import { randomUUID } from 'node:crypto';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { NewPerson } from '@rap/contracts/person';
import { createAutomation } from '@rap/database/automation/automation-drafts';
import { openSession } from '@rap/database/identity/sessions';
import { createPerson } from '@rap/database/person/person-commands';
import { buildStudio } from '../../../scripts/lib/build.mjs';
import { chromiumPath } from '../../../scripts/lib/chromium.mjs';
import { freePorts } from '../../../scripts/lib/processes.mjs';
import { firstLoad } from '../../../scripts/lib/studio-files.mjs';
import { mainThreadWork } from '../browser/frames.ts';
import { writeCrowd } from '../crowd.ts';
import { drawingOf } from '../definitions.ts';
import { buildFirm, makeLead, type BenchDb, type BenchFirm } from '../firm.ts';
import { writeMessages } from '../messages.ts';
import { randomOf } from '../random.ts';
import type { BenchServers } from '../servers.ts';
import { quantile, round } from '../statistics.ts';

interface Distribution {
  readonly p50: number;
  readonly p95: number;
  readonly n: number;
}

export interface WebResult {
  readonly people: number;
  readonly messages: number;
  /** bytes of the first load, compressed */
  readonly firstLoadBytes: number;
  /** largest contentful paint, ms: with an empty cache, and at the second visit */
  readonly pages: readonly {
    readonly page: string;
    readonly cold: Distribution;
    readonly warm: Distribution;
  }[];
  /** from the press to the drawn result, ms */
  readonly interactions: readonly ({ readonly what: string } & Distribution)[];
  /** work of the main thread in a frame of a pan, ms */
  readonly pan: { readonly steps: number } & Distribution;
  /** from the commit to the change on the page, ms */
  readonly live: Distribution;
}

export interface WebOptions {
  readonly people: number;
  readonly messages: number;
  readonly rounds: number;
  readonly log: (line: string) => void;
}

const DRAWN_STEPS = 200;
/** of all messages, those of the one person with the longest history */
const SHARE_OF_THE_BUSIEST = 0.01;
const WINDOW = { width: 1440, height: 900 };
const PATIENCE_MS = 30_000;
/** live updates for each round of the rest */
const LIVE_EACH = 4;

/** The studio in a real browser over a firm of such a size, served as in production, everything on one machine. */
export async function measureWeb(
  servers: BenchServers,
  bench: BenchDb,
  options: WebOptions,
): Promise<WebResult> {
  await buildStudio();
  const dist = new URL('../../../apps/studio/dist', import.meta.url).pathname;
  const firm = await buildFirm(bench);
  const people = await writeCrowd(firm, options.people, options.log);
  const busiest = people[0] ?? '';
  const random = randomOf(20261126);
  const whose = (): string =>
    random() < SHARE_OF_THE_BUSIEST ? busiest : (people[Math.floor(random() * people.length)] ?? '');
  await writeMessages(firm, whose, options, random);
  const automationId = await firm.run(async (ctx) => {
    const definition = drawingOf(DRAWN_STEPS);
    return (await createAutomation(ctx, { definition, ownerId: firm.ownerId })).automation.id;
  });
  const [port = 0] = await freePorts(1);
  const url = `http://127.0.0.1:${port}`;
  await servers.start(
    'studio',
    'apps/api/dist/main.js',
    { PORT: String(port), PUBLIC_URL: url, STUDIO_DIR: dist },
    `${url}/health/ready`,
  );
  const token = await firm.run((ctx) => openSession(ctx, firm.ownerId, 'bench'));
  const browser = await chromium.launch({
    executablePath: await chromiumPath(),
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
  });
  const visit = async (): Promise<BrowserContext> => {
    const context = await browser.newContext({ viewport: WINDOW, timezoneId: 'America/New_York' });
    await context.addCookies([{ name: 'session', value: token, url }]);
    return context;
  };
  try {
    const result = {
      people: options.people,
      messages: options.messages,
      firstLoadBytes: firstLoad(dist).reduce((sum, { bytes }) => sum + bytes, 0),
      pages: await paints(visit, url, pagesOf(busiest, automationId), options),
      interactions: await interactions(visit, url, interactionsOf(automationId), options),
      pan: { steps: DRAWN_STEPS, ...(await pan(browser, visit, `${url}/automations/${automationId}`)) },
      live: await liveUpdates(visit, url, firm, options),
    };
    options.log(`first load ${result.firstLoadBytes} bytes, pan p95 ${round(result.pan.p95)} ms`);
    return result;
  } finally {
    await browser.close();
  }
}

const pagesOf = (personId: string, automationId: string): readonly [string, string][] => [
  ['today', '/'],
  ['tasks', '/tasks'],
  ['people', '/people'],
  ['person with the longest history', `/people/${personId}`],
  ['leads, table', '/leads'],
  ['leads, board', '/leads?as=board'],
  ['automations', '/automations'],
  [`automation of ${DRAWN_STEPS} steps`, `/automations/${automationId}`],
];

async function paints(
  visit: () => Promise<BrowserContext>,
  url: string,
  pages: readonly [string, string][],
  { rounds, log }: WebOptions,
): Promise<WebResult['pages']> {
  const results: WebResult['pages'][number][] = [];
  for (const [page, path] of pages) {
    const cold: number[] = [];
    const warm: number[] = [];
    for (let i = 0; i < rounds; i++) {
      const context = await visit();
      cold.push(await largestPaint(context, url + path));
      warm.push(await largestPaint(context, url + path));
      await context.close();
    }
    results.push({ page, cold: spread(cold), warm: spread(warm) });
    log(`${page}: largest paint p50 ${round(quantile(cold, 0.5))} ms, warm ${round(quantile(warm, 0.5))} ms`);
  }
  return results;
}

async function largestPaint(context: BrowserContext, address: string): Promise<number> {
  const page = await context.newPage();
  await page.goto(address);
  await settled(page);
  // the last one counts: it is told a moment after it is painted
  const ms = Number(
    await page.evaluate(`new Promise((resolve) => {
      let last = 0;
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) last = entry.startTime;
      }).observe({ type: 'largest-contentful-paint', buffered: true });
      setTimeout(() => resolve(last), 300);
    })`),
  );
  await page.close();
  if (ms === 0) throw new Error(`${address} painted nothing`);
  return ms;
}

/** The page has its head, and nothing on it is still loading. */
const settled = (page: Page): Promise<unknown> =>
  page.waitForFunction(
    `document.querySelector('h1, [aria-label="Canvas"]') && !document.querySelector('[aria-busy="true"]')`,
    undefined,
    { timeout: PATIENCE_MS },
  );

interface Interaction {
  readonly what: string;
  readonly path: string;
  readonly act: (page: Page) => Promise<void>;
  /** true in the page when what was asked for is drawn */
  readonly drawn: string;
}

const rowsDiffer = `document.querySelector('main tbody tr')?.textContent !== window.firstRow`;

const interactionsOf = (automationId: string): readonly Interaction[] => [
  {
    what: 'from today to leads',
    path: '/',
    act: (page) => page.getByRole('link', { name: 'Leads' }).first().click(),
    drawn: `document.querySelector('main tbody tr')`,
  },
  {
    what: 'leads sorted by name',
    path: '/leads',
    act: (page) => page.getByRole('button', { name: 'Name' }).first().click(),
    drawn: rowsDiffer,
  },
  {
    what: 'a person found by name',
    path: '/people',
    act: (page) => page.getByRole('textbox', { name: 'Search people' }).fill('Alvarez 1'),
    drawn: rowsDiffer,
  },
  {
    what: 'a person opened from the list',
    path: '/people',
    act: (page) => page.locator('main tbody a').first().click(),
    drawn: `/people\\/[0-9a-f-]{36}/.test(location.pathname) && document.querySelector('main h1') && !document.querySelector('[aria-busy="true"]')`,
  },
  {
    what: `a step opened, of ${DRAWN_STEPS}`,
    path: `/automations/${automationId}`,
    act: (page) => page.locator('.react-flow__node-step').first().click(),
    drawn: `document.querySelector('aside[aria-label^="Step"]')`,
  },
];

/** From the press of a key or button to the frame that shows the result, as the page's own clock tells. */
async function interactions(
  visit: () => Promise<BrowserContext>,
  url: string,
  asked: readonly Interaction[],
  { rounds, log }: WebOptions,
): Promise<WebResult['interactions']> {
  const context = await visit();
  const page = await context.newPage();
  await page.addInitScript(`
    for (const kind of ['pointerdown', 'keydown', 'input'])
      addEventListener(kind, () => { window.pressedAtMs = performance.now(); }, { capture: true });`);
  const results: WebResult['interactions'][number][] = [];
  for (const { what, path, act, drawn } of asked) {
    const times: number[] = [];
    for (let i = 0; i < rounds; i++) {
      await page.goto(url + path);
      await settled(page);
      await page.evaluate(`window.firstRow = document.querySelector('main tbody tr')?.textContent`);
      await act(page);
      const shownAtMs = await page.waitForFunction(`(${drawn}) ? performance.now() : 0`, undefined, {
        polling: 'raf',
        timeout: PATIENCE_MS,
      });
      times.push(Number(await shownAtMs.jsonValue()) - Number(await page.evaluate(`window.pressedAtMs`)));
    }
    results.push({ what, ...spread(times) });
    log(`${what}: p50 ${round(quantile(times, 0.5))} ms, p95 ${round(quantile(times, 0.95))} ms`);
  }
  await context.close();
  return results;
}

async function pan(
  browser: Browser,
  visit: () => Promise<BrowserContext>,
  address: string,
): Promise<Distribution> {
  const context = await visit();
  const page = await context.newPage();
  await page.goto(address);
  await page.locator('.react-flow__node').first().waitFor();
  const pane = await page.locator('.react-flow__pane').boundingBox();
  if (!pane) throw new Error('the canvas is not drawn');
  const x = pane.x + 24;
  const top = pane.y + pane.height - 60;
  const frames = await mainThreadWork(browser, page, async () => {
    await page.mouse.move(x, top);
    await page.mouse.down();
    for (let i = 0; i < 180; i++) {
      await page.mouse.move(x + (i % 60), top - i * 3);
      await page.waitForTimeout(8);
    }
    await page.mouse.up();
  });
  await context.close();
  return spread(frames);
}

/** A lead that comes in, from its commit to its name on the page of leads. */
async function liveUpdates(
  visit: () => Promise<BrowserContext>,
  url: string,
  firm: BenchFirm,
  { rounds, log }: WebOptions,
): Promise<Distribution> {
  const context = await visit();
  const page = await context.newPage();
  await page.goto(`${url}/leads?sort=newest`);
  await settled(page);
  const times: number[] = [];
  for (let i = 0; i < rounds * LIVE_EACH; i++) {
    const lastName = randomUUID();
    const made = await firm.run((ctx) =>
      createPerson(ctx, NewPerson.parse({ firstName: 'Live', lastName, state: 'OH' }), firm.bookId),
    );
    if (made.outcome === 'refused') throw new Error(made.problem.message);
    await makeLead(firm, made.person.id);
    const committedAtMs = Date.now();
    const shownAtMs = await page.waitForFunction(
      `document.body.textContent.includes('${lastName}') ? Date.now() : 0`,
      undefined,
      { polling: 'raf', timeout: PATIENCE_MS },
    );
    times.push(Number(await shownAtMs.jsonValue()) - committedAtMs);
  }
  await context.close();
  log(`live: p50 ${round(quantile(times, 0.5))} ms, p95 ${round(quantile(times, 0.95))} ms`);
  return spread(times);
}

const spread = (values: readonly number[]): Distribution => ({
  p50: quantile(values, 0.5),
  p95: quantile(values, 0.95),
  n: values.length,
});
