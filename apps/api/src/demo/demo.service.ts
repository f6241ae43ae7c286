import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import { foundFirm } from '@rap/database/firm/found-firm';
import { Directory } from '@rap/database/identity/directory';
import { addStaff, STAFF, type Account, type Staff } from './staff.ts';
import { createLeadForm } from '@rap/database/lead-form/lead-form-commands';
import { LeadSourceEntity } from '@rap/database/lead/lead.entity';
import { insertRecord } from '@rap/database/records/write-record';
import { FirmKeys } from '@rap/database/sealing/firm-keys';
import { TenantDb } from '@rap/database/tenancy/tenant-db';
import { SETTINGS } from '../tokens.ts';
import type { Settings } from '../settings.ts';

const EMAIL = 'dana@harbor.example';
const SMS_NUMBER = '+12165550100';
const ZONE = 'America/New_York';

/** The sign-in of the demo, for whoever started it: mode 0600, outside the repository. */
const DemoSignIn = z.object({
  email: z.string(),
  password: z.string(),
  formUrl: z.url(),
  /** left out by installations of earlier releases, whose firm is not filled */
  firmId: z.uuid().optional(),
  /** the others who work there */
  users: z
    .array(z.object({ name: z.string(), role: z.string(), email: z.string(), password: z.string() }))
    .default([]),
});
/** `foundAgain`: the firm was erased by a reset */
const DemoFile = z.union([DemoSignIn, z.strictObject({ foundAgain: z.literal(true) })]);
export type DemoSignIn = z.infer<typeof DemoSignIn>;

/** A small firm to try everything with. Its password is random for each installation. */
@Injectable()
export class DemoService {
  private readonly db: TenantDb;
  private readonly keys: FirmKeys;
  private readonly directory: Directory;
  private readonly settings: Settings;

  constructor(db: TenantDb, keys: FirmKeys, directory: Directory, @Inject(SETTINGS) settings: Settings) {
    this.db = db;
    this.keys = keys;
    this.directory = directory;
    this.settings = settings;
  }

  /** Founds the demo firm once, and again after a reset; writes how to sign in. */
  async seed(file: string): Promise<DemoSignIn> {
    const kept = existsSync(file) ? DemoFile.parse(JSON.parse(await readFile(file, 'utf8'))) : undefined;
    if (kept && 'email' in kept) return kept;
    const password = randomBytes(18).toString('base64url');
    const identityId = await this.directory.addIdentity(EMAIL, password);
    const users = await Promise.all(STAFF.map((one) => this.account(one)));
    const who = { firmId: randomUUID(), actor: 'system:demo', books: '*', correlationId: 'demo' } as const;
    const formId = await this.db.run(who, async (ctx) => {
      const { ownerId, bookId } = await foundFirm(ctx, this.keys, {
        name: 'Harbor Retirement Advisors',
        timeZone: ZONE,
        states: ['OH', 'FL', 'TX', 'CA'],
        phone: '(216) 555-0100',
        postalAddress: '200 Public Square, Cleveland, OH 44114',
        isDemo: true,
        settings: {
          // one person tries it: nobody else could approve
          fourEyes: false,
          allowTestDurations: true,
          firstStepsClosed: true,
          emailDomain: 'harbor.example',
          smsFrom: SMS_NUMBER,
        },
        owner: { identityId, displayName: 'Dana Reyes', email: EMAIL, timeZone: ZONE },
      });
      await ctx.em.query(
        `update app.user set booking_link = $3, title = $4, phone = $5 where firm_id = $1 and id = $2`,
        [ctx.firmId, ownerId, 'https://harbor.example/book/dana', 'Principal advisor, CFP', '+12165550191'],
      );
      const source = await insertRecord(ctx, LeadSourceEntity, { name: 'Website', kind: 'form' });
      const form = await createLeadForm(ctx, {
        title: 'Talk to a retirement advisor',
        intro:
          'Tell us what you would like to know. Dana Reyes reads every message herself and answers within one business day.',
        buttonLabel: 'Send my question',
        disclosure:
          'Harbor Retirement Advisors is a registered investment adviser in Ohio. Registration does not imply a certain level of skill or training.',
        consentSmsMarketing:
          'Yes, Harbor Retirement Advisors may also text me about its seminars and services at the number above. We will ask once by text: only a YES from your phone counts. Message frequency varies. Message and data rates may apply. Reply STOP to end texts, HELP for help. Agreeing is no condition of any service.',
        sourceId: source.id,
        bookId,
        ownerId,
        consentEmail:
          'Yes, Harbor Retirement Advisors may email me about seminars and services. I can unsubscribe at any time.',
        consentSms:
          'Yes, Harbor Retirement Advisors may text me about my inquiry at the number above. Message and data rates may apply. Reply STOP to end texts, HELP for help. Agreeing is no condition of any service.',
      });
      await this.directory.put(ctx, 'login', EMAIL, ownerId);
      await addStaff(ctx, this.directory, users, bookId);
      await this.directory.put(ctx, 'form', form.id, form.id);
      await this.directory.put(ctx, 'phone', SMS_NUMBER, ctx.firmId);
      return form.id;
    });
    const signIn = {
      email: EMAIL,
      password,
      formUrl: `${this.settings.PUBLIC_URL}/f/${formId}`,
      firmId: who.firmId,
      users: users.map(({ name, role, email, password: theirs }) => ({
        name,
        role,
        email,
        password: theirs,
      })),
    };
    await writeFile(file, `${JSON.stringify(signIn, null, 2)}\n`, { mode: 0o600 });
    return signIn;
  }

  private async account(staff: Staff): Promise<Account> {
    const email = `${staff.name.split(' ')[0]?.toLowerCase()}@harbor.example`;
    const password = randomBytes(18).toString('base64url');
    return { ...staff, email, password, identityId: await this.directory.addIdentity(email, password) };
  }
}
