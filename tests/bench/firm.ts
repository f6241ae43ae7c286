import { randomUUID } from 'node:crypto';
import { DataSource } from 'typeorm';
import type { DraftDefinition } from '@rap/contracts/automation/definition';
import { NewPerson } from '@rap/contracts/person';
import { createAutomation } from '@rap/database/automation/automation-drafts';
import { publishVersion } from '@rap/database/automation/automation-publishing';
import { givePermission } from '@rap/database/consent/consent-commands';
import { dataSourceOptions } from '@rap/database/data-source';
import { foundFirm, type FoundedFirm } from '@rap/database/firm/found-firm';
import { createLead } from '@rap/database/lead/lead-commands';
import { LeadSourceEntity } from '@rap/database/lead/lead.entity';
import { createPerson } from '@rap/database/person/person-commands';
import { insertRecord } from '@rap/database/records/write-record';
import { FirmKeys } from '@rap/database/sealing/firm-keys';
import { FileKeyWrapper } from '@rap/database/sealing/key-wrapper';
import { EventBell } from '@rap/database/spine/event-bell';
import type { FirmContext, Who } from '@rap/database/tenancy/context';
import { TenantDb } from '@rap/database/tenancy/tenant-db';
import { importWording } from '@rap/database/template/template-commands';
import { TEMPLATE } from './definitions.ts';
import type { BenchServers } from './servers.ts';

/** The benchmark's own way into the database, as the product composes it. */
export interface BenchDb {
  readonly db: TenantDb;
  readonly keys: FirmKeys;
  readonly dataSource: DataSource;
  close(): Promise<void>;
}

export async function openDb(servers: BenchServers): Promise<BenchDb> {
  const keys = new FirmKeys(new FileKeyWrapper(servers.keysFolder));
  const dataSource = await new DataSource(dataSourceOptions(servers.urls.app, 8)).initialize();
  const bell = new EventBell(
    (sql, parameters) => dataSource.query(sql, parameters),
    () => undefined,
  );
  return {
    db: new TenantDb(dataSource, keys, { afterEvents: (firmId, events) => bell.ring(firmId, events) }),
    keys,
    dataSource,
    close: () => dataSource.destroy(),
  };
}

export interface BenchFirm extends FoundedFirm {
  readonly sourceId: string;
  run<T>(work: (ctx: FirmContext) => Promise<T>): Promise<T>;
}

/** A firm that may send as often as the benchmark does, with the template of its e-mails. */
export async function buildFirm({ db, keys }: BenchDb): Promise<BenchFirm> {
  const firmId = randomUUID();
  const who: Who = { firmId, actor: 'system:bench', books: '*', correlationId: `bench-${firmId}` };
  const run = <T>(work: (ctx: FirmContext) => Promise<T>): Promise<T> => db.run(who, work);
  const founded = await run((ctx) =>
    foundFirm(ctx, keys, {
      name: 'Harbor Retirement Advisors',
      timeZone: 'America/New_York',
      states: ['OH'],
      phone: '(216) 555-0100',
      postalAddress: '200 Public Square, Cleveland, OH 44114',
      settings: {
        fourEyes: false,
        allowTestDurations: true,
        emailDomain: 'harbor.example',
        smsFrom: '+12165550100',
        maxEmailsPerDay: 50,
        maxEmailsPerWeek: 200,
      },
      owner: {
        identityId: randomUUID(),
        displayName: 'Dana Reyes',
        email: 'dana@harbor.example',
        timeZone: 'America/New_York',
      },
    }),
  );
  const sourceId = await run(async (ctx) => {
    await importWording(ctx, {
      key: TEMPLATE.key,
      name: TEMPLATE.name,
      words: { channel: 'email', subject: TEMPLATE.subject, html: TEMPLATE.html },
    });
    return (await insertRecord(ctx, LeadSourceEntity, { name: 'Website', kind: 'form' })).id;
  });
  return { ...founded, sourceId, run };
}

/** Publishes a definition; answers the automation's id. */
export async function publish(firm: BenchFirm, definition: DraftDefinition): Promise<string> {
  return firm.run(async (ctx) => {
    const { automation, draft } = await createAutomation(ctx, { definition, ownerId: firm.ownerId });
    const published = await publishVersion(ctx, draft, draft.version);
    if (published.outcome !== 'published') throw new Error(JSON.stringify(published));
    return automation.id;
  });
}

/** People in Ohio who agreed to service e-mail. They are imported, so nothing starts for them yet. */
export async function buildPeople(firm: BenchFirm, count: number, label: string): Promise<string[]> {
  return inTurns(count, 8, (i) =>
    firm.run(async (ctx) => {
      const importing: FirmContext = { ...ctx, origin: 'import' };
      const address = `${label}-${i}-${firm.firmId.slice(0, 8)}@example.com`;
      const made = await createPerson(
        importing,
        NewPerson.parse({
          firstName: 'Maria',
          lastName: 'Alvarez',
          state: 'OH',
          ownerId: firm.ownerId,
          emails: [{ address }],
        }),
        firm.bookId,
      );
      if (made.outcome === 'refused') throw new Error(made.problem.message);
      await givePermission(importing, {
        personId: made.person.id,
        channel: 'email',
        purpose: 'service',
        address,
        textVersion: 'form-1',
        textShown: 'You may write to me about my question.',
        proof: { form: 'bench' },
      });
      return made.person.id;
    }),
  );
}

/** Raises `lead.created` for a person, as the public form does. */
export const makeLead = (firm: BenchFirm, personId: string): Promise<unknown> =>
  firm.run((ctx) =>
    createLead(ctx, {
      personId,
      sourceId: firm.sourceId,
      ownerId: firm.ownerId,
      formId: null,
      referredById: null,
      firstTouch: {},
      lastTouch: {},
    }),
  );

/** `work(0..count-1)` with so many at a time; answers in order. */
export async function inTurns<T>(
  count: number,
  atATime: number,
  work: (i: number) => Promise<T>,
): Promise<T[]> {
  const results = Array.from<T>({ length: count });
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let i = next++; i < count; i = next++) results[i] = await work(i);
  };
  await Promise.all(Array.from({ length: atATime }, lane));
  return results;
}
