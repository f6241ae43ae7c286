import { ImportedLife, type ImportDb, type SetClock } from '@rap/activities/importing/imported-life';
import type { AutomationDeps } from '@rap/activities/automation/automation-activities';
import { createAutomation } from '@rap/database/automation/automation-drafts';
import { publishVersion } from '@rap/database/automation/automation-publishing';
import { adoptLeftBehind } from '@rap/database/enrolment/adopted';
import { createHousehold, setMember } from '@rap/database/household/household';
import { LeadSourceEntity } from '@rap/database/lead/lead.entity';
import { createPerson } from '@rap/database/person/person-commands';
import { CommunicationEntity } from '@rap/database/communication/communication.entity';
import { insertRecord, updateRecord } from '@rap/database/records/write-record';
import { TagEntity } from '@rap/database/tag/tag.entity';
import { importWording } from '@rap/database/template/template-commands';
import type { FirmContext, Who } from '@rap/database/tenancy/context';
import { LIBRARY } from '@rap/domain/automation/library/library';
import { wallClock } from '@rap/domain/time/zoned';
import { Cast } from './cast.ts';
import { Random } from './random.ts';
import { Stories, type DemoFirm, type Story } from './stories.ts';

const DAY_MS = 86_400_000;
const OPENED_DAYS_AGO = 560;
const UNANSWERED_DAYS = 4;

/** A way to write the past: its own clock, and a database that stamps by it. Several are used side by side. */
export type Lane = AutomationDeps & { readonly clock: SetClock; readonly db: ImportDb };

export interface FillFirm {
  readonly firmId: string;
  readonly lanes: readonly Lane[];
  readonly nowMs: number;
  readonly seed: number;
  /** called after each person */
  readonly onPerson?: (done: number, all: number) => void;
}

export type Filled =
  | { readonly outcome: 'filled'; readonly people: number }
  /** it has people already, and nothing was written */
  | { readonly outcome: 'not_empty' };

/** Fills a firm that has nobody yet with 18 months of a believable practice. */
export async function fillFirm({ firmId, lanes, nowMs, seed, onPerson }: FillFirm): Promise<Filled> {
  const [first] = lanes;
  if (!first) throw new Error('nobody writes');
  const who: Who = { firmId, actor: 'system:demo', books: '*', correlationId: 'demo' };
  const isEmpty = await first.db.run(who, async (ctx) => {
    const people: unknown[] = await ctx.em.query(`select 1 from app.person where firm_id = $1 limit 1`, [
      firmId,
    ]);
    // a start that was killed while it filled the firm leaves runs on their way
    if (people.length > 0) await adoptLeftBehind(ctx);
    return people.length === 0;
  });
  if (!isEmpty) return { outcome: 'not_empty' };
  first.clock.nowMs = nowMs - OPENED_DAYS_AGO * DAY_MS;
  const firm = await first.db.run(who, (ctx) => furnish(ctx, nowMs));
  const random = new Random(seed);
  const stories = new Stories(firm, new Cast(random, wallClock(nowMs, 'UTC').date), random).all();
  const ids = new Map<Story, string>();
  let done = 0;
  const tell = async (lane: Lane, story: Story): Promise<void> => {
    ids.set(story, await write(lane, who, story, nowMs));
    done += 1;
    onPerson?.(done, stories.length);
  };
  const number = await first.db.run(who, (ctx) => setNumber(ctx, null));
  for (const story of stories) if (story.withoutNumber) await tell(first, story);
  await first.db.run(who, (ctx) => setNumber(ctx, number));
  const others = stories.filter(({ withoutNumber }) => !withoutNumber).values();
  await Promise.all(
    lanes.map(async (lane) => {
      // one line of stories for all: each takes the next
      for (const story of others) await tell(lane, story);
    }),
  );
  first.clock.nowMs = nowMs;
  await first.db.run(who, (ctx) => settleReplies(ctx));
  await first.db.run(who, async (ctx) => {
    for (const story of stories) {
      const { spouseOf, who: member } = story;
      const [personId, headId] = [ids.get(story), spouseOf && ids.get(spouseOf)];
      if (personId === undefined || headId === undefined) continue;
      const household = await createHousehold(ctx, {
        name: `${member.lastName} household`,
        members: [{ personId: headId, role: 'head' }],
      });
      await setMember(ctx, household.id, { personId, role: 'spouse' });
    }
  });
  return { outcome: 'filled', people: stories.length };
}

/** What came in before this week is not waiting any more: a word of thanks needs no answer. */
async function settleReplies(ctx: FirmContext): Promise<void> {
  const handledAt = new Date(ctx.now());
  const old: { id: string; version: number }[] = await ctx.em.query(
    `select id, version from app.communication
      where firm_id = $1 and direction = 'in' and handled_at is null and not automatic and occurred_at < $2`,
    [ctx.firmId, new Date(ctx.now() - UNANSWERED_DAYS * DAY_MS)],
  );
  for (const { id, version } of old) await updateRecord(ctx, CommunicationEntity, id, version, { handledAt });
}

async function write(lane: Lane, who: Who, story: Story, nowMs: number): Promise<string> {
  const { who: person, advisor } = story;
  lane.clock.nowMs = story.bornMs;
  const personId = await lane.db.run(who, async (ctx) => {
    const made = await createPerson(
      ctx,
      {
        firstName: person.firstName,
        lastName: person.lastName,
        preferredName: person.preferredName,
        language: person.language,
        addressLine: person.addressLine,
        city: person.town.city,
        state: person.town.state,
        postalCode: person.town.postalCode,
        birthDate: person.birthDate,
        reviewDueOn: story.reviewDueOn,
        ownerId: advisor.userId,
        emails: [{ address: person.email, label: 'home', isPrimary: true }],
        phones: [{ number: person.phone, label: 'mobile', isPrimary: true }],
      },
      advisor.bookId,
    );
    if (made.outcome === 'refused') throw new Error(`${made.problem.field}: ${made.problem.message}`);
    for (const agree of story.agreed) await agree(ctx, made.person.id);
    return made.person.id;
  });
  await new ImportedLife(lane, { ...who, actor: `user:${advisor.userId}` }, personId).live(story.days, nowMs);
  return personId;
}

/** Gives the firm another number to text from, or none; answers the one before. */
async function setNumber(ctx: FirmContext, smsFrom: string | null): Promise<string | null> {
  const rows: { before: string | null }[] = await ctx.em.query(
    `select settings ->> 'smsFrom' as before from app.firm where firm_id = $1`,
    [ctx.firmId],
  );
  await ctx.em.query(
    `update app.firm set settings = (settings - 'smsFrom') || jsonb_strip_nulls(jsonb_build_object('smsFrom', $2::text))
      where firm_id = $1`,
    [ctx.firmId, smsFrom],
  );
  return rows[0]?.before ?? null;
}

/** Sources, tags, the eight automations and what else stands in the rooms before the first person comes. */
async function furnish(ctx: FirmContext, nowMs: number): Promise<DemoFirm> {
  const forms: { id: string; source_id: string }[] = await ctx.em.query(
    `select id, source_id from app.lead_form where firm_id = $1 limit 1`,
    [ctx.firmId],
  );
  const form = forms[0];
  if (!form) throw new Error('the firm has no form');
  const source = async (name: string, kind: LeadSourceEntity['kind'], campaign?: string) => {
    const { id } = await insertRecord(ctx, LeadSourceEntity, { name, kind });
    return { id, campaign, form: false };
  };
  const sources = [
    { id: form.source_id, campaign: undefined, form: true },
    await source('Recommended by a client', 'referral'),
    await source('Seminar: Social Security', 'event', 'social-security-evening'),
    { ...(await source('Google Ads', 'advertising', 'retire-in-ohio')), form: true },
    await source('Accountants and attorneys', 'referral'),
    { ...(await source('Facebook', 'advertising', 'medicare-checklist')), form: true },
  ];
  const tag = async (name: string): Promise<string> => (await insertRecord(ctx, TagEntity, { name })).id;
  const tags = {
    seminar: await tag('Came to a seminar'),
    widowed: await tag('Widowed'),
    business: await tag('Sold a business'),
    newsletter: await tag('Newsletter'),
    retired: await tag('Retired'),
  };
  const advisors: DemoFirm['advisors'] = await ctx.em.query(
    `select u.id as "userId", u.display_name as name, min(m.book_id::text) as "bookId" from app.user u
       join app.book_member m on m.firm_id = u.firm_id and m.user_id = u.id
      where u.firm_id = $1 and u.role in ('owner', 'advisor') group by u.id, u.display_name order by u.id`,
    [ctx.firmId],
  );
  const automations: Record<string, string> = {};
  for (const starter of LIBRARY) {
    for (const [key, text] of Object.entries(starter.templates)) {
      const textWords =
        text.channel === 'email'
          ? ({ channel: 'email', subject: text.subject, html: text.html } as const)
          : ({ channel: 'sms', body: text.text } as const);
      await importWording(ctx, { key, name: text.name, words: textWords });
    }
    const { trigger } = starter.definition;
    // leads of other sources and forms, which somebody adds to try things out, are nobody's until they are chosen here
    const params =
      trigger.kind === 'lead.created'
        ? { sourceIds: sources.map(({ id }) => id) }
        : trigger.kind === 'form.submitted'
          ? { formIds: [form.id] }
          : trigger.params;
    const { automation, draft } = await createAutomation(ctx, {
      definition: { ...starter.definition, trigger: { ...trigger, params } },
      ownerId: advisors[0]?.userId ?? null,
    });
    const published = await publishVersion(ctx, draft, draft.version);
    if (published.outcome !== 'published') throw new Error(`${starter.id}: ${JSON.stringify(published)}`);
    automations[starter.id] = automation.id;
  }
  return { nowMs, sources, formId: form.id, advisors, tags, automations };
}
