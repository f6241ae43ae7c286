// The firm that the fault run is about, and the master's own way into its database.
import { randomBytes, randomUUID } from 'node:crypto';
import { DataSource } from 'typeorm';
import { createAutomation } from '@rap/database/automation/automation-drafts';
import { publishVersion } from '@rap/database/automation/automation-publishing';
import { dataSourceOptions } from '@rap/database/data-source';
import { foundFirm } from '@rap/database/firm/found-firm';
import { Directory } from '@rap/database/identity/directory';
import { createLeadForm } from '@rap/database/lead-form/lead-form-commands';
import { LeadSourceEntity } from '@rap/database/lead/lead.entity';
import { insertRecord } from '@rap/database/records/write-record';
import { FirmKeys } from '@rap/database/sealing/firm-keys';
import { installKey } from '@rap/database/sealing/install-key';
import { FileKeyWrapper } from '@rap/database/sealing/key-wrapper';
import { importWording } from '@rap/database/template/template-commands';
import type { FirmContext, Who } from '@rap/database/tenancy/context';
import { TenantDb } from '@rap/database/tenancy/tenant-db';
import { FAULT_AUTOMATION } from './automation.ts';
import type { Ground } from './ground.ts';
import { SMS_NUMBER } from './world-outside.ts';

export class FaultFirm {
  readonly firmId = randomUUID();
  formId = '';
  private readonly dataSource: DataSource;
  private readonly keys: FirmKeys;
  private readonly db: TenantDb;
  private readonly keysFolder: string;
  private who: Who;

  constructor(ground: Ground) {
    this.keysFolder = ground.keysFolder;
    this.dataSource = new DataSource(dataSourceOptions(ground.databaseUrl('app_rw'), 4));
    this.keys = new FirmKeys(new FileKeyWrapper(this.keysFolder));
    this.db = new TenantDb(this.dataSource, this.keys);
    this.who = { firmId: this.firmId, actor: 'system:fault-run', books: '*', correlationId: 'fault-run' };
  }

  async open(): Promise<void> {
    await this.dataSource.initialize();
    const directory = new Directory(this.dataSource, await installKey(this.keysFolder, 'directory'));
    const email = 'dana@harbor.example';
    const identityId = await directory.addIdentity(email, randomBytes(18).toString('base64url'));
    await this.run(async (ctx) => {
      const { ownerId, bookId } = await foundFirm(ctx, this.keys, {
        name: 'Harbor Retirement Advisors',
        timeZone: 'America/New_York',
        states: ['OH', 'FL', 'TX', 'CA'],
        phone: '(216) 555-0100',
        postalAddress: '200 Public Square, Cleveland, OH 44114',
        settings: {
          fourEyes: false,
          allowTestDurations: true,
          emailDomain: 'harbor.example',
          smsFrom: SMS_NUMBER,
        },
        owner: { identityId, displayName: 'Dana Reyes', email, timeZone: 'America/New_York' },
      });
      const source = await insertRecord(ctx, LeadSourceEntity, { name: 'Website', kind: 'form' });
      const form = await createLeadForm(ctx, {
        title: 'Talk to us',
        sourceId: source.id,
        bookId,
        ownerId,
        consentEmail: 'You may email me.',
        consentSms: 'You may text me.',
        dailyLimit: 100_000,
      });
      await directory.put(ctx, 'form', form.id, form.id);
      await directory.put(ctx, 'phone', SMS_NUMBER, ctx.firmId);
      this.formId = form.id;
      this.who = { ...this.who, actor: `user:${ownerId}` };
    });
    await this.run(publish);
  }

  /** One transaction of the firm's owner. */
  run<T>(work: (ctx: FirmContext) => Promise<T>): Promise<T> {
    return this.db.run(this.who, work);
  }

  /** Rows of the firm, behind its wall. */
  rows<T>(sql: string, parameters: readonly unknown[] = []): Promise<T[]> {
    return this.run((ctx) => ctx.em.query(sql, [...parameters]));
  }

  close(): Promise<void> {
    return this.dataSource.destroy();
  }
}

async function publish(ctx: FirmContext): Promise<void> {
  for (const [key, text] of Object.entries(FAULT_AUTOMATION.templates)) {
    const words =
      text.channel === 'email'
        ? ({ channel: 'email', subject: text.subject, html: text.html } as const)
        : ({ channel: 'sms', body: text.text } as const);
    await importWording(ctx, { key, name: text.name, words });
  }
  const ownerId = ctx.actor.replace('user:', '');
  const { draft } = await createAutomation(ctx, { definition: FAULT_AUTOMATION.definition, ownerId });
  const published = await publishVersion(ctx, draft, draft.version);
  if (published.outcome !== 'published') throw new Error(JSON.stringify(published));
}
