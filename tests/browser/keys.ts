import type { Locator, Page } from 'playwright-core';

/** Who has no mouse: goes by Tab until it is there, and fails where Tab does not lead. */
export class Keys {
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async reach(target: Locator, most = 120): Promise<void> {
    await target.waitFor({ state: 'attached' }); // a radio button may be drawn by its label
    for (let press = 0; press < most; press += 1) {
      if (await target.evaluate((element) => element === document.activeElement)) return;
      await this.page.keyboard.press('Tab');
    }
    throw new Error(`Tab does not lead to ${String(target)}`);
  }

  async type(target: Locator, words: string): Promise<void> {
    await this.reach(target);
    await this.page.keyboard.press('Control+a');
    await this.page.keyboard.type(words);
  }

  async press(target: Locator, key = 'Enter'): Promise<void> {
    await this.reach(target);
    await this.page.keyboard.press(key);
  }

  /** The way back, with Shift. */
  async back(target: Locator, most = 60): Promise<void> {
    for (let press = 0; press < most; press += 1) {
      if (await target.evaluate((element) => element === document.activeElement)) return;
      await this.page.keyboard.press('Shift+Tab');
    }
    throw new Error(`Shift and Tab do not lead back to ${String(target)}`);
  }

  /** From one row of a list to another. */
  async down(target: Locator, most = 60): Promise<void> {
    for (let press = 0; press < most; press += 1) {
      if (await target.evaluate((element) => element === document.activeElement)) return;
      await this.page.keyboard.press('ArrowDown');
    }
    throw new Error(`the arrows do not lead to ${String(target)}`);
  }

  /** An option of a list box, by its first letters. */
  async choose(target: Locator, option: string): Promise<void> {
    await this.reach(target);
    await this.page.keyboard.type(option);
    const chosen = await target.evaluate((element) =>
      element instanceof HTMLSelectElement ? element.selectedOptions[0]?.text : undefined,
    );
    if (chosen !== option) throw new Error(`the list shows ${String(chosen)}, not ${option}`);
  }

  /** To a page of the first level. */
  async go(letter: string): Promise<void> {
    await this.page.keyboard.press('Escape');
    await this.page.keyboard.press('g');
    await this.page.keyboard.press(letter);
  }
}
