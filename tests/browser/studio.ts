import { fileURLToPath } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import type { Role } from '@rap/contracts/actor';
import { build, buildStudio } from '../../scripts/lib/build.mjs';
import { chromiumPath } from '../../scripts/lib/chromium.mjs';
import { freePorts } from '../../scripts/lib/processes.mjs';
import { addUser, startApi, type TestApi, type TestUser } from '../support/build/api.ts';
import { buildFirm, type TestFirm } from '../support/build/world.ts';

export const DESK = { width: 1440, height: 900 };
export const PHONE = { width: 360, height: 740 };

/** The studio as it is built, served by an API of its own, and a real browser. */
export class TestStudio {
  readonly api: TestApi;
  readonly firm: TestFirm;
  readonly url: string;
  private readonly browser: Browser;
  private readonly contexts: BrowserContext[] = [];
  /** what the pages complained of */
  readonly complaints: string[] = [];

  private constructor(api: TestApi, firm: TestFirm, url: string, browser: Browser) {
    this.api = api;
    this.firm = firm;
    this.url = url;
    this.browser = browser;
  }

  /** `host` is the name that browsers call it by; `more` are settings of the API, by that address. */
  static async open(
    settings: Parameters<typeof buildFirm>[1] = {},
    host = '127.0.0.1',
    more: (url: string) => Promise<Parameters<typeof startApi>[0]> = () => Promise.resolve({}),
  ): Promise<TestStudio> {
    await build();
    await buildStudio();
    const [port = 0] = await freePorts(1);
    const url = `http://${host}:${port}`;
    const folder = fileURLToPath(new URL('../../apps/studio/dist', import.meta.url));
    const api = await startApi({ STUDIO_DIR: folder, PUBLIC_URL: url, PORT: port, ...(await more(url)) });
    await api.app.listen(port, '127.0.0.1');
    const firm = await buildFirm(api.world, settings);
    const browser = await chromium.launch({
      executablePath: await chromiumPath(),
      // a container has neither the rights for a sandbox nor room for shared memory
      args: ['--no-sandbox', '--disable-dev-shm-usage'],
    });
    return new TestStudio(api, firm, url, browser);
  }

  addUser(role: Role): Promise<TestUser> {
    return addUser(this.api, this.firm, role, [this.firm.bookId]);
  }

  /** A page of a browser that nobody is signed in to. */
  async page(options: { viewport?: typeof DESK; colorScheme?: 'light' | 'dark' } = {}): Promise<Page> {
    const context = await this.browser.newContext({
      viewport: DESK,
      reducedMotion: 'reduce',
      timezoneId: 'America/Chicago',
      locale: 'en-US',
      ...options,
    });
    this.contexts.push(context);
    const page = await context.newPage();
    page.on('pageerror', (error) => this.complaints.push(`${page.url()}: ${error.message}`));
    return page;
  }

  /** The same, signed in by the form of the page. */
  async signedIn(user: TestUser, options: Parameters<TestStudio['page']>[0] = {}): Promise<Page> {
    const page = await this.page(options);
    await page.goto(this.url);
    await page.getByLabel('Work email').fill(user.email);
    await page.getByLabel('Password', { exact: true }).fill(user.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('navigation', { name: 'Pages' }).first().waitFor();
    return page;
  }

  async close(): Promise<void> {
    for (const context of this.contexts) await context.close();
    await this.browser.close();
    await this.api.close();
  }
}

/** What axe finds wrong, in one line each. */
export async function barriers(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    // a frame in which nothing runs cannot be asked
    .exclude('iframe[sandbox=""]')
    .analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));
}

/** Pixels that the page is wider than its window. */
export const overhang = (page: Page): Promise<number> =>
  page.evaluate('document.documentElement.scrollWidth - window.innerWidth');
