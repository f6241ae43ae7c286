import { readFile } from 'node:fs/promises';
import { Controller, Get, Header, Inject } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { z } from 'zod';
import { Public } from '../http/edge.ts';
import { html, page } from '../http/html.ts';
import { SETTINGS } from '../tokens.ts';
import type { Settings } from '../settings.ts';

const RunFile = z.object({ addresses: z.record(z.string(), z.string()).default({}) });
const LABELS: Readonly<Record<string, string>> = {
  studio: 'Studio: where the firm works',
  docs: 'API document',
  form: 'Public form of the demo firm',
  temporal: 'Temporal UI',
  operator: 'Sign-in of operators',
  sandboxMail: 'Sandbox: mail',
  sandboxPhones: 'Sandbox: phones',
};

/** Where everything of this installation is. */
@Controller()
@ApiExcludeController()
@Public()
export class AddressesController {
  private readonly settings: Settings;

  constructor(@Inject(SETTINGS) settings: Settings) {
    this.settings = settings;
  }

  @Get('addresses')
  @Header('content-type', 'text/html; charset=utf-8')
  async show(): Promise<string> {
    const addresses = await this.read();
    const rows = Object.entries(LABELS).flatMap(([name, label]) => {
      const url = addresses[name];
      return url
        ? [
            html`<dt>${label}</dt>
              <dd><a href="${url}">${url}</a></dd>`,
          ]
        : [];
    });
    return page(
      'RetirementAdvisorPro',
      html`<h1>RetirementAdvisorPro</h1>
        <p>Where everything of this installation is.</p>
        <div class="card"><dl>${rows}</dl></div>`,
    );
  }

  private async read(): Promise<Record<string, string>> {
    const own = { docs: `${this.settings.PUBLIC_URL}/docs` };
    if (!this.settings.ADDRESSES_FILE) return own;
    try {
      return {
        ...own,
        ...RunFile.parse(JSON.parse(await readFile(this.settings.ADDRESSES_FILE, 'utf8'))).addresses,
      };
    } catch {
      return own; // it is written when everything is ready
    }
  }
}
